import { expect, test } from "bun:test";
import { conditionOf } from "../../src/core/session.ts";
import { type Outcome, fail, succeed } from "../../src/protocol/failure.ts";
import { userIdSchema } from "../../src/protocol/ids.ts";
import { HELLO_DEADLINE_MS, MAX_FRAME_BYTES } from "../../src/protocol/version.ts";
import { StubExtension } from "../support/stub-extension.ts";
import { byName, startGateway } from "./start-gateway.ts";

const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? "ok" : outcome.failure.code);

test("an extension becomes a session, answers a call and is resumed under the same id", async () => {
  await using app = await startGateway();
  const first = await app.connect("ann");
  const info = await first.session.promise;
  expect(info).toMatchObject({ sessionId: "session_user_1_ann", resumed: false });
  first.answer = () => succeed({ data: "page" });
  expect(await app.call(info.sessionId)).toEqual(succeed({ data: "page" }));
  await first.drop();

  await using again = await app.connect("ann", first.installId);
  expect(await again.session.promise).toMatchObject({ sessionId: info.sessionId, resumed: true });
});

test("a socket that never says who it is gets 4501 after 5 s; a thousand of them disturb nobody", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  const silent = await Promise.all(
    Array.from({ length: 1_000 }, () => {
      const socket = new WebSocket(app.url.replace("http", "ws"));
      return new Promise<WebSocket>((resolve) => {
        socket.addEventListener("open", () => resolve(socket));
      });
    }),
  );
  const codes = silent.map(
    (socket) =>
      new Promise<number>((resolve) =>
        socket.addEventListener("close", ({ code }) => resolve(code)),
      ),
  );
  expect(codeOf(await app.call((await ann.session.promise).sessionId))).toBe("ok");
  app.clock.move(HELLO_DEADLINE_MS);

  expect(new Set(await Promise.all(codes))).toEqual(new Set([4501]));
  expect(codeOf(await app.call((await ann.session.promise).sessionId))).toBe("ok");
});

test("without a credential the extension is told why and not to come back", async () => {
  await using app = await startGateway();
  await using stub = StubExtension.open(app.url);

  expect(await stub.ended.promise).toEqual({
    code: 4506,
    refused: { code: "invitation_needed", message: "Ask for an invitation." },
  });
});

test("an extension newer than the server is refused, and told what to do", async () => {
  await using app = await startGateway();
  await using stub = StubExtension.open(app.url, { info: { token: "ann", protocol: 99 } });

  expect(await stub.ended.promise).toMatchObject({
    code: 4508,
    refused: { code: "protocol_too_new", message: expect.stringContaining("Update the server") },
  });
});

test.each<[string, string | Uint8Array, number]>([
  ["not JSON", "hello", 4002],
  ["of no known type", '{"type":"reboot"}', 4002],
  ["binary", new Uint8Array([1, 2, 3]), 4002],
  ["nested too deep", `{"type":"pong","n":${"[".repeat(9_999)}${"]".repeat(9_999)}}`, 4002],
  ["a second hello", "hello-again", 4002],
  ["over 16 MB", "x".repeat(MAX_FRAME_BYTES + 1), 1006],
])("a frame that is %s ends its own socket and no other", async (name, frame, code) => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  await using bob = await app.connect("bob");
  const hello = JSON.stringify({
    type: "connection_info",
    protocol: 1,
    extensionVersion: "1",
    extensionId: "x",
    installId: ann.installId,
    userAgent: "x",
    timestamp: 1,
    token: "bob",
  });
  ann.sendRaw(name === "a second hello" ? hello : frame);

  expect([code, 1009]).toContain((await ann.ended.promise).code);
  expect(codeOf(await app.call((await bob.session.promise).sessionId))).toBe("ok");
});

test("[CL5] an answer to somebody else's call, a late one and a repeated one change nothing", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  await using bob = await app.connect("bob");
  ann.answer = () => undefined;
  const { sessionId } = await ann.session.promise;
  const sent = ann.nextCall();
  const calling = app.call(sessionId);
  const { id } = await sent;

  bob.answerCall(id, succeed({ data: "bob's" }));
  expect(codeOf(await app.call((await bob.session.promise).sessionId))).toBe("ok");
  ann.answerCall(id, succeed({ data: "ann's" }));
  expect(await calling).toEqual(succeed({ data: "ann's" }));
  ann.answerCall(id, succeed({ data: "again" }));
  ann.answer = () => succeed({ data: "next" });
  expect(await app.call(sessionId)).toEqual(succeed({ data: "next" }));
  expect(app.ledger.droppedAnswers).toBe(2);
});

test("[SM2] a second socket of the same install replaces the first, which gets 4502", async () => {
  await using app = await startGateway();
  await using first = await app.connect("ann");
  first.answer = () => undefined;
  const { sessionId } = await first.session.promise;
  const sent = first.nextCall();
  const action = app.call(sessionId, "act");
  await sent;
  await using second = await app.connect("ann", first.installId);

  expect(codeOf(await action)).toBe("outcome_unknown");
  expect((await first.ended.promise).code).toBe(4502);
  expect((await second.session.promise).sessionId).toBe(sessionId);
});

