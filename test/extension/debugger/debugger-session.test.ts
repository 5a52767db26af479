import { expect, test } from "bun:test";
import { DebuggerSession } from "../../../src/extension/debugger/debugger-session.ts";
import { TAKEN } from "../../../src/extension/debugger/standstill.ts";

test("a session that is over sends nothing: Chrome would give it to whoever debugs the tab by now", async () => {
  const session = new DebuggerSession(7);
  session.end(TAKEN);
  expect(await session.send("Page.stopScreencast", undefined)).toBe(TAKEN);
});
