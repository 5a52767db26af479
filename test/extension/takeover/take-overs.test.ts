import { expect, test } from "bun:test";
import { isOwnInput, noteOwnInput } from "../../../src/extension/takeover/own-inputs.ts";
import { HOLD_MS, TakeOvers } from "../../../src/extension/takeover/take-overs.ts";

test("a tab is the person's until they have done nothing in it for a while", () => {
  const takeOvers = new TakeOvers();
  const told: number[] = [];
  takeOvers.onTaken = (tabId) => told.push(tabId);
  takeOvers.take(1, 0);
  takeOvers.take(1, 5_000);
  expect(told).toEqual([1]);
  expect(takeOvers.refusal(1, HOLD_MS)).toMatchObject({ failure: { code: "user_took_over" } });
  expect(takeOvers.refusal(2, HOLD_MS)).toBeUndefined();
  expect(takeOvers.taken(HOLD_MS)).toEqual([1]);
  expect(takeOvers.refusal(1, HOLD_MS + 5_000)).toBeUndefined();
  expect(takeOvers.any).toBe(false);
});

test("a tab that was given back may be acted in at once", () => {
  const takeOvers = new TakeOvers();
  takeOvers.take(1, 0);
  takeOvers.giveBack(1);
  expect(takeOvers.refusal(1, 1)).toBeUndefined();
});

test("nobody acts in a tab while any question is open there", () => {
  const takeOvers = new TakeOvers();
  const first = takeOvers.ask(1);
  const second = takeOvers.ask(1);
  first[Symbol.dispose]();
  expect(takeOvers.refusal(1, 0)).toBeDefined();
  second[Symbol.dispose]();
  expect(takeOvers.refusal(1, 0)).toBeUndefined();
});

test("each press that is sent explains one that comes back, of its kind, in its tab, for a while", () => {
  noteOwnInput(1, "key:KeyA", 0);
  expect(isOwnInput(2, "key:KeyA", 10)).toBe(false);
  expect(isOwnInput(1, "key:KeyB", 10)).toBe(false);
  expect(isOwnInput(1, "key:KeyA", 10)).toBe(true);
  expect(isOwnInput(1, "key:KeyA", 10)).toBe(false);
  noteOwnInput(1, "mouse:left", 0);
  expect(isOwnInput(1, "mouse:left", 60_000)).toBe(false);
});
