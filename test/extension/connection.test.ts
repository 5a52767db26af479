import { expect, spyOn, test } from "bun:test";
import { MAX_DEPTH, MAX_FRAME_BYTES, PROTOCOL_VERSION } from "../../src/protocol/version.ts";
import type { ToServer } from "../../src/protocol/messages.ts";
import { Profile } from "./connection-profile.ts";
import { FakeStorage, newCallId } from "./fakes.ts";

test("it says who it is first, and is connected when the server welcomes it", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  expect(profile.sockets.last.url).toBe("ws://localhost:3001/chrome");
  expect(connection.state.state).toBe("connecting");
  profile.sockets.last.welcome("token-1");
  expect(profile.sockets.last.sent).toHaveLength(1);
  expect(profile.hello()).toMatchObject({ protocol: PROTOCOL_VERSION, label: "Chrome on Linux" });
  expect(profile.hello()).not.toHaveProperty("token");
  expect(connection.state).toMatchObject({
    state: "connected",
    session: { sessionId: "session_user_1700000000_ann" },
  });
});

test("a worker that was killed comes back as the same install with the token it was given", async () => {
  const profile = new Profile();
  await profile.startWorker();
  profile.sockets.last.welcome("token-1");
  const installId = profile.hello()?.installId;

  await profile.startWorker();
  profile.sockets.last.open();
  expect(profile.hello()).toMatchObject({ token: "token-1", installId });
});

test("many events at once open one socket", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  connection.wake();
  profile.sockets.last.open();
  connection.wake();
  profile.sockets.last.welcome();
  connection.wake();
  expect(profile.sockets.all).toHaveLength(1);
});

test("another server learns neither the token nor the install id of the first", async () => {
  const profile = new Profile();
  const { connection, settings } = await profile.startWorker();
  profile.sockets.last.welcome("token-of-first");
  const first = profile.hello();

  settings.serverUrl = "https://other.example";
  connection.connect();
  profile.sockets.last.open();
  expect(profile.sockets.last.url).toBe("wss://other.example/chrome");
  expect(profile.hello()).not.toHaveProperty("token");
  expect(profile.hello()?.installId).not.toBe(first?.installId);

  settings.serverUrl = "http://localhost:3001";
  connection.connect();
  profile.sockets.last.open();
  expect(profile.hello()).toMatchObject({ token: "token-of-first" });
});

test("it pings every heartbeat and answers pings", async () => {
  const profile = new Profile();
  await profile.startWorker();
  profile.sockets.last.welcome();
  profile.clock.advance(20_000);
  profile.sockets.last.receive({ type: "pong", n: 1 });
  profile.clock.advance(20_000);
  expect(profile.sockets.last.sentOf("ping").map(({ n }) => n)).toEqual([1, 2]);
  profile.sockets.last.receive({ type: "ping", n: 77 });
  expect(profile.sockets.last.sentOf("pong")).toEqual([{ type: "pong", n: 77 }]);
});

test("an invitation is sent until it is accepted, and not after that", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  connection.connect("invitation-1");
  profile.sockets.last.end(1006);
  profile.clock.advance(400);
  profile.sockets.last.open();
  expect(profile.hello()).toMatchObject({ invitation: "invitation-1" });
  profile.sockets.last.welcome("token-1");
  profile.sockets.last.end(1006);
  profile.clock.advance(1_000);
  profile.sockets.last.open();
  expect(profile.hello()).not.toHaveProperty("invitation");
});

test("disconnected by the person it stays so, also as a new worker and after Chrome started anew", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  profile.sockets.last.welcome();
  connection.disconnect();
  expect(profile.sockets.last.closedWith).toBe(1000);
  expect(profile.lost).toBe(1);
  profile.storage.session = new FakeStorage().session;
  const { connection: later } = await profile.startWorker();
  expect(later.state.state).toBe("off");
  expect(profile.sockets.all).toHaveLength(1);
});

test("calls are taken from a server that welcomed, and from no other", async () => {
  const profile = new Profile();
  await profile.startWorker();
  const id = newCallId();
  profile.sockets.last.open();
  profile.sockets.last.receive({ type: "cancel", id });
  expect(profile.calls).toEqual([]);
  profile.sockets.last.welcome();
  profile.sockets.last.receive({ type: "cancel", id });
  expect(profile.calls).toEqual([{ type: "cancel", id }]);
});

test("frames that make no sense are ignored", async () => {
  using log = spyOn(console, "warn").mockImplementation(() => {});
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  profile.sockets.last.welcome();
  for (const text of ["{", '{"type":"dance"}', `${"[".repeat(500)}${"]".repeat(500)}`, "null"]) {
    profile.sockets.last.receiveText(text);
  }
  expect(connection.state.state).toBe("connected");
  expect(log).toHaveBeenCalledTimes(4);
});

test("a frame the server would not take is not sent", async () => {
  const profile = new Profile();
  const { connection } = await profile.startWorker();
  const result = (data: unknown): ToServer => ({
    type: "tool_result",
    id: newCallId(),
    outcome: { ok: true, value: { data } },
  });
  expect(connection.send(result(1))).toBe("not_connected");
  profile.sockets.last.welcome();
  expect(connection.send(result(1))).toBe("sent");
  expect(connection.send(result("é".repeat(MAX_FRAME_BYTES / 2)))).toBe("too_large");
  let deep: unknown = 1;
  for (let level = 0; level < MAX_DEPTH; level += 1) deep = [deep];
  expect(connection.send(result(deep))).toBe("too_deep");
  profile.sockets.last.bufferedAmount = MAX_FRAME_BYTES + 1;
  expect(connection.send(result("x".repeat(100_000)))).toBe("congested");
  expect(connection.send({ type: "ping", n: 1 })).toBe("sent");
});
