import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { until } from "../support/until.ts";
import { Neighbour } from "./neighbour.ts";
import { type Stage, openVoice, setStage } from "./open-voice.ts";
import type { Talker } from "./talkers.ts";

/** Two threads are started, and rooms joined in each. */
setDefaultTimeout(60_000);

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(() => stage[Symbol.asyncDispose]());

function served(people: readonly Talker[]): Talker[] {
  return people.filter(({ agents }) => agents.size > 0);
}

test("of two servers with one agent's name each keeps to its slots, and what one cannot take the other does", async () => {
  await using house = openVoice(stage, { maxSessions: 2, graceMs: 0 });
  await house.on();
  await using neighbour = await Neighbour.start(stage.livekit.access, {
    maxSessions: 2,
    knowsAll: true,
  });

  const people = await Promise.all(Array.from({ length: 5 }, () => house.talker()));
  await until("four agents", () => served(people).length >= 4 || undefined);
  expect(served(people).map(({ agents }) => agents.size)).toEqual([1, 1, 1, 1]);
  expect(house.voice.figures()?.rooms).toBe(2);
  expect(await neighbour.figures()).toMatchObject({ rooms: 2 });

  const [first] = served(people);
  const last = people.find(({ agents }) => agents.size === 0);
  first?.leave();
  await last?.withAgent();
  expect(last?.agents.size).toBe(1);
  expect((house.voice.figures()?.rooms ?? 0) + (await neighbour.figures()).rooms).toBe(4);
  for (const person of people) await person[Symbol.asyncDispose]();
});

test("a server serves no room of another server's users", async () => {
  await using house = openVoice(stage, { maxSessions: 4 });
  await house.on();
  await using neighbour = await Neighbour.start(stage.livekit.access, {
    maxSessions: 40,
    knowsAll: false,
  });

  const people = await Promise.all(Array.from({ length: 4 }, () => house.talker()));
  await Promise.all(people.map((person) => person.withAgent()));
  expect(people.map(({ agents }) => agents.size)).toEqual([1, 1, 1, 1]);
  expect(house.voice.figures()?.rooms).toBe(4);
  expect(await neighbour.figures()).toMatchObject({ rooms: 0, dispatches: 0 });
  for (const person of people) await person[Symbol.asyncDispose]();
});
