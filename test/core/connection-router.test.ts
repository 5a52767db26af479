import { expect, test } from "bun:test";
import { ConnectionRouter } from "../../src/core/connection-router.ts";
import type { Asker, Principal } from "../../src/core/principal.ts";
import { RoutingStats, type Strategy } from "../../src/core/routing-stats.ts";
import { SessionManager } from "../../src/core/session-manager.ts";
import { EXPECTED_BACK_MS } from "../../src/core/session.ts";
import { userIdSchema } from "../../src/protocol/ids.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { type FakeBrowser, connectFake } from "../support/fake-browser.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";

const HEARTBEAT_MS = 20_000;

async function setUp(strategy: Strategy = "newest") {
  const clock = new FakeClock();
  const sessions = new SessionManager(new MemorySessionStore(), new QuietLogger());
  const stats = new RoutingStats();
  const router = new ConnectionRouter(sessions, stats, { heartbeatMs: HEARTBEAT_MS, strategy });
  const connect = (user: string, fromLoopback = true) => {
    clock.move(1_000);
    return connectFake(sessions, clock.now(), { user, fromLoopback });
  };
  const route = (who: Asker, browserId?: string) => {
    const outcome = router.route(who, browserId, clock.now());
    return outcome.ok ? outcome.value.session.record.id : outcome.failure;
  };
  return { clock, sessions, stats, router, connect, route };
}

function asker(principal: Principal, rest: Partial<Asker> = {}): Asker {
  return {
    principal,
    caller: { id: "c", name: "test", kind: "mcp" },
    selected: undefined,
    select: () => undefined,
    sessionId: undefined,
    userId: undefined,
    ...rest,
  };
}

function userOf(name: string, scope: "control" | "view" | "browser" = "control"): Principal {
  return { kind: "user", userId: userIdSchema.parse(`user_1_${name}`), scope, credentialId: name };
}

const idOf = (browser: FakeBrowser) => browser.session.record.id;

test("[RT1] each principal reaches the sessions it owns and no other", async () => {
  const { router, connect } = await setUp();
  const ann = await connect("ann");
  const far = await connect("far", false);
  const annFar = await connect("ann", false);
  const bob = await connect("bob");
  const reach = (principal: Principal) => [...router.allowed(principal)].map((s) => s.record.id);

  expect(reach(userOf("ann"))).toEqual([idOf(ann), idOf(annFar)]);
  expect(reach(userOf("far", "view"))).toEqual([idOf(far)]);
  expect(reach(userOf("ann", "browser"))).toEqual([]);
  expect(reach({ kind: "local" })).toEqual([idOf(ann), idOf(bob)]);
  expect(reach({ kind: "local", userId: ann.session.record.userId })).toEqual([idOf(ann)]);
  expect(reach({ kind: "admin", credentialId: "a" })).toEqual([]);
});

test("[RT2] the argument goes before the headers, those before the selection, that before the strategy", async () => {
  const { connect, route } = await setUp();
  const first = await connect("ann");
  const second = await connect("ann");
  const third = await connect("ann");
  const newest = await connect("ann");
  const ann = userOf("ann");
  const all = { selected: idOf(third), sessionId: idOf(second), userId: "user_1_ann" };

  expect(route(asker(ann, all), idOf(first))).toBe(idOf(first));
  expect(route(asker(ann, all))).toBe(idOf(second));
  expect(route(asker(ann, { ...all, sessionId: undefined }))).toBe(idOf(newest));
  expect(route(asker(ann, { selected: idOf(third) }))).toBe(idOf(third));
  expect(route(asker(ann))).toBe(idOf(newest));
});

test("[RT3] an id of somebody else is answered like one that never was", async () => {
  const { connect, route } = await setUp();
  const ann = await connect("ann");
  const bob = asker(userOf("bob"));
  const unknown = route(bob, "session_user_1_nobody");

  expect(route(bob, idOf(ann))).toEqual(unknown);
  expect(route(bob, "user_1_ann")).toEqual(unknown);
  expect(route(bob, "../../etc/passwd")).toEqual(unknown);
  expect(route(asker(userOf("bob"), { sessionId: idOf(ann) }))).toEqual(unknown);
  expect(unknown).toMatchObject({ code: "no_browser" });
});

test("[RT3] a selection of somebody else's session is not honoured", async () => {
  const { connect, route } = await setUp();
  const ann = await connect("ann");
  await connect("bob");

  expect(route(asker(userOf("bob"), { selected: idOf(ann) }))).toMatchObject({
    code: "no_browser",
  });
});

test("[RT4] a selected browser that was removed is not replaced by another", async () => {
  const { clock, sessions, connect, route } = await setUp();
  const gone = await connect("ann");
  await connect("ann");
  sessions.detach(gone.connection.id, clock.now());
  clock.move(3_600_000);
  await sessions.sweep(clock.now(), { silentMs: 1e12, maxInactiveMs: 3_600_000 });

  expect(route(asker(userOf("ann"), { selected: idOf(gone) }))).toMatchObject({
    code: "no_browser",
  });
});

test("[RT5] suspect and paused browsers are passed over while another answers", async () => {
  const { clock, sessions, connect, route } = await setUp("oldest");
  const pausedOne = await connect("ann");
  const suspect = await connect("ann");
  const good = await connect("ann");
  pausedOne.connection.paused = true;
  clock.move(HEARTBEAT_MS * 3);
  sessions.heard(pausedOne.connection.id, clock.now());
  sessions.heard(good.connection.id, clock.now());

  expect(route(asker(userOf("ann")))).toBe(idOf(good));
  sessions.detach(good.connection.id, clock.now() - EXPECTED_BACK_MS);
  expect(route(asker(userOf("ann")))).toBe(idOf(suspect));
});

test("[RT6] a browser that is away for a moment keeps its place, later it loses it", async () => {
  const { clock, sessions, connect, route } = await setUp();
  const older = await connect("ann");
  const newest = await connect("ann");
  sessions.detach(newest.connection.id, clock.now());

  expect(route(asker(userOf("ann")))).toBe(idOf(newest));
  clock.move(EXPECTED_BACK_MS);
  expect(route(asker(userOf("ann")))).toBe(idOf(older));
});

test.each<[Strategy, number]>([
  ["newest", 2],
  ["oldest", 0],
  ["most_active", 1],
  ["least_busy", 2],
  ["fastest", 0],
])("[RT7] %s picks what it promises", async (strategy, expected) => {
  const { stats, connect, route } = await setUp(strategy);
  const browsers = [await connect("ann"), await connect("ann"), await connect("ann")];
  const [a, b, c] = browsers.map((browser) => browser.connection);
  if (a) a.roundTripMs = 3;
  if (b) b.roundTripMs = 9;
  if (c) c.roundTripMs = 5;
  const ids = browsers.map(idOf);
  for (const [nth, calls] of [1, 3, 0].entries()) {
    for (let call = 0; call < calls; call++) {
      const id = ids[nth];
      if (id) stats.started(id);
    }
  }

  expect(ids.findIndex((id) => id === route(asker(userOf("ann"))))).toBe(expected);
});

test("no browser at all: the failure says how to connect one", async () => {
  const { route } = await setUp();
  expect(route(asker({ kind: "local" }))).toMatchObject({
    code: "no_browser",
    message: expect.stringContaining("popup"),
  });
});
