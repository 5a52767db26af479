import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newUserId, sessionIdOf } from "../../src/core/ids.ts";
import { installIdSchema } from "../../src/protocol/ids.ts";
import { SqliteSessionStore } from "../../src/store/sqlite-session-store.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { FROM_SOURCES, ServerProcess } from "../support/server-process.ts";
import type { FigureGroup } from "./figure.ts";
import { inTurns, median, timed } from "./timing.ts";

const SESSIONS = 10_000;
const ROUNDS = 7;

/** From the start of the process to its ready line, with and without sessions in the store. */
export const startUp: FigureGroup = {
  name: "start-up",
  async measure() {
    await using full = await dataFolder(SESSIONS);
    await using empty = await dataFolder(0);
    const start =
      ({ path }: { path: string }) =>
      async () => {
        let server: ServerProcess | undefined;
        const tookMs = await timed(async () => {
          server = await ServerProcess.start(FROM_SOURCES, ["--data-dir", path]);
        });
        await server?.[Symbol.asyncDispose]();
        return tookMs;
      };
    const took = await inTurns(ROUNDS, start(full), start(empty));
    return [
      {
        what: `from start to ready with ${SESSIONS} stored sessions`,
        unit: "ms",
        ours: median(took.ours),
        floor: median(took.floor),
        goal: { kind: "floor_plus", value: 100 },
        note: "The floor is a start with an empty store.",
      },
    ];
  },
};

async function dataFolder(sessions: number): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "chrome-mcp-bench-"));
  await using store = SqliteSessionStore.open(join(path, "sessions.sqlite"), {
    logger: new QuietLogger(),
  });
  const nowMs = Date.now();
  for (let nth = 0; nth < sessions; nth++) {
    const userId = newUserId(nowMs);
    await store.saveUser({ id: userId, createdMs: nowMs, sessionsMade: 1 });
    await store.saveSession({
      id: sessionIdOf(userId, 1),
      userId,
      installId: installIdSchema.parse(crypto.randomUUID()),
      label: `Browser ${nth}`,
      fromLoopback: true,
      userAgent: "Mozilla/5.0 (X11; Linux x64) Chrome/156.0.0.0",
      extensionVersion: "1.0.0",
      createdMs: nowMs,
      lastSeenMs: nowMs,
      detachedMs: nowMs,
    });
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
