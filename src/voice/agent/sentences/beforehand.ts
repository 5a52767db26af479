/** What people say before a sentence. Written, it may be more than one of these. */
export const BEFOREHAND = [
  "please",
  "okay",
  "ok",
  "hey",
  "can you",
  "can you please",
  "could you",
  "could you please",
  "would you",
  "would you please",
  "will you",
  "I want to",
  "I'd like to",
  "let's",
] as const;

const APOSTROPHES = /'/g;
const WORDS = BEFOREHAND.flatMap((words) => [words, words.replace(APOSTROPHES, "")]);
const BEFORE = new RegExp(
  `^(?:(?:${WORDS.map((words) => RegExp.escape(words)).join("|")})[\\s,]+)+`,
  "i",
);

export function withoutBeforehand(text: string): string {
  return text.replace(BEFORE, "");
}
