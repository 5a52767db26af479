import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Scene } from "../../../../src/voice/agent/ears.ts";
import { OfflineRecogniser } from "../../../../src/voice/agent/hearing/offline-recogniser.ts";
import { candidatesOf } from "../../../../src/voice/agent/sentences/candidates.ts";
import { clientQuestion } from "../../../support/client-question.ts";
import { shopScene } from "../../../support/shop-scene.ts";
import { meaningOf } from "../../../support/understood.ts";
import {
  noisy,
  RECORDINGS,
  recording,
  robots,
  whiteNoise,
  withSilence,
} from "../../../support/utterances.ts";

// The model loads for a second, and a minute of speech is heard for three; on a busy machine much longer.
setDefaultTimeout(60_000);

const scene = shopScene();
const numbered = shopScene({ numbersShown: true });
const candidates = candidatesOf(scene);
const recogniser = new OfflineRecogniser();

afterAll(() => recogniser.close());

async function heardAs(audio: Float32Array, now: Scene = scene): Promise<unknown> {
  const heard = await recogniser.transcribe(audio, now === scene ? candidates : candidatesOf(now));
  const isSure = heard.kind === "sentence" || heard.kind === "opening";
  return isSure ? meaningOf(heard.text, now) : heard.kind;
}

test.each(Object.entries(RECORDINGS).filter(([name]) => !name.startsWith("unknown")))(
  "the recording %s is understood: %s",
  async (name, said) => {
    const now = name.startsWith("click_twelve") ? numbered : scene;
    const typed = said.replace(/\.$/, "");
    expect(await heardAs(withSilence(await recording(name), 0.3, 0.4), now)).toEqual(
      meaningOf(typed, now),
    );
  },
);

test.each(Object.keys(RECORDINGS).filter((name) => name.startsWith("unknown")))(
  "the recording %s is written down and not acted on",
  async (name) => {
    const { kind, text } = await recogniser.transcribe(await recording(name), candidates);
    expect(kind).toBe("free");
    expect(text).toBe(RECORDINGS[name]?.replace(/\.$/, "") ?? "");
  },
);

test("a robot in noise is understood, by what would make sense here", async () => {
  const say = await robots();
  expect(await heardAs(noisy(say("Scroll to the bottom.", "rms"), 15))).toEqual(
    meaningOf("scroll to the bottom", scene),
  );
  expect(await heardAs(say("Click Xfinity.", "rms"))).toEqual(meaningOf("click xfinity", scene));
});

test("politely said is the same, and other wordings of a sentence are heard as well", async () => {
  const say = await robots();
  for (const said of [
    "Please scroll down.",
    "Can you open YouTube?",
    "Please reload the page.",
    "Okay, go back.",
    "Click first link.",
    "Search this page for delivery.",
    "Stop, stop, stop.",
  ]) {
    expect(await heardAs(say(said, "rms"))).toEqual(meaningOf(said, scene));
  }
});

test("what a client's question can be answered with is heard while it is open", async () => {
  const say = await robots();
  const choices = ["Burgundy", "Dark green", "Ask me again on Monday"];
  const asked = { ...scene, question: clientQuestion({ kind: "choice", choices }) };
  const answers = ["Burgundy.", "The dark green one.", "The third one.", "Ask me again on Monday."];
  for (const said of [...answers, "No answer.", "Scroll down.", "Stop."]) {
    expect(await heardAs(say(said, "rms"), asked)).toEqual(meaningOf(said, asked));
  }
  expect(await heardAs(say("Dark green.", "rms"))).toBe("free");
});

test("steady noise is turned down, so that names are heard through it", async () => {
  const say = await robots();
  const mirror = noisy(say("Click wooden mirror.", "slt"), 15, 153);
  const cart = noisy(say("Click the add to cart button.", "rms"), 15, 27);
  expect(await heardAs(mirror)).toEqual(meaningOf("click wooden mirror", scene));
  expect(await heardAs(cart)).toEqual(meaningOf("click the add to cart button", scene));
});

test("silence, hum and noise come out empty", async () => {
  const silence = new Float32Array(16_000);
  const hum = silence.map((_, at) => 0.05 * Math.sin((2 * Math.PI * 50 * at) / 16_000));
  for (const audio of [silence, new Float32Array(0), hum, whiteNoise(2, 0.05)]) {
    const { kind } = await recogniser.transcribe(audio, candidates);
    expect(kind).not.toBe("sentence");
    expect(kind).not.toBe("opening");
  }
  expect((await recogniser.transcribe(silence, candidates)).kind).toBe("nothing");
});

test("a whole utterance goes before those that are still spoken, and one nobody waits for is not heard at all", async () => {
  const back = await recording("go_back.af");
  const done: string[] = [];
  const stopped = new AbortController();
  const first = recogniser
    .transcribe(back, candidates, { partial: true })
    .then(() => done.push("first"));
  const partial = recogniser
    .transcribe(back, candidates, { partial: true })
    .then(() => done.push("partial"));
  const dropped = recogniser.transcribe(back, candidates, { signal: stopped.signal });
  const whole = recogniser.transcribe(back, candidates).then(() => done.push("whole"));
  stopped.abort();
  await Promise.all([first, partial, whole]);
  expect(done).toEqual(["first", "whole", "partial"]);
  expect((await dropped).kind).toBe("nothing");
});

test("a monologue of more than a minute is heard in pieces, and acted on in none", async () => {
  const lunch = withSilence(await recording("unknown_sandwich.af"), 0.1, 0.2);
  const times = Math.ceil((65 * 16_000) / lunch.length);
  const monologue = new Float32Array(times * lunch.length);
  for (let at = 0; at < times; at += 1) monologue.set(lunch, at * lunch.length);
  const { kind, text } = await recogniser.transcribe(monologue, candidates);
  expect(kind).toBe("free");
  expect(text.match(/sandwich/g)?.length ?? 0).toBeGreaterThan(20);
});
