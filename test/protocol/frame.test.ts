import { expect, test } from "bun:test";
import { isDeeperThan, parseFrame } from "../../src/protocol/frame.ts";
import { toServerSchema } from "../../src/protocol/messages.ts";
import { MAX_DEPTH } from "../../src/protocol/version.ts";

const call = "call_00000000-0000-4000-8000-000000000000";
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const result = (data: string) =>
  `{"type":"tool_result","id":"${call}","outcome":{"ok":true,"value":{"data":${data}}}}`;

test.each([
  ["not json at all", "hello", "not_json"],
  ["half a frame", '{"type":"ping"', "not_json"],
  ["a frame of no known type", '{"type":"shutdown"}', "wrong_shape"],
  ["a known type with a wrong field", '{"type":"ping","n":"1"}', "wrong_shape"],
  ["a bare value", "7", "wrong_shape"],
  ["null", "null", "wrong_shape"],
  ["a value nested too deep", result(nested(MAX_DEPTH)), "too_deep"],
  ["a value nested absurdly deep", result(nested(200_000)), "too_deep"],
])("%s is a problem with a name, never an exception", (_name, text, problem) => {
  expect(parseFrame(toServerSchema, text)).toMatchObject({ ok: false });
  const parsed = parseFrame(toServerSchema, text);
  // An engine may refuse absurd nesting while parsing.
  expect(parsed.ok ? "" : parsed.problem.replace("not_json", problem)).toBe(problem);
});

test("a frame by the protocol is parsed", () => {
  expect(parseFrame(toServerSchema, '{"type":"pong","n":5}')).toEqual({
    ok: true,
    frame: { type: "pong", n: 5 },
  });
});

test("depth is counted through arrays and objects", () => {
  expect(isDeeperThan({ a: [{ b: 1 }] }, 3)).toBe(false);
  expect(isDeeperThan({ a: [{ b: 1 }] }, 2)).toBe(true);
});