test("[CL3] losing the socket settles its action at once and sends its read to the next socket", async () => {
  await using app = await startGateway();
  const ann = await app.connect("ann");
  ann.answer = () => undefined;
  const { sessionId } = await ann.session.promise;
  const sent = ann.nextCall();
  const action = app.call(sessionId, "act");
  const read = app.call(sessionId, "read");
  await sent;
  await ann.drop();
  expect(codeOf(await action)).toBe("outcome_unknown");
  await using back = await StubExtension.connect(app.url, {
    info: { token: "ann", installId: ann.installId },
    answer: () => succeed({ data: "read again" }),
  });

  expect(await read).toEqual(succeed({ data: "read again" }));
  expect(back.calls.length).toBe(1);
});

test("Pause ends what is running with the reason, and says that it may have been done in part", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  ann.answer = () => undefined;
  const { sessionId } = await ann.session.promise;
  const sent = ann.nextCall();
  const calling = app.call(sessionId);
  await sent;
  ann.send({ type: "event", event: { kind: "paused", paused: true } });

  expect(await calling).toMatchObject({
    failure: { code: "paused", message: expect.stringContaining("in part") },
  });
  const { presence } = app.sessions.byId(sessionId) ?? {};
  expect(presence).toMatchObject({ state: "connected", paused: true });
});

test("cancelling reaches the extension", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  ann.answer = () => undefined;
  const abort = new AbortController();
  const sent = ann.nextCall();
  const calling = app.call((await ann.session.promise).sessionId, "act", abort.signal);
  const { id } = await sent;
  abort.abort();

  expect(codeOf(await calling)).toBe("cancelled");
  ann.answer = () => succeed({ data: null });
  await app.call((await ann.session.promise).sessionId);
  expect(ann.cancelled).toEqual([id]);
});

test("every connection is pinged once in each heartbeat", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  const { sessionId } = await ann.session.promise;
  app.clock.move(20_000);
  await app.call(sessionId); // comes after the pongs, on the same socket

  const { presence } = app.sessions.byId(sessionId) ?? {};
  expect(presence).toMatchObject({ roundTripMs: expect.any(Number), lastHeardMs: app.clock.now() });
});

test("[SM4] a clock that is set makes nobody silent, and nobody alive", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  const { sessionId } = await ann.session.promise;
  const session = app.sessions.byId(sessionId);
  if (!session) throw new Error("ann has no session");
  const condition = () => conditionOf(session, app.clock.now(), 20_000);
  for (const byMs of [3_600_000, -7_200_000]) {
    app.clock.set(byMs);
    app.clock.move(1_000);
    expect(condition()).toBe("connected");
    // No answer to a ping comes in meanwhile.
    app.clock.move(51_000);
    expect(condition()).toBe("suspect");
    await app.call(sessionId);
    expect(condition()).toBe("connected");
  }
});

test("closing tells every extension to come back, and sends new ones away", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  app.gateway.close();
  expect((await ann.ended.promise).code).toBe(4000);
  await using late = StubExtension.open(app.url, { info: { token: "ann" } });

  expect(await late.ended.promise).toMatchObject({
    code: 4000,
    refused: { code: "shutting_down" },
  });
});

test("revoking a user's credential ends the sockets of that user alone", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  await using bob = await app.connect("bob");
  app.gateway.revoke((await ann.session.promise).userId, null);

  expect((await ann.ended.promise).code).toBe(4507);
  expect(codeOf(await app.call((await bob.session.promise).sessionId))).toBe("ok");
});

/** A gateway at which one extension has been admitted, and waits to hear of it until `goOn` is called. */
async function admitting() {
  const asked = Promise.withResolvers<undefined>();
  const goesOn = Promise.withResolvers<undefined>();
  const app = await startGateway({
    async enrol(request) {
      const enrolled = await byName.enrol(request);
      asked.resolve(undefined);
      await goesOn.promise;
      return enrolled;
    },
  });
  const ann = StubExtension.open(app.url, { info: { token: "ann" } });
  await asked.promise;
  return { app, ann, goOn: () => goesOn.resolve(undefined) };
}

test("who is being admitted while a credential is revoked does not get in by it, and is to ask anew", async () => {
  const { app, ann, goOn } = await admitting();
  await using _ends = app;
  app.gateway.revoke(userIdSchema.parse("user_1_ann"), null);
  goOn();

  expect(await ann.ended.promise).toMatchObject({ code: 4004, refused: { code: "try_later" } });
  expect(app.sessions.counts().activeConnections).toBe(0);
});

test("who is being admitted while the server closes is told to come back", async () => {
  const { app, ann, goOn } = await admitting();
  await using _ends = app;
  app.gateway.close();
  goOn();

  expect(await ann.ended.promise).toMatchObject({ code: 4000, refused: { code: "shutting_down" } });
  expect(app.sessions.counts().activeConnections).toBe(0);
});

test("a failure of the extension comes through as it is", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  ann.answer = () => fail("stale_ref", "The element is gone. Read the page again.");

  expect(await app.call((await ann.session.promise).sessionId)).toEqual(
    fail("stale_ref", "The element is gone. Read the page again."),
  );
});

test("a bug that one extension's frame meets ends its socket and no other, and is logged without a word of it", async () => {
  await using app = await startGateway(byName, {
    pageChanged: () => {
      throw new Error("said by a page");
    },
  });
  await using ann = await app.connect("ann");
  await using bob = await app.connect("bob");
  ann.send({ type: "event", event: { kind: "tabs_changed", tabs: 1 } });

  expect(await ann.ended.promise).toMatchObject({ code: 4004, refused: { code: "try_later" } });
  expect(codeOf(await app.call((await bob.session.promise).sessionId))).toBe("ok");
  const logged = JSON.stringify(app.logger.lines);
  expect(logged).toContain("A socket failed by a bug");
  expect(logged).not.toContain("said by a page");
});
