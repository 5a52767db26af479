import { expect, test } from "bun:test";
import { spokenSentences } from "../../../../src/voice/agent/speaking/spoken-sentences.ts";

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
