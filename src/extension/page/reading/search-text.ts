import { collapse } from "../elements/seen-text.ts";
import type { PageAnswer } from "../page-calls.ts";

const MAX_TEXT = 2_000_000;
const MAX_SNIPPETS = 3;
const AROUND = 80;

/** How well this document answers to words, and where. Only what is drawn counts. */
export function search({
  words,
  phrase,
}: {
  words: string[];
  phrase: string;
}): PageAnswer<"search"> {
  const text = collapse((document.body?.innerText ?? "").slice(0, MAX_TEXT));
  const lower = text.toLowerCase();
  const hay = `${document.title.toLowerCase()} ${lower}`;
  const found = words.filter((word) => hay.includes(word));
  const whole = hay.includes(phrase);
  const places = lower.includes(phrase) ? [phrase] : found;
  return {
    score: whole ? 1 : (found.length / Math.max(words.length, 1)) * 0.9,
    snippets: places.flatMap((word) => snippetsOf(text, lower, word)).slice(0, MAX_SNIPPETS),
  };
}

function snippetsOf(text: string, lower: string, word: string): string[] {
  const snippets: string[] = [];
  for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + AROUND * 2)) {
    snippets.push(around(text, at, word.length));
    if (snippets.length >= MAX_SNIPPETS) break;
  }
  return snippets;
}

/** Cut between words. */
function around(text: string, at: number, length: number): string {
  const start = at <= AROUND ? 0 : text.indexOf(" ", at - AROUND) + 1;
  const stop = text.indexOf(" ", at + length + AROUND);
  const end = stop < 0 ? text.length : stop;
  const words = text.slice(start > at ? at : start, Math.min(end, at + length + AROUND * 2));
  return `${start > 0 ? "…" : ""}${words.toWellFormed()}${end < text.length ? "…" : ""}`;
}
