import { expect, test } from "bun:test";
import {
  BACK_WITHIN_MS,
  CallLedger,
  type CallRequest,
  MAX_CALLS_PER_SESSION,
} from "../../src/core/call-ledger.ts";
import { newCallId } from "../../src/core/ids.ts";
import { SessionManager } from "../../src/core/session-manager.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { type Outcome, succeed } from "../../src/protocol/failure.ts";
import type { CallId } from "../../src/protocol/ids.ts";
import { type FakeBrowser, connectFake } from "../support/fake-browser.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";

async function setUp() {
  const clock = new FakeClock();
  const sessions = new SessionManager(new MemorySessionStore(), new QuietLogger());
  const ledger = new CallLedger(clock);
  const ann = await connectFake(sessions, clock.now());
  const open = (change: Partial<CallRequest> = {}) =>
    ledger.open({
      id: newCallId(),
      session: ann.session,
      tool: "chrome_read_page",
      effect: "read",
      args: {},
      timeoutMs: 10_000,
      caller: { id: "client", name: "test", kind: "mcp" },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...change,
    });
  const lose = () => {
    sessions.detach(ann.connection.id, clock.now());
    ledger.connectionLost(ann.session.record.id, ann.connection.id);
  };
  const comeBack = async () => {
    const back = await connectFake(sessions, clock.now(), { installId: ann.installId });
    ledger.connectionBack(back.session.record.id, back.connection);
    return back;
  };
  return { clock, sessions, ledger, ann, open, lose, comeBack };
}

function answer(ledger: CallLedger, browser: FakeBrowser, id: CallId, data: unknown): void {
  ledger.answer(browser.connection.id, { type: "tool_result", id, outcome: succeed({ data }) });
}

function idOf(browser: FakeBrowser, nth = 0): CallId {
  const call = browser.link.calls[nth];
  if (!call) throw new Error(`call ${nth} was not sent`);
  return call.id;
}

const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? "ok" : outcome.failure.code);

test("[CL1] a call settles once, and an answer that comes twice is counted and dropped", async () => {
  const { ledger, ann, open } = await setUp();
  const call = open();
  answer(ledger, ann, idOf(ann), "first");
  answer(ledger, ann, idOf(ann), "second");

  expect(await call).toEqual(succeed({ data: "first" }));
  expect(ledger.droppedAnswers).toBe(1);
  expect(ledger.pending).toBe(0);
});

test("[CL3] losing the browser settles an action as outcome_unknown at once", async () => {
  const { open, lose, comeBack } = await setUp();
  const call = open({ effect: "act" });
  lose();

  expect(codeOf(await call)).toBe("outcome_unknown");
  const back = await comeBack();
  expect(back.link.calls).toEqual([]);
});

test("[CL3] a read is sent again once, when the browser is back in time", async () => {
  const { ledger, open, lose, comeBack } = await setUp();
  const call = open();
  lose();
  const back = await comeBack();
  answer(ledger, back, idOf(back), "again");

  expect(await call).toEqual(succeed({ data: "again" }));
});

test("[CL3] a read that was sent twice is not sent a third time", async () => {
  const { clock, sessions, ledger, open, lose, comeBack } = await setUp();
  const call = open();
  lose();
  const back = await comeBack();
  sessions.detach(back.connection.id, clock.now());
  ledger.connectionLost(back.session.record.id, back.connection.id);

  expect(codeOf(await call)).toBe("browser_disconnected");
});

test("[CL4] a call waits 3 s for a browser that is expected back, and no longer", async () => {
  const { clock, ledger, open, lose } = await setUp();
  lose();
  const call = open({ effect: "act" });
  clock.move(BACK_WITHIN_MS - 1);
  expect(ledger.pending).toBe(1);
  clock.move(1);

  expect(codeOf(await call)).toBe("browser_disconnected");
  expect(clock.timers).toBe(0);
});

test("[CL2] an action that waited for the browser is sent once", async () => {
  const { ledger, open, lose, comeBack } = await setUp();
  lose();
  const call = open({ effect: "act" });
  const back = await comeBack();
  answer(ledger, back, idOf(back), "done");

  expect(await call).toEqual(succeed({ data: "done" }));
  expect(back.link.calls.length).toBe(1);
});

test("[CL5] an answer from another connection does not settle a call", async () => {
  const { clock, sessions, ledger, ann, open } = await setUp();
  const bob = await connectFake(sessions, clock.now(), { user: "bob" });
  const call = open();
  answer(ledger, bob, idOf(ann), "stolen");
  expect(ledger.pending).toBe(1);
  answer(ledger, ann, idOf(ann), "mine");

  expect(await call).toEqual(succeed({ data: "mine" }));
  expect(ledger.droppedAnswers).toBe(1);
});

test("[CL6] aborting settles the call and cancels it in Chrome", async () => {
  const { ann, open } = await setUp();
  const abort = new AbortController();
  const call = open({ signal: abort.signal });
  abort.abort();

  expect(codeOf(await call)).toBe("cancelled");
  expect(ann.link.frames.at(-1)).toEqual({ type: "cancel", id: idOf(ann) });
});

test("[CL6] the deadline settles the call and cancels it in Chrome; Chrome was given less time", async () => {
  const { clock, ann, open } = await setUp();
  const call = open({ timeoutMs: 5_000 });
  expect(ann.link.calls[0]?.deadlineMs).toBe(4_750);
  clock.move(5_000);

  expect(codeOf(await call)).toBe("timeout");
  expect(ann.link.frames.at(-1)).toEqual({ type: "cancel", id: idOf(ann) });
});

test("[CL7] the 65th call of a session is busy; another session does not feel it", async () => {
  const { clock, sessions, ledger, ann, open } = await setUp();
  const bob = await connectFake(sessions, clock.now(), { user: "bob" });
  const calls = Array.from({ length: MAX_CALLS_PER_SESSION }, () => open());

  expect(codeOf(await open())).toBe("busy");
  const bobs = open({ session: bob.session });
  answer(ledger, bob, idOf(bob), "bob");
  expect(codeOf(await bobs)).toBe("ok");

  ann.link.calls.forEach(({ id }) => answer(ledger, ann, id, null));
  expect(new Set((await Promise.all(calls)).map(codeOf))).toEqual(new Set(["ok"]));
});

test("[CL8] a drain lets running calls finish and takes no new ones", async () => {
  const { clock, ledger, ann, open } = await setUp();
  const running = open();
  const drained = ledger.drain(1_000);
  expect(codeOf(await open())).toBe("shutting_down");
  answer(ledger, ann, idOf(ann), "finished");

  await drained;
  expect(codeOf(await running)).toBe("ok");
  expect(clock.timers).toBe(0);
});

test("[CL8] what a drain cuts off is outcome_unknown for an action, shutting_down for a read", async () => {
  const { clock, ledger, open } = await setUp();
  const action = open({ effect: "act" });
  const read = open();
  const drained = ledger.drain(1_000);
  clock.move(1_000);
  await drained;

  expect([codeOf(await action), codeOf(await read)]).toEqual(["outcome_unknown", "shutting_down"]);
});

test("a socket that takes no more data fails the call: nothing was done", async () => {
  const { ann, open } = await setUp();
  ann.link.takes = false;

  expect(codeOf(await open({ effect: "act" }))).toBe("browser_unresponsive");
});
