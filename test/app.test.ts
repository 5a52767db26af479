import { expect, test } from "bun:test";
import { open, post, rpc, toolCall } from "./mcp/serve-endpoint.ts";
import { personalAddress, startTestApp } from "./support/test-app.ts";
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

test.each(["control", "view"] as const)(
  "a revoked %s credential ends what runs with it, up to Chrome",
  async (scope) => {
    await using server = await startTestApp();
    await using browser = await server.connectStub({ answer: () => undefined });
    const { userId, token = "" } = browser.info;
    const { credentials } = server.app;
    const before = new Set((await credentials.list(userId)).map(({ id: known }) => known));
    const address = await personalAddress(server.url, token, scope);
    const session = await open(address);
    const stream = await fetch(address, { headers: { accept: "text/event-stream", ...session } });
    const arrived = browser.stub.nextCall();
    const answer = post(address, toolCall(1, "get_windows_and_tabs"), session);
    const { id } = await arrived;

    const revoked = (await credentials.list(userId)).find((one) => !before.has(one.id));
    expect(await credentials.revoke(userId, revoked?.id ?? "")).toBe(true);

    await stream.text();
    expect(await (await answer).text()).toContain("cancelled");
    await until("Chrome to be told", () => browser.stub.cancelled.includes(id) || undefined);
    expect((await post(address, rpc(2, "ping"), session)).status).toBe(401);
  },
);
