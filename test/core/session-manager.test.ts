import { expect, test } from "bun:test";
import { SessionManager } from "../../src/core/session-manager.ts";
import { conditionOf } from "../../src/core/session.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { connectFake } from "../support/fake-browser.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";

const TIMES = { heartbeatMs: 20_000, silentMs: 300_000, maxInactiveMs: 3_600_000 };

function setUp() {
  const clock = new FakeClock();
  const store = new MemorySessionStore();
  const manager = () => new SessionManager(store, new QuietLogger());
  return { clock, store, sessions: manager(), restart: manager };
}

test("[SM1] two sockets of one install at the same time end as one session", async () => {
  const { clock, sessions } = setUp();
  const first = await connectFake(sessions, clock.now());
  const [one, two] = await Promise.all([
    connectFake(sessions, clock.now(), { user: "bob", installId: first.installId }),
    connectFake(sessions, clock.now(), { user: "bob", installId: first.installId }),
  ]);

  expect(one.session).toBe(two.session);
  expect(sessions.counts()).toEqual({ totalUsers: 2, totalSessions: 2, activeConnections: 2 });
});

test("[SM2] the newer socket replaces the older, whose loss changes nothing any more", async () => {
  const { clock, sessions } = setUp();
  const old = await connectFake(sessions, clock.now());
  const young = await connectFake(sessions, clock.now(), { installId: old.installId });

  expect(sessions.detach(old.connection.id, clock.now())).toBeUndefined();
  expect(young.session.presence).toBe(young.connection);
});

test("[SM3] two missed heartbeats make a connection suspect, one does not", async () => {
  const { clock, sessions } = setUp();
  const { session, connection } = await connectFake(sessions, clock.now());
  clock.move(TIMES.heartbeatMs * 1.9);
  expect(conditionOf(session, clock.now(), TIMES.heartbeatMs)).toBe("connected");
  clock.move(TIMES.heartbeatMs);
  expect(conditionOf(session, clock.now(), TIMES.heartbeatMs)).toBe("suspect");
  sessions.heard(connection.id, clock.now());
  expect(conditionOf(session, clock.now(), TIMES.heartbeatMs)).toBe("connected");
});

test("[SM4] a connection silent for silentMs is named for closing", async () => {
  const { clock, sessions } = setUp();
  const { connection } = await connectFake(sessions, clock.now());
  clock.move(TIMES.silentMs - 1);
  expect((await sessions.sweep(clock.now(), TIMES)).silent).toEqual([]);
  clock.move(1);
  expect((await sessions.sweep(clock.now(), TIMES)).silent).toEqual([connection]);
});

test("[SM5] a detached session is removed after maxInactiveMs, a connected one never", async () => {
  const { clock, store, sessions } = setUp();
  const leaving = await connectFake(sessions, clock.now(), { user: "ann" });
  const staying = await connectFake(sessions, clock.now(), { user: "bob" });
  sessions.detach(leaving.connection.id, clock.now());
  clock.move(TIMES.maxInactiveMs - 1);
  expect((await sessions.sweep(clock.now(), TIMES)).removed).toEqual([]);
  clock.move(1);
  expect((await sessions.sweep(clock.now(), TIMES)).removed).toEqual([leaving.session]);

  expect([...sessions.all()]).toEqual([staying.session]);
  expect(await store.user(leaving.session.record.userId)).toBeDefined();
});

test("[SM6] the number of a removed session is not given again, also after a restart", async () => {
  const { clock, sessions, restart } = setUp();
  const first = await connectFake(sessions, clock.now());
  sessions.detach(first.connection.id, clock.now());
  clock.move(TIMES.maxInactiveMs);
  await sessions.sweep(clock.now(), TIMES);
  const second = await connectFake(sessions, clock.now(), { installId: first.installId });
  const after = restart();
  await after.load(clock.now());
  const third = await connectFake(after, clock.now());

  const ids = [first, second, third].map((browser) => String(browser.session.record.id));
  expect(ids).toEqual(["session_user_1_ann", "session_user_1_ann_2", "session_user_1_ann_3"]);
});

test("[SM7] after a restart a session is there, detached, and its extension resumes it", async () => {
  const { clock, sessions, restart } = setUp();
  const before = await connectFake(sessions, clock.now());
  const after = restart();
  await after.load(clock.now());
  expect(after.byId(before.session.record.id)?.presence.state).toBe("detached");
  const back = await connectFake(after, clock.now(), { installId: before.installId });

  expect(back.session.record.id).toBe(before.session.record.id);
  expect(back.session.presence.state).toBe("connected");
});
