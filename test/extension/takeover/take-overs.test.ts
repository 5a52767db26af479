import { expect, test } from "bun:test";
import { isOwnInput, noteOwnInput } from "../../../src/extension/takeover/own-inputs.ts";
import {
  HOLD_MS,
  type TakeOverChange,
  TakeOvers,
} from "../../../src/extension/takeover/take-overs.ts";
import { FakeClock } from "../fakes.ts";

test("a tab is the person's until they have done nothing in it for a while", () => {
  const clock = new FakeClock();
  const takeOvers = new TakeOvers(clock);
  takeOvers.take(1);
  clock.advance(5_000);
  takeOvers.take(1);
  clock.advance(HOLD_MS - 1);
  expect(takeOvers.refusal(1)).toMatchObject({ failure: { code: "user_took_over" } });
  expect(takeOvers.refusal(2)).toBeUndefined();
  expect(takeOvers.taken).toEqual([{ tabId: 1, untilMs: clock.now() + 1 }]);
  clock.advance(1);
  expect(takeOvers.refusal(1)).toBeUndefined();
  expect(takeOvers.any).toBe(false);
});

test("a tab that was given back may be acted in at once", () => {
  const clock = new FakeClock();
  const takeOvers = new TakeOvers(clock);
  takeOvers.take(1);
  takeOvers.giveBack(1);
  expect(takeOvers.refusal(1)).toBeUndefined();
  expect(clock.waiting).toBe(0);
});

test("everybody who listens is told when a tab is taken, and when it is driven again, however that comes", () => {
  const clock = new FakeClock();
  const takeOvers = new TakeOvers(clock);
  const heard: [number, TakeOverChange][] = [];
  const alsoHeard: number[] = [];
  const stop = takeOvers.listen((tabId, change) => heard.push([tabId, change]));
  takeOvers.listen((tabId) => alsoHeard.push(tabId));
  takeOvers.take(1);
  takeOvers.take(2);
  takeOvers.giveBack(2);
  takeOvers.giveBack(2);
  clock.advance(HOLD_MS);
  expect(heard).toEqual([
    [1, "taken"],
    [2, "taken"],
    [2, "over"],
    [1, "over"],
  ]);
  expect(alsoHeard).toEqual([1, 2, 2, 1]);
  stop();
  takeOvers.take(1);
  expect(heard).toHaveLength(4);
});

test("who types on has it told once a second that the tab stays theirs, not at each key", () => {
  const clock = new FakeClock();
  const takeOvers = new TakeOvers(clock);
  const heard: TakeOverChange[] = [];
  takeOvers.listen((_, change) => heard.push(change));
  for (let key = 0; key < 20; key += 1) {
    takeOvers.take(1);
    clock.advance(100);
  }
  expect(heard).toEqual(["taken", "longer"]);
});

test("nobody acts in a tab while any question is open there", () => {
  const takeOvers = new TakeOvers(new FakeClock());
  const first = takeOvers.ask(1);
  const second = takeOvers.ask(1);
  first[Symbol.dispose]();
  expect(takeOvers.refusal(1)).toBeDefined();
  second[Symbol.dispose]();
  expect(takeOvers.refusal(1)).toBeUndefined();
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
