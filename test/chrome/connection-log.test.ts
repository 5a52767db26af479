import { expect, test } from "bun:test";
import { StubExtension } from "../support/stub-extension.ts";
import { until } from "../support/until.ts";
import { startGateway } from "./start-gateway.ts";

const REGISTERED = "🟢 [Chrome Extension] Connection registered";
const CLOSED = "🔴 [Chrome Extension] Connection closed";

type Gateway = Awaited<ReturnType<typeof startGateway>>;

const told = ({ logger }: Gateway) => logger.lines.map(({ message, fields }) => [message, fields]);

test("the log tells of each connection, with its ids, that it came, was replaced, and went", async () => {
  await using app = await startGateway();
  await using first = await app.connect("ann");
  const { userId, sessionId, connectionId } = await first.session.promise;
  await using second = await app.connect("ann", first.installId);
  const newer = await second.session.promise;
  await second.drop();
  await until("the loss to be told", () => app.logger.lines.length === 4 || undefined);

  const ids = { userId, sessionId };
  expect(told(app)).toEqual([
    [REGISTERED, { ...ids, connectionId, resumed: false }],
    [REGISTERED, { ...ids, connectionId: newer.connectionId, resumed: true }],
    [CLOSED, { ...ids, connectionId, reason: "replaced" }],
    [CLOSED, { ...ids, connectionId: newer.connectionId, reason: "closed" }],
  ]);
});

test("the log tells once that a connection misses its heartbeats, and once that it answers again", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  const { userId, sessionId, connectionId } = await ann.session.promise;
  const ids = { userId, sessionId, connectionId };
  app.logger.lines.length = 0;
  // No answer to a ping comes in meanwhile.
  app.clock.move(120_000);
  await app.call(sessionId);
  app.clock.move(40_000);

  expect(told(app)).toEqual([
    ["🟡 [Chrome Extension] Connection misses its heartbeats", ids],
    ["🟢 [Chrome Extension] Connection answers its heartbeats again", ids],
  ]);
});

test("the log tells that a person paused and resumed, and whom the server did not take in", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  const { userId, sessionId, connectionId } = await ann.session.promise;
  const ids = { userId, sessionId, connectionId };
  app.logger.lines.length = 0;
  for (const paused of [true, false])
    ann.send({ type: "event", event: { kind: "paused", paused } });
  await app.call(sessionId); // comes after them, on the same socket
  await using stranger = StubExtension.open(app.url);
  await stranger.ended.promise;

  expect(told(app)).toEqual([
    ["⏸️ [Chrome Extension] Connection paused", { ...ids, paused: true }],
    ["▶️ [Chrome Extension] Connection resumed", { ...ids, paused: false }],
    ["🔴 [Chrome Extension] Connection refused", { reason: "invitation_needed" }],
  ]);
});
