/** Longer than this the voice is kept busy too long for the first sound to come soon, in characters. */
const LONGEST_SENTENCE = 200;

const CUT = new RegExp(`.{1,${LONGEST_SENTENCE}}(?:\\s|$)|.{${LONGEST_SENTENCE}}`, "gu");

/** Sentences as they are spoken one by one; one without an end is cut at a word. */
export function spokenSentences(text: string): string[] {
  return parted(text).filter(isSpoken).map(trimmed);
}

/** The same of a text that still comes, each as soon as it is whole. */
export async function* sentencesOf(pieces: AsyncIterable<string>): AsyncGenerator<string, void> {
  let rest = "";
  for await (const piece of pieces) {
    const parts = parted(rest + piece);
    rest = parts.pop() ?? "";
    yield* parts.filter(isSpoken).map(trimmed);
  }
  yield* spokenSentences(rest);
}

/** The last part may go on, so the space at its end is kept. */
function parted(text: string): string[] {
  return text
    .replaceAll(/\s+/g, " ")
    .split(/(?<=[.!?:;]) /)
    .flatMap((sentence) => sentence.match(CUT) ?? [""]);
}

function isSpoken(sentence: string): boolean {
  return /[\p{L}\p{N}]/u.test(sentence);
}

function trimmed(sentence: string): string {
  return sentence.trim();
}
