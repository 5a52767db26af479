import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { until } from "../support/until.ts";
import { REAL_THREAD, type Stage, openVoice, setStage } from "./open-voice.ts";

/** The model is loaded, and sentences take as long as they take to say. */
setDefaultTimeout(60_000);

let stage: Stage;
let house: ReturnType<typeof openVoice>;

beforeAll(async () => {
  stage = await setStage();
  house = openVoice(stage, {}, { program: REAL_THREAD });
  await house.on();
});

beforeEach(() => house.tools.forget());

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

function speech(name: string): string {
  return join(import.meta.dir, `../support/speech/${name}.wav`);
}

test("what a person says is transcribed, done in their browser, and answered aloud", async () => {
  house.tools.outline = '- button "Sign in" [ref=e7]\n- link "Home" [ref=e8]';
  await using ann = await house.talker();
  await ann.withAgent();

  ann.speak(speech("click_sign_in.af"));
  await until("the click", () => house.tools.acts[0]);
  await until("the answer", () => ann.answers[0]);
  await until("its sound", () => ann.sounds > 0 || undefined);

  expect(house.tools.acts).toMatchObject([
    {
      userId: ann.userId,
      as: "user",
      kind: "voice",
      tool: "chrome_click_element",
      args: { ref: "e7" },
    },
  ]);
  expect(ann.transcripts.at(-1)?.toLowerCase()).toContain("sign in");
});

test("who reloads the page is heard again, by the same agent", async () => {
  house.tools.outline = '- button "Sign in" [ref=e7]';
  const before = await house.talker();
  const agent = await before.withAgent();
  before.speak(speech("click_sign_in.af"));
  await until("the click", () => house.tools.acts[0]);
  await before[Symbol.asyncDispose]();
  await using after = await house.talker(before.userId);

  expect(await after.withAgent()).toBe(agent);
  after.speak(speech("click_sign_in.af"));
  await until("another click", () => house.tools.acts[1]);
});

test("a spoken stop ends the call inside Chrome", async () => {
  house.tools.hold = true;
  await using ann = await house.talker();
  await ann.withAgent();

  ann.speak(speech("open.am"));
  await until("the call", () => house.tools.acts[0]);
  ann.speak(speech("stop.bf"));

  expect(await until("the end of the call", () => house.tools.cancelled[0])).toBe(
    "chrome_navigate",
  );
});

test("what was no command is written down, answered honestly, and not acted on", async () => {
  await using ann = await house.talker();
  await ann.withAgent();

  ann.speak(speech("unknown_boston.bf"));

  expect(await until("the answer", () => ann.answers[0])).toStartWith("I did not understand.");
  expect(ann.transcripts.at(-1)).toContain("Boston");
  expect(house.tools.acts).toEqual([]);
});
