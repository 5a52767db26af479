import { expect, test } from "bun:test";
import { SAYINGS } from "../../../../src/talk/sayings.tsx";
import type { Scene } from "../../../../src/voice/agent/ears.ts";
import { understand } from "../../../../src/voice/agent/sentences/understand.ts";
import { shopScene } from "../../../support/shop-scene.ts";

const README = new URL("../../../../README.md", import.meta.url);

/** What a sentence of the lists leaves open. */
const LEFT_OPEN = "…";

const page = shopScene();
const withQuestion = (kind: "choice" | "text" | "takeover"): Scene =>
  shopScene({
    question: { id: "q1", client: "Agent", kind, text: "Which?", choices: ["Red", "Blue"] },
  });

test("every sentence that the help list of the talk page offers is understood", () => {
  const offered = SAYINGS.flatMap(([, sentences]) => sentences);
  expect(offered.filter((sentence) => !isUnderstood(filledIn(sentence), page))).toEqual([]);
});

test("every sentence that the README offers is understood", async () => {
  const offered = await readmeSentences();
  expect(offered.length).toBeGreaterThan(40);
  const asked = [withQuestion("choice"), withQuestion("text"), withQuestion("takeover")];
  const missed = offered.filter(({ about, sentence }) => {
    const scenes = about === "a client that asks" ? asked : [page];
    return !scenes.some((scene) => isUnderstood(filledIn(sentence), scene));
  });
  expect(missed).toEqual([]);
});

function isUnderstood(sentence: string, scene: Scene): boolean {
  const { kind } = understand(sentence, scene);
  return kind !== "unknown" && kind !== "unfinished";
}

function filledIn(sentence: string): string {
  return sentence
    .replace(`email with ${LEFT_OPEN}`, "email with ann at example dot com")
    .replace(LEFT_OPEN, "home");
}

/** "show numbers, then click twelve" is two of them. */
async function readmeSentences() {
  const readme = await Bun.file(README).text();
  const [, after = ""] = readme.split("**What can be said**");
  const rows = after
    .trim()
    .split("\n\n")
    .find((part) => part.startsWith("|"));
  return (rows ?? "")
    .split("\n")
    .slice(2)
    .flatMap((row) => {
      const [about = "", examples = ""] = row.slice(1, -1).split("|");
      return examples
        .split(/ · |, then /)
        .map((sentence) => ({ about: about.trim(), sentence: sentence.trim() }));
    });
}
