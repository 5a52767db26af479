import { expect, test } from "bun:test";
import { startApp } from "../src/app.ts";
import { loadConfig } from "../src/config.ts";
import { open, post, rpc } from "./mcp/serve-endpoint.ts";
import { emptyFolder } from "./support/empty-folder.ts";
import { FakeClock } from "./support/fake-clock.ts";
import { QuietLogger } from "./support/quiet-logger.ts";
import { connectStub } from "./support/test-app.ts";
import { until } from "./support/until.ts";

const CLEAN_UP_MS = 60_000;

test("[SM4] [SM5] the clean-up closes who is silent and removes who stays away, clients too; their user stays", async () => {
  await using folder = await emptyFolder();
  const loaded = loadConfig({
    flags: { port: "0", dataDir: folder.path, mcpMaxInactive: "1800" },
    env: {},
    readFile: () => undefined,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
  const clock = new FakeClock();
  const logger = new QuietLogger();
  const app = await startApp(loaded.config, logger, clock);
  await using _stopped = { [Symbol.asyncDispose]: () => app.drain() };
  await using here = await connectStub(app.url);
  await using silent = await connectStub(app.url);
  silent.stub.answersPings = false;
  const used = await open(here.address);
  const unused = await open(here.address);

  let code = 0;
  void silent.stub.ended.promise.then((ending) => (code = ending.code));
  await until("the silent one to be closed", () => {
    clock.move(CLEAN_UP_MS);
    return code || undefined;
  });
  expect(code).toBe(4001);
  const { userId, sessionId, connectionId, token = "" } = silent.info;
  expect(logger.lines).toContainEqual({
    level: "info",
    message: "🔴 [Chrome Extension] Connection closed",
    fields: { userId, sessionId, connectionId, reason: "silent" },
  });

  await until("its session to be removed", async () => {
    clock.move(CLEAN_UP_MS);
    expect((await post(here.address, rpc(1, "ping"), used)).status).toBe(200);
    return app.sessions.byId(sessionId) === undefined || undefined;
  });
  expect(app.sessions.byId(here.info.sessionId)?.presence.state).toBe("connected");
  expect((await post(here.address, rpc(1, "ping"), unused)).status).toBe(404);
  await until("the removal to be told", () => logger.lines.find(isRemoval));
  expect(logger.lines.filter(isRemoval)).toMatchObject([{ fields: { userId, sessionId } }]);

  await using back = await connectStub(app.url, {
    info: { token, installId: silent.stub.installId },
  });
  expect(back.info).toMatchObject({ userId, sessionId: `${sessionId}_2`, resumed: false });
});

function isRemoval({ message }: { message: string }): boolean {
  return message === "🧹 [Clean-up] Session removed";
}
