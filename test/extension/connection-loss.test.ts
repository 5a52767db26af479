import { expect, test } from "bun:test";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { Profile } from "./connection-profile.ts";

test("a lost socket is opened again within a quarter of a second, then ever more slowly up to 30 s", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  profile.sockets.last.welcome();
  profile.clock.advance(5_000);
  const waits: number[] = [];
  for (let attempt = 0; attempt < 15; attempt += 1) {
    profile.sockets.last.end(1006);
    waits.push(profile.waitOut(connection));
  }
  expect(waits[0]).toBeLessThanOrEqual(250);
  expect(waits.slice(0, 5).reduce((sum, wait) => sum + wait)).toBeLessThan(3_500);
  expect(waits.at(-1)).toBeCloseTo(29_970);
  expect(profile.sockets.all).toHaveLength(16);
  expect(profile.lost).toBe(1);

  profile.sockets.last.welcome();
  profile.clock.advance(2_000);
  profile.sockets.last.end(CLOSE_CODES.shutting_down);
  profile.clock.advance(250);
  expect(profile.sockets.all).toHaveLength(17);
});

test("a server that welcomes and drops at once is not hammered", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  let waitMs = 0;
  for (let time = 0; time < 12; time += 1) {
    profile.sockets.last.welcome();
    profile.sockets.last.end(1006);
    waitMs = profile.waitOut(connection);
  }
  expect(waitMs).toBeGreaterThan(20_000);
});

test("an alarm opens the socket when the timer of a sleeping computer is overdue", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  profile.sockets.last.end(1006);
  connection.wake();
  expect(profile.sockets.all).toHaveLength(1);
  profile.clock.advance(400);
  connection.wake();
  expect(profile.sockets.all).toHaveLength(2);
});

test("a server that is silent for two and a half heartbeats is dropped and called again", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  const socket = profile.sockets.last;
  socket.welcome();
  profile.clock.advance(30_000);
  socket.receive({ type: "ping", n: 1 });
  profile.clock.advance(49_999);
  expect(connection.state.state).toBe("connected");
  profile.clock.advance(1);
  expect(connection.state).toMatchObject({ state: "waiting", trouble: { why: "silent" } });
  expect(socket.closedWith).toBe(CLOSE_CODES.silent);
  expect(profile.lost).toBe(1);
  profile.clock.advance(250);
  expect(profile.sockets.all).toHaveLength(2);
});

test("a server that is silent since the clock was set back an hour is dropped all the same", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  profile.sockets.last.welcome();
  profile.clock.set(-3_600_000);
  profile.clock.advance(100_000);
  expect(connection.state).toMatchObject({ state: "waiting", trouble: { why: "silent" } });
});

test("a server that does not welcome within 10 s is given up", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  profile.sockets.last.open();
  profile.clock.advance(10_000);
  expect(connection.state).toMatchObject({ state: "waiting", trouble: { why: "silent" } });
});

test("what a socket that was given up still says changes nothing", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  const old = profile.sockets.last;
  old.welcome();
  profile.clock.advance(50_000);
  profile.clock.advance(250);
  profile.sockets.last.welcome();
  old.receive({ type: "refused", code: "revoked", message: "" });
  old.end(CLOSE_CODES.revoked);
  expect(connection.state.state).toBe("connected");
});

for (const code of ["replaced", "unknown_token", "protocol_too_old"] as const) {
  test(`closed with ${code} it stays away, also as a new worker, until the person presses Connect`, async () => {
    const profile = new Profile();
    await profile.startWorker();
    profile.sockets.last.welcome();
    profile.sockets.last.end(CLOSE_CODES[code]);
    profile.clock.advance(3_600_000);
    const { connection } = await profile.startWorker();
    profile.clock.advance(3_600_000);
    connection.wake();
    expect(profile.sockets.all).toHaveLength(1);
    expect(connection.state).toMatchObject({ state: "stopped", stop: { code } });

    connection.connect();
    profile.sockets.last.welcome();
    expect(connection.state.state).toBe("connected");
    await profile.startWorker();
    expect(profile.sockets.all).toHaveLength(3);
  });
}

test("a refusal holds even when its close code is lost, and its words are kept", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  profile.sockets.last.open();
  profile.sockets.last.receive({ type: "refused", code: "invitation_needed", message: "Ask Bob." });
  profile.sockets.last.end(1006);
  const stop = { code: "invitation_needed", message: "Ask Bob." };
  expect(connection.state).toMatchObject({ state: "stopped", stop });
});

test("a server that is full is asked again later", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  profile.sockets.last.open();
  profile.sockets.last.receive({ type: "refused", code: "try_later", message: "Full." });
  profile.sockets.last.end(CLOSE_CODES.try_later);
  expect(connection.state).toMatchObject({
    state: "waiting",
    trouble: { why: "sent_away", message: "Full." },
  });
});
