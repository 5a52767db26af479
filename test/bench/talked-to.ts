import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LivekitAccess } from "../../src/voice/livekit-access.ts";
import type { LivekitServer } from "../../src/voice/livekit-server.ts";
import { ServerProcess } from "../support/server-process.ts";
import { startLivekit } from "../voice/open-voice.ts";

export interface TalkedTo extends AsyncDisposable {
  server: ServerProcess;
  livekit: LivekitServer;
}

/** The server as it is started, with a LiveKit server beside it on the same machine. */
export async function startTalkedTo(): Promise<TalkedTo> {
  const stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "chrome-mcp-voice-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const livekit = stack.use(await startLivekit());
  const config = join(folder, "config.yaml");
  await Bun.write(config, settings(livekit.access));
  const server = stack.use(await ServerProcess.start(undefined, ["--config", config]));
  stack.defer(async () => void (await server.stop()));
  return { server, livekit, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Nobody is waited for who left: a room that is left is closed. */
function settings({ url, apiKey, apiSecret }: LivekitAccess): string {
  return [
    `livekit: { url: "${url}", api_key: ${apiKey}, api_secret: ${apiSecret} }`,
    "agent: { session: { participant_grace: 0 } }",
  ].join("\n");
}
