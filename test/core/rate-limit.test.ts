import { expect, test } from "bun:test";
import { RateLimit } from "../../src/core/rate-limit.ts";

test("each key has its share, and has it anew in the next span", () => {
  const limit = new RateLimit<string>(2, 1_000);
  const take = (nowMs: number) => ["ann", "ann", "ann", "bob"].map((key) => limit.take(key, nowMs));
  expect(take(5)).toEqual([true, true, false, true]);
  expect(limit.take("ann", 1_004)).toBe(false);
  expect(take(1_005)).toEqual([true, true, false, true]);
});

test("a clock that is set back refuses nobody until it has caught up", () => {
  const limit = new RateLimit<string>(1, 1_000);
  expect(limit.take("ann", 3_600_000)).toBe(true);
  expect(limit.take("ann", 0)).toBe(true);
  expect(limit.take("ann", 1)).toBe(false);
});
