import { join } from "node:path";
import { expect, setDefaultTimeout, test } from "bun:test";
import { z } from "zod";
import { emptyFolder } from "../support/empty-folder.ts";
import { ServerProcess } from "../support/server-process.ts";
import { StubExtension } from "../support/stub-extension.ts";
import { threadNames } from "../support/thread-names.ts";
import { until } from "../support/until.ts";
import { Talkers } from "./talkers.ts";

/** A server is started and a room joined. */
setDefaultTimeout(60_000);

/** The library's main thread. It lives as long as any room that is remembered. */
const WEBRTC_THREAD = "signaling_threa";
/** The library takes some seconds over it. */
const FORGOTTEN_MS = 40_000;

const invitationSchema = z.object({ url: z.string(), token: z.string() });
type Invitation = z.infer<typeof invitationSchema>;

test.if(process.platform === "linux" && process.arch === "x64")(
  "nothing is kept of a room that everybody has left",
  async () => {
    await using folder = await emptyFolder();
    const config = join(folder.path, "config.yaml");
    await Bun.write(config, "agent: { session: { participant_grace: 0 } }");
    await using server = await ServerProcess.start(undefined, ["--config", config]);
    await using _browser = await StubExtension.connect(server.url);
    await using talkers = new Talkers();

    const { url, token } = await until("voice to be on", () => invitation(server.url));
    const ann = await talkers.join(url, token);
    await ann.withAgent();
    expect(threadNames(server.pid)).toContain(WEBRTC_THREAD);

    await ann[Symbol.asyncDispose]();
    await until(
      "the room to be forgotten",
      () => !threadNames(server.pid).includes(WEBRTC_THREAD) || undefined,
      FORGOTTEN_MS,
    );
  },
);

/** None while voice is off. */
async function invitation(server: string): Promise<Invitation | undefined> {
  const response = await fetch(`${server}/api/voice/token`, { method: "POST" });
  return response.ok ? invitationSchema.parse(await response.json()) : undefined;
}
