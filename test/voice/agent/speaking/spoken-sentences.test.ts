import { expect, test } from "bun:test";
import {
  sentencesOf,
  spokenSentences,
} from "../../../../src/voice/agent/speaking/spoken-sentences.ts";

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

test("of a text that still comes each sentence is there as soon as it is whole", async () => {
  const events: string[] = [];
  async function* coming() {
    for (const piece of ["It costs 3", ".50. Sh", "all I", " buy it?\nYes", " or no"]) {
      events.push(piece);
      yield piece;
    }
  }
  for await (const sentence of sentencesOf(coming())) events.push(`<${sentence}>`);

  expect(events).toEqual([
    "It costs 3",
    ".50. Sh",
    "<It costs 3.50.>",
    "all I",
    " buy it?\nYes",
    "<Shall I buy it?>",
    " or no",
    "<Yes or no>",
  ]);
});

test("a long text in pieces is cut where the whole would be", async () => {
  async function* coming() {
    for (let at = 0; at < 100; at += 1) yield "word ";
  }
  expect(await Array.fromAsync(sentencesOf(coming()))).toEqual(
    spokenSentences("word ".repeat(100)),
  );
});
