import { expect, test } from "bun:test";
import { startTestApp } from "./support/test-app.ts";

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
