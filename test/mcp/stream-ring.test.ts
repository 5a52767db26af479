import { expect, test } from "bun:test";
import { type EventId, formatEventId, parseEventId } from "../../src/mcp/event-id.ts";
import { StreamRing } from "../../src/mcp/stream-ring.ts";
import { FakeClock } from "../support/fake-clock.ts";

function ringOf(perSession: number, total: number) {
  const ring = new StreamRing(new FakeClock(), new Set(), { perSession, total, keepMs: 1_000 });
  const end = (sessionId: string, answer: string): EventId => {
    const stream = ring.open({ sessionId, requestId: 1, isToolCall: true, primes: true });
    stream.end(answer);
    return { boot: ring.boot, stream: stream.number, event: 0, isToolCall: true, requestId: 1 };
  };
  return { ring, end };
}

test("what one session leaves behind is bounded, and costs no other session its answers", () => {
  const { ring, end } = ringOf(100, 10_000);
  const quiet = end("quiet", "q".repeat(50));
  const loud = Array.from({ length: 5 }, () => end("loud", "l".repeat(40)));
  expect(ring.find(quiet, "quiet")).toBeDefined();
  expect(loud.map((id) => ring.find(id, "loud") !== undefined)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(ring.kept).toBe(130);
});

test("what all sessions leave behind is bounded: the oldest goes first, one too large goes at once", () => {
  const { ring, end } = ringOf(1_000, 100);
  const ids = ["a", "b", "c"].map((session) => end(session, "x".repeat(40)));
  expect(ids.map((id, n) => ring.find(id, "abc"[n] ?? "") !== undefined)).toEqual([
    false,
    true,
    true,
  ]);
  end("d", "x".repeat(200));
  expect(ring.kept).toBe(0);
});

test("a stream that runs is never forgotten, whatever others leave behind", () => {
  const { ring, end } = ringOf(10, 10);
  const running = ring.open({ sessionId: "s", requestId: 1, isToolCall: true, primes: true });
  end("s", "x".repeat(100));
  const id = { boot: ring.boot, stream: running.number, event: 0, isToolCall: true, requestId: 1 };
  expect(ring.find(id, "s")).toBe(running);
  expect(ring.find({ ...id, boot: "00000000" }, "s")).toBeUndefined();
});

test("of a session that was forgotten nothing is kept, also not what was still running then", () => {
  const { ring, end } = ringOf(1_000, 1_000);
  const running = ring.open({ sessionId: "s", requestId: 1, isToolCall: true, primes: true });
  end("s", "x".repeat(100));
  ring.forgetSession("s");
  running.end("y".repeat(100));
  expect(ring).toMatchObject({ size: 0, kept: 0 });
});

test.each<[EventId["requestId"]]>([["a"], [""], [0], [-7], ["ü\n\"'"], ["x".repeat(256)]])(
  "an event id carries its request id %p",
  (requestId) => {
    const id = { boot: "0123abcd", stream: 17, event: 3, isToolCall: false, requestId };
    const text = formatEventId(id);
    expect(text).toMatch(/^[\w.-]+$/);
    expect(parseEventId(text)).toEqual(id);
  },
);

test.each([
  [""],
  ["0123abcd.17.3.t."],
  ["0123abcd.17.3.x.MQ"],
  ["0123abcd.17.3.t.e30"],
  ["0123abcd.17.3.t.bm9uc2Vuc2U"],
  ["0123abcd.17.3.t.MQ\n"],
  ["0123ABCD.17.3.t.MQ"],
])("an event id that is not ours is none: %p", (text) => {
  expect(parseEventId(text)).toBeUndefined();
});
