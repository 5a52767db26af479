import tokenizer from "llama-tokenizer-js";

/** The pieces of words that the speech model reads and writes. */

const SPACE = "\u2581";
/** `<0x00>` to `<0xFF>` stand for bytes, in this order. */
const FIRST_BYTE = 3;
const FIRST_PIECE = FIRST_BYTE + 256;

const known = new Map<string, readonly number[]>();
const MAX_KNOWN = 20_000;

/** Pieces of one word as it stands after a space. A sentence is the pieces of its words one after the other. */
export function piecesOfWord(word: string): readonly number[] {
  const before = known.get(word);
  if (before) return before;
  const pieces = tokenizer.encode(word, false, true);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(word, pieces);
  return pieces;
}

/** Pieces of a sign that stands directly after a word. */
export function piecesOfSign(sign: string): readonly number[] {
  const piece = tokenizer.vocabByString.get(sign);
  return piece === undefined ? [] : [piece];
}

/** Does this piece go on with the word before it? A sign after the word does not. */
export function isWithinWord(piece: number): boolean {
  return piece >= FIRST_PIECE && /^\p{L}/u.test(tokenizer.vocabById[piece] ?? "");
}

export function textOf(pieces: readonly number[]): string {
  const bytes: number[] = [];
  for (const piece of pieces) {
    if (piece < FIRST_BYTE) continue;
    if (piece < FIRST_PIECE) bytes.push(piece - FIRST_BYTE);
    else bytes.push(...Buffer.from((tokenizer.vocabById[piece] ?? "").replaceAll(SPACE, " ")));
  }
  return Buffer.from(bytes).toString("utf8").trim();
}
