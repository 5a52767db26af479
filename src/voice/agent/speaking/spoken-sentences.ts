/** Longer than this the voice is kept busy too long for the first sound to come soon, in characters. */
const LONGEST_SENTENCE = 200;

const CUT = new RegExp(`.{1,${LONGEST_SENTENCE}}(?:\\s|$)|.{${LONGEST_SENTENCE}}`, "gu");

/** Sentences as they are spoken one by one; one without an end is cut at a word. */
export function spokenSentences(text: string): string[] {
  return text
    .replaceAll(/\s+/g, " ")
    .split(/(?<=[.!?:;]) /)
    .flatMap((sentence) => sentence.match(CUT) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
