import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { newUserId } from "../../src/core/ids.ts";
import { until } from "../support/until.ts";
import { REAL_THREAD, type Stage, openVoice, setStage } from "./open-voice.ts";
import type { Talker } from "./talkers.ts";

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
  const { stages } = house.voice.figures() ?? {};
  expect(Object.entries(stages ?? {}).filter(([, figures]) => figures === null)).toEqual([]);
});

test("neither what a stranger says nor the sound of a tab is heard, but the owner's microphone", async () => {
  house.tools.outline = '- button "Sign in" [ref=e7]';
  const userId = newUserId(Date.now());
  await using ann = await house.talker(userId);
  await ann.withAgent();
  await using eve = await house.stranger(userId);
  const speaks = async (speaker: Talker, from: "microphone" | "tab") => {
    speaker.speak(speech("click_sign_in.af"), from);
    await until("the sound", () => speaker.speaks || undefined);
    await until("its end", () => !speaker.speaks || undefined);
  };

  await speaks(eve, "microphone");
  await speaks(eve, "tab");
  expect(house.tools.acts).toEqual([]);
  await speaks(ann, "microphone");
  await until("the click", () => house.tools.acts[0]);
  expect(house.tools.acts).toHaveLength(1);
});

test("the sound of a tab that the owner shares is not their voice", async () => {
  house.tools.outline = '- button "Sign in" [ref=e7]';
  const userId = newUserId(Date.now());
  await using first = await house.talker(userId);
  await first.withAgent();
  await using ann = await house.stranger(userId, userId);
  await ann.withAgent();
  ann.speak(speech("click_sign_in.af"), "tab");
  await until("the sound", () => ann.speaks || undefined);
  await until("its end", () => !ann.speaks || undefined);
  expect([house.tools.acts, ann.transcripts]).toEqual([[], []]);
  expect(await ann.ask("click sign in")).toBe("Clicked Sign in.");
});

test("who speaks while the agent answers is listened to: it stops speaking", async () => {
  await using ann = await house.talker();
  await ann.withAgent();
  const answers = () => [...ann.agents.values()].includes("speaking");
  ann.write("help");
  await until("the answer", () => answers() || undefined);

  ann.speak(speech("go_back.af"));
  await until("the person to speak", () => ann.speaks || undefined);
  await until("the agent to be quiet", () => !answers() || undefined);
  expect(ann.speaks).toBe(true);
  await until("what was said", () => house.tools.acts[0]);
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
