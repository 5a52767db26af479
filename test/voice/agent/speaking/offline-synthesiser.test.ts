import { afterAll, expect, test } from "bun:test";
import { SPEECH_RATE } from "../../../../src/voice/agent/speaking/flite.ts";
import { OfflineSynthesiser } from "../../../../src/voice/agent/speaking/offline-synthesiser.ts";
import { SpokenBefore } from "../../../../src/voice/agent/speaking/spoken-before.ts";

const voice = new OfflineSynthesiser();
afterAll(() => voice.close());

test("a sentence becomes sound, longer for a longer one", async () => {
  const short = await voice.speak("Done.");
  const long = await voice.speak("I am about to click the button called pay now. Shall I?");
  expect(short.sampleRate).toBe(16_000);
  expect(Math.max(...short.samples)).toBeGreaterThan(1_000);
  expect(long.samples.length).toBeGreaterThan(3 * short.samples.length);
});

test("sentences come one by one, and none after the person said stop", async () => {
  const stopped = new AbortController();
  let count = 0;
  for await (const { samples } of voice.stream("One. Two. Three. Four.", stopped.signal)) {
    expect(samples.length).toBeGreaterThan(1_000);
    count += 1;
    if (count === 2) stopped.abort();
  }
  expect(count).toBe(2);
});

test("it begins to sound at once", async () => {
  const { samples } = await voice.speak("Scrolled down.");
  const silent = samples.findIndex((sample) => Math.abs(sample) > 500);
  expect(silent / SPEECH_RATE).toBeLessThan(0.1);
});

test("what is said again is not made again", async () => {
  const answer =
    "I did not understand, so say for example that I should open a site or click a name.";
  const spoken = async () => {
    const startMs = performance.now();
    const { samples } = await voice.speak(answer);
    return { samples, tookMs: performance.now() - startMs };
  };
  const [first, again] = [await spoken(), await spoken()];
  expect(again.samples).toEqual(first.samples);
  expect(again.tookMs).toBeLessThan(first.tookMs / 4);
});

test("what was said long ago makes room for what is said now", () => {
  const before = new SpokenBefore();
  const long = new Int16Array(400_000);
  for (const words of ["one", "two"]) before.add(words, long);
  before.get("one");
  before.add("three", long);
  expect(["one", "two", "three"].map((words) => before.get(words) !== undefined)).toEqual([
    true,
    false,
    true,
  ]);
});
