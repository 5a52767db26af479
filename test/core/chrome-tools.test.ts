import { expect, test } from "bun:test";
import { AuditTrail } from "../../src/core/audit-trail.ts";
import { CallLedger } from "../../src/core/call-ledger.ts";
import { ChromeTools } from "../../src/core/chrome-tools.ts";
import { ConnectionRouter } from "../../src/core/connection-router.ts";
import type { Asker, Principal } from "../../src/core/principal.ts";
import { RoutingStats } from "../../src/core/routing-stats.ts";
import { SessionManager } from "../../src/core/session-manager.ts";
import { succeed } from "../../src/protocol/failure.ts";
import { type SessionId, userIdSchema } from "../../src/protocol/ids.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { type FakeBrowser, connectFake } from "../support/fake-browser.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";

const HEARTBEAT_MS = 20_000;

async function setUp(disabledTools: string[] = []) {
  const clock = new FakeClock();
  const store = new MemorySessionStore();
  const logger = new QuietLogger();
  const sessions = new SessionManager(store, logger);
  const stats = new RoutingStats();
  const ledger = new CallLedger(clock);
  const audit = new AuditTrail(store, clock, logger);
  const tools = new ChromeTools({
    sessions,
    stats,
    ledger,
    audit,
    clock,
    logger,
    router: new ConnectionRouter(sessions, stats, {
      heartbeatMs: HEARTBEAT_MS,
      strategy: "newest",
    }),
    heartbeatMs: HEARTBEAT_MS,
    serverVersion: "1.2.3",
    disabledTools: new Set(disabledTools),
  });
  const ann = await connectFake(sessions, clock.now(), { label: "Ann's Chrome" });
  const call = (tool: string, args: unknown, asker: Asker = client()) =>
    tools.call({
      asker,
      tool,
      args,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
  const answer = (browser: FakeBrowser, data: unknown) => {
    const id = browser.link.calls.at(-1)?.id;
    if (!id) throw new Error("nothing was sent");
    ledger.answer(browser.connection.id, {
      type: "tool_result",
      id,
      outcome: succeed({ data }),
    });
  };
  return { clock, store, logger, sessions, stats, tools, audit, ann, call, answer };
}

/** A client that keeps its selection as the MCP endpoint does. */
function client(scope: "control" | "view" = "control", user = "ann"): Asker {
  const principal: Principal = {
    kind: "user",
    userId: userIdSchema.parse(`user_1_${user}`),
    scope,
    credentialId: "credential",
  };
  const asker: Asker = {
    principal,
    caller: { id: "c", name: "Test client", kind: "mcp" },
    selected: undefined,
    select: (id: SessionId) => (asker.selected = id),
    sessionId: undefined,
    userId: undefined,
  };
  return asker;
}

test("[CT1] wrong arguments are named, each with what is expected, and nothing is sent", async () => {
  const { ann, call } = await setUp();
  const answer = await call("chrome_switch_tab", { tabId: "seven", windowId: 1.5 });

  expect(answer).toMatchObject({ ok: false, failure: { code: "invalid_arguments" } });
  const message = answer.ok ? "" : answer.failure.message;
  expect(message).toContain("tabId");
  expect(message).toContain("expected number");
  expect(message).toContain("windowId");
  expect(ann.link.calls).toEqual([]);
});

test("[CT1] arguments that nest too deep to be sent are wrong", async () => {
  const { ann, call } = await setUp();
  const deep = `${'{"a":'.repeat(70)}1${"}".repeat(70)}`;
  const answer = await call("chrome_batch", {
    steps: [{ tool: "chrome_read_page", args: JSON.parse(deep) }],
  });

  expect(answer).toMatchObject({ ok: false, failure: { code: "invalid_arguments" } });
  expect(ann.link.calls).toEqual([]);
});

test("[CT1] unknown arguments are ignored with a note, also __proto__", async () => {
  const { ann, call, answer } = await setUp();
  const calling = call("get_windows_and_tabs", JSON.parse('{"colour":"red","__proto__":{"x":1}}'));
  answer(ann, { windows: [] });

  expect(await calling).toMatchObject({
    ok: true,
    notes: ['Ignored, not known to get_windows_and_tabs: "colour", "__proto__".'],
  });
  expect(ann.link.calls[0]?.args).toEqual({});
});

test("[CT2] a view credential reads and selects, and does not act", async () => {
  const { ann, call, answer } = await setUp();
  const viewer = client("view");
  const reading = call("get_windows_and_tabs", {}, viewer);
  answer(ann, { windows: [] });

  expect(await reading).toMatchObject({ ok: true });
  const browserId = ann.session.record.id;
  expect(await call("chrome_select_browser", { browserId }, viewer)).toMatchObject({ ok: true });
  for (const [tool, args] of [
    ["chrome_navigate", { url: "https://example.com" }],
    ["chrome_screenshot", { savePng: true }],
    ["chrome_pdf", { saveToDownloads: "true" }],
  ] as const) {
    expect(await call(tool, args, viewer)).toMatchObject({
      ok: false,
      failure: { code: "blocked_by_policy" },
    });
  }
});

test("[CT3] paused, suspect and long-detached browsers fail a call at once with the reason", async () => {
  const { clock, sessions, ann, call } = await setUp();
  const codeNow = async () => {
    const answer = await call("get_windows_and_tabs", {}, client());
    return answer.ok ? "ok" : answer.failure.code;
  };
  ann.connection.paused = true;
  expect(await codeNow()).toBe("paused");
  ann.connection.paused = false;
  clock.move(HEARTBEAT_MS * 3);
  expect(await codeNow()).toBe("browser_unresponsive");
  sessions.detach(ann.connection.id, clock.now());
  clock.move(60_000);
  expect(await codeNow()).toBe("no_browser");
  const named = await call("get_windows_and_tabs", { browserId: ann.session.record.id });
  expect(named).toMatchObject({ failure: { code: "browser_disconnected" } });
});

test("[CT4] a result that does not fit the contract is a failure", async () => {
  const { ann, call, answer } = await setUp();
  const calling = call("get_windows_and_tabs", {});
  answer(ann, { windows: "many" });

  expect(await calling).toMatchObject({ ok: false, failure: { code: "internal" } });
});

test("[CT5] a tool that the operator switched off is refused", async () => {
  const { ann, call } = await setUp(["chrome_javascript"]);

  expect(await call("chrome_javascript", { code: "1" })).toMatchObject({
    failure: { code: "blocked_by_policy" },
  });
  expect(ann.link.calls).toEqual([]);
});

test("[CT6] a batch is one call to the browser, and none when a step could not be called by itself", async () => {
  const { ann, call, answer } = await setUp(["chrome_javascript"]);
  const step = { tool: "get_windows_and_tabs" };
  const calling = call("chrome_batch", { steps: [step, { ...step, args: { colour: "red" } }] });
  answer(ann, { done: 2, total: 2, stopped: false, steps: [] });

  expect(await calling).toMatchObject({
    ok: true,
    notes: ['Step 2: Ignored, not known to get_windows_and_tabs: "colour".'],
  });
  expect(ann.link.calls).toHaveLength(1);

  const forbidden = { tool: "chrome_javascript", args: { code: "1" } };
  expect(await call("chrome_batch", { steps: [step, forbidden] })).toMatchObject({
    failure: { code: "blocked_by_policy" },
  });
  expect(ann.link.calls).toHaveLength(1);
});

test("[RT4] a selection holds for the one who made it", async () => {
  const { clock, sessions, ann, call, answer } = await setUp();
  clock.move(1_000);
  const newer = await connectFake(sessions, clock.now());
  const chooser = client();
  await call("chrome_select_browser", { browserId: ann.session.record.id }, chooser);

  const chosen = call("get_windows_and_tabs", {}, chooser);
  const other = call("get_windows_and_tabs", {}, client());
  answer(ann, { windows: [] });
  answer(newer, { windows: [] });
  expect([await chosen, await other]).toMatchObject([{ ok: true }, { ok: true }]);
});

test("the browsers listed are the asker's own, with the selected one marked", async () => {
  const { clock, sessions, ann, call } = await setUp();
  await connectFake(sessions, clock.now(), { user: "bob" });
  const asker = client();
  await call("chrome_select_browser", { browserId: ann.session.record.id }, asker);

  expect(await call("chrome_list_browsers", {}, asker)).toMatchObject({
    output: {
      data: {
        browsers: [
          {
            browserId: ann.session.record.id,
            name: "Ann's Chrome",
            state: "connected",
            selected: true,
          },
        ],
      },
    },
  });
});

test("each call leaves one line in the audit trail, written in a batch, without its arguments", async () => {
  const { clock, store, ann, call, answer } = await setUp();
  const calling = call("chrome_navigate", { url: "https://secret.example" });
  clock.move(7);
  answer(ann, { tabId: 1, windowId: 1, url: "u", title: "t" });
  await calling;
  clock.move(1_000);

  const lines = await store.auditOf(ann.session.record.id, 10);
  expect(lines).toMatchObject([
    { tool: "chrome_navigate", caller: "Test client", outcome: "ok", durationMs: 7 },
  ]);
  expect(JSON.stringify(lines)).not.toContain("secret");
});

test("statistics count ways, refusals and each session's calls", async () => {
  const { clock, ann, tools, call, answer } = await setUp();
  const calling = call("get_windows_and_tabs", {});
  expect(tools.getSessionStats()).toEqual({
    totalUsers: 1,
    totalSessions: 1,
    totalConnections: 1,
    activeConnections: 1,
    pendingRequests: 1,
  });
  clock.move(4);
  answer(ann, { windows: [] });
  await calling;
  await call("get_windows_and_tabs", {}, client("control", "bob"));

  expect(tools.getRoutingStats()).toEqual({
    routedBy: { newest: 1 },
    refusals: { no_browser: 1 },
    droppedAnswers: 0,
    sessions: { [ann.session.record.id]: { calls: 1, inFlight: 0, p50: 4, p95: 4 } },
  });
});

test("the three log lines people look for carry the ids", async () => {
  const { logger, ann, call, answer } = await setUp();
  const calling = call("get_windows_and_tabs", {});
  answer(ann, { windows: [] });
  await calling;

  const ids = { sessionId: ann.session.record.id, connectionId: ann.connection.id };
  expect(logger.lines).toMatchObject([
    { message: "📤 [Chrome Tools] Routed to connection", fields: ids },
    { message: "🔧 [Chrome Tools] Calling tool with routing context", fields: ids },
  ]);
});

test("timeout, the older name of timeoutMs, is how long a call may take, and no longer than that allows", async () => {
  const { call, ann } = await setUp();
  const sentWith = (args: object, tool = "chrome_click_element") => {
    void call(tool, { ref: "e1", ...args });
    return ann.link.calls.at(-1)?.deadlineMs ?? 0;
  };
  expect(sentWith({ timeout: 5_000 })).toBe(sentWith({ timeoutMs: 5_000 }));
  expect(sentWith({ timeout: 1, timeoutMs: 5_000 })).toBe(sentWith({ timeoutMs: 5_000 }));
  expect(sentWith({ timeout: 0 })).toBe(sentWith({}));
  expect(sentWith({ timeout: 5_000 })).not.toBe(sentWith({}));
  expect(sentWith({ url: "/", timeout: 3_600_000 }, "chrome_network_request")).toBe(
    sentWith({ timeoutMs: 120_000 }),
  );
});
