import { soundLikeness } from "./likeness.ts";
import { numberWords } from "./numbers.ts";

/** Names on a page as people say them. */

/** How a name is compared: lower case, words and numbers only. */
export function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll("&", " and ")
    .replaceAll(/['\u2019]/g, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** More words than this nobody says. */
const MAX_SAID_WORDS = 8;
const SHORT_NAME_WORDS = 4;

/** Beginnings that no English word has: such a name may be spelled out. */
const UNSPEAKABLE =
  /^(?:x[b-df-hj-np-tv-z]|[bdfgkp][^aeiouhlrwy]|[jqvz][b-df-hj-np-tv-z]|[b-df-hj-np-tv-xz]+$)/i;

/** A name in the ways in which it may be said: whole, or the beginning of a long one; numbers in words too. */
export function sayings(name: string): string[] {
  const words = name
    .replaceAll(/[^\p{L}\p{N}'\u2019&%$.,:-]+/gu, " ")
    .replaceAll(/(?<!\p{N})[.,:-]+|[.,:-]+(?!\p{N})/gu, " ")
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const said = [words.slice(0, MAX_SAID_WORDS).join(" ")];
  if (words.length > SHORT_NAME_WORDS + 1) said.push(words.slice(0, SHORT_NAME_WORDS).join(" "));
  const [first = ""] = said;
  const worded = first.replaceAll(/\b\d{1,3}\b/g, (digits) => numberWords(Number(digits)));
  if (worded !== first) said.push(worded);
  if (first.includes("&")) said.push(first.replaceAll("&", "and"));
  const [word = ""] = words;
  if (words.length === 1 && UNSPEAKABLE.test(word)) said.push([...word.toUpperCase()].join(", "));
  return said;
}

/**
 * Those that were meant by `said`: all of exactly that name, else those whose name begins with it, else those whose
 * name has all its words in a row.
 */
export function named<T>(said: string, things: readonly T[], nameOf: (thing: T) => string): T[] {
  const wanted = inDigits(said);
  if (wanted === "") return [];
  const names = things.map((thing) => ({ thing, name: inDigits(nameOf(thing)) }));
  for (const fits of [
    (name: string) => name === wanted,
    (name: string) => name.startsWith(`${wanted} `),
    (name: string) => ` ${name} `.includes(` ${wanted} `),
  ]) {
    const found = names.filter(({ name }) => fits(name));
    if (found.length > 0) return found.map(({ thing }) => thing);
  }
  return [];
}

/** How much a name must sound like what was said to be taken for it. */
const LEAST_LIKENESS = 0.75;

/** The one that sounds most like it, where one does: "first main" is "First name". */
export function soundingLike<T>(
  said: string,
  things: readonly T[],
  nameOf: (thing: T) => string,
): T | undefined {
  const wanted = plain(said);
  const [best, next] = things
    .map((thing) => ({ thing, likeness: soundLikeness(plain(nameOf(thing)), wanted) }))
    .toSorted((one, other) => other.likeness - one.likeness);
  const isClear = best && best.likeness >= LEAST_LIKENESS && best.likeness > (next?.likeness ?? 0);
  return isClear ? best.thing : undefined;
}

const NUMBER_WORDS = new Map(
  Array.from({ length: 100 }, (_, value) => [numberWords(value), String(value)] as const),
);
const NUMBERS = new RegExp(
  `\\b(?:${[...NUMBER_WORDS.keys()].toSorted((a, b) => b.length - a.length).join("|")})\\b`,
  "g",
);

/** The other way about: what is said in words and what is written in digits is the same. */
export function inWords(text: string): string {
  return plain(text).replaceAll(/\b\d{1,3}\b/g, (digits) => numberWords(Number(digits)));
}

const SPELLED = /(?<![\p{L}\p{N}])(?:\p{L} ){2,}\p{L}(?![\p{L}\p{N}])/gu;

function inDigits(name: string): string {
  return plain(name)
    .replaceAll(SPELLED, (letters) => letters.replaceAll(" ", ""))
    .replaceAll(NUMBERS, (words) => NUMBER_WORDS.get(words) ?? words);
}
