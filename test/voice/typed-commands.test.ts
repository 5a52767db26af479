import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Stage, openVoice, setStage } from "./open-voice.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(() => stage[Symbol.asyncDispose]());

test("what a person types in their room is done in their browser, and answered", async () => {
  await using house = openVoice(stage);
  await house.on();
  await using ann = await house.talker();
  await ann.withAgent();

  expect(await ann.ask("open example.com")).toBe("Opened example.com.");
  expect(house.tools.acts).toEqual([
    {
      userId: ann.userId,
      kind: "voice",
      tool: "chrome_navigate",
      args: { url: "http://example.com" },
    },
  ]);
});
