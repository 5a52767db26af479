import { plain } from "./names.ts";
import type { Part } from "./pattern.ts";
import { sentences } from "./sentences.ts";

/** All fixed beginnings of sentences that want something more: "click the", "search for", "scroll to the". */
const beginnings = new Set<string>();
const whole = sentences.flatMap(({ patterns }) =>
  patterns.flatMap(({ parts }) => collect([""], parts)),
);
for (const sentence of whole) beginnings.delete(sentence);

/** A sign that no word is made of, such as an emoji, is what was still to come. */
const SIGN = /[^\p{L}\p{N}\p{P}\s]/u;

export function isBeginning(text: string): boolean {
  return beginnings.has(plain(text)) && !SIGN.test(text);
}

/** The texts at which these parts end when begun after each of `before`; none after the first slot. */
function collect(before: readonly string[], parts: readonly Part[]): string[] {
  let texts: readonly string[] = before;
  for (const part of parts) {
    switch (part.type) {
      case "word":
        texts = texts.map((text) => `${text} ${plain(part.word)}`.trim());
        for (const text of texts) beginnings.add(text);
        break;
      case "slot":
        return [];
      case "choice": {
        const grown = part.choices.flatMap((choice) => collect(texts, choice));
        texts = [...new Set(part.optional ? [...texts, ...grown] : grown)];
      }
    }
  }
  return [...texts];
}
