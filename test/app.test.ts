import { expect, test } from "bun:test";
import { startApp } from "../src/app.ts";
import { loadConfig } from "../src/config.ts";
import { open, post, rpc, toolCall } from "./mcp/serve-endpoint.ts";
import { type ConnectedStub, personalAddress, startTestApp } from "./support/test-app.ts";
import { emptyFolder } from "./support/empty-folder.ts";
import { FakeClock } from "./support/fake-clock.ts";
import { QuietLogger } from "./support/quiet-logger.ts";
import { until } from "./support/until.ts";

test("[CL8] from the moment it is told to stop, a server takes no new calls", async () => {
  const server = await startTestApp();
  await using browser = await server.connectStub();
  const stopped = server[Symbol.asyncDispose]();
  const answer = await server.app.tools.call({
    asker: {
      principal: { kind: "local" },
      caller: { id: "c", name: "test", kind: "mcp" },
      selected: undefined,
      select: () => undefined,
      sessionId: browser.info.sessionId,
      userId: undefined,
    },
    tool: "get_windows_and_tabs",
    args: {},
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  await stopped;

  expect(answer).toMatchObject({ ok: false, failure: { code: "shutting_down" } });
  expect(browser.stub.calls).toEqual([]);
});

test("a server that cannot start leaves nothing behind: its folder is free at once", async () => {
  await using first = await startTestApp();
  await using folder = await emptyFolder();
  const start = (port: string, clock: FakeClock) => {
    const flags = { port, dataDir: folder.path };
    const loaded = loadConfig({ flags, env: {}, readFile: () => undefined });
    if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
    return startApp(loaded.config, new QuietLogger(), clock);
  };
  const clock = new FakeClock();
  const refused = start(new URL(first.url).port, clock);
  expect(await refused.catch((cause: unknown) => cause)).toMatchObject({ code: "EADDRINUSE" });
  expect(clock.timers).toBe(0);

  const second = await start("0", clock);
  await second.drain();
  expect(clock.timers).toBe(0);
});

/** A client of this address that listens, and has a call running in the browser. */
async function clientAtWork(browser: ConnectedStub, address: string) {
  const session = await open(address);
  const stream = await fetch(address, { headers: { accept: "text/event-stream", ...session } });
  const arrived = browser.stub.nextCall();
  const answer = post(address, toolCall(1, "get_windows_and_tabs"), session);
  const { id } = await arrived;
  return {
    /** Settles when the stream has ended, the call is answered as cancelled, and Chrome and the client know it. */
    async ended() {
      await stream.text();
      expect(await (await answer).text()).toContain("cancelled");
      await until("Chrome to be told", () => browser.stub.cancelled.includes(id) || undefined);
      expect((await post(address, rpc(2, "ping"), session)).status).toBe(401);
    },
  };
}

test.each(["control", "view"] as const)(
  "a revoked %s credential ends what runs with it, up to Chrome",
  async (scope) => {
    await using server = await startTestApp();
    await using browser = await server.connectStub({ answer: () => undefined });
    const { userId, token = "" } = browser.info;
    const { credentials } = server.app;
    const before = new Set((await credentials.list(userId)).map(({ id: known }) => known));
    const client = await clientAtWork(browser, await personalAddress(server.url, token, scope));

    const revoked = (await credentials.list(userId)).find((one) => !before.has(one.id));
    expect(await credentials.revoke(userId, revoked?.id ?? "")).toBe(true);
    await client.ended();
  },
);

test("a credential that expires ends what runs with it, up to Chrome", async () => {
  await using server = await startTestApp({ cleanupInterval: "0.1" });
  await using browser = await server.connectStub({ answer: () => undefined });
  const { userId } = browser.info;
  const { credentials } = server.app;
  const [own] = await credentials.list(userId);
  const guest = await credentials.make(
    { kind: "user", userId, scope: "browser", credentialId: own?.id ?? "" },
    { scope: "control", label: "guest", expiresInMs: 1_500 },
  );
  const client = await clientAtWork(browser, `${server.url}/mcp/${guest?.secret}`);
  await client.ended();
});
