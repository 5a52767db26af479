import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LivekitServer } from "../../src/voice/livekit-server.ts";
import { livekitServerPath } from "../support/livekit-server-path.ts";

/** A LiveKit server that can be made to stand still, as on a machine that has no time for it. */
export async function stoppableLivekit() {
  const folder = await mkdtemp(join(tmpdir(), "livekit-"));
  const program = join(folder, "livekit-server");
  const pidFile = join(folder, "pid");
  await Bun.write(
    program,
    `#!/bin/sh\necho $$ >"${pidFile}"\nexec "${livekitServerPath()}" "$@"\n`,
  );
  await chmod(program, 0o755);
  const server = await LivekitServer.start(program);
  const pid = Number(await Bun.file(pidFile).text());
  return {
    access: server.access,
    stop: () => process.kill(pid, "SIGSTOP"),
    goOn: () => process.kill(pid, "SIGCONT"),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
