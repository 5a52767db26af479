import { afterAll, expect, test } from "bun:test";
import {
  OfflineSynthesiser,
  spokenSentences,
} from "../../../../src/voice/agent/speaking/offline-synthesiser.ts";

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

test("text without an end is cut at words, and what cannot be said is left out", () => {
  expect(spokenSentences("One. Two! … -- Three")).toEqual(["One.", "Two!", "… -- Three"]);
  expect(spokenSentences("")).toEqual([]);
  const parts = spokenSentences("word ".repeat(100));
  expect(parts.length).toBe(3);
  expect(
    parts
      .join(" ")
      .split(" ")
      .every((word) => word === "word"),
  ).toBe(true);
});
