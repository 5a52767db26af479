import { expect, test } from "bun:test";
import { REFUSED_MS, Refusals } from "../../../src/extension/debugger/refusals.ts";

test("a tab whose person pressed Cancel is left alone for a minute, and no other", () => {
  const refusals = new Refusals();
  refusals.note(7, "canceled_by_user", 1_000);
  expect(refusals.has(7, 1_000)).toBe(true);
  expect(refusals.has(7, 1_000 + REFUSED_MS - 1)).toBe(true);
  expect(refusals.has(8, 1_000)).toBe(false);
  expect(refusals.has(7, 1_000 + REFUSED_MS)).toBe(false);
});

test("a clock that is set back lets nobody in, and leaves it alone for a minute from then on", () => {
  const refusals = new Refusals();
  refusals.note(7, "canceled_by_user", 3_600_000);
  expect(refusals.has(7, 1_000)).toBe(true);
  expect(refusals.has(7, 1_000 + REFUSED_MS - 1)).toBe(true);
  expect(refusals.has(7, 1_000 + REFUSED_MS)).toBe(false);
});

test("a debugger that went for another reason is no refusal", () => {
  const refusals = new Refusals();
  refusals.note(7, "target_closed", 1_000);
  expect(refusals.has(7, 1_000)).toBe(false);
});
