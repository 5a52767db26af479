/** How much alike two sentences are, in small letters and without signs: from 0, nothing, to 1, the same. */

/** By their letters. */
export function likeness(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  return longer === 0 ? 1 : 1 - distance(one, other, whole, whole) / longer;
}

/** By their sounds, roughly: "Click one in mirror" is much like "Click wooden mirror". */
export function soundLikeness(one: string, other: string): number {
  const [sounds, others] = [soundsOf(one), soundsOf(other)];
  const longer = Math.max(sounds.length, others.length);
  return longer === 0 ? 1 : Math.max(0, 1 - distance(sounds, others, mistaken, lost) / longer);
}

const VOWEL = "a";

/** English spelling to one letter a sound; all vowels are one, and words run into each other. */
const SPELLINGS: readonly (readonly [spelling: RegExp, sound: string])[] = [
  [/\bkn/g, "n"],
  [/\bwr/g, "r"],
  [/[ts]ion/g, "Sn"],
  [/sch|sh|tch|ch/g, "S"],
  [/ph/g, "f"],
  [/th/g, "t"],
  [/wh/g, "w"],
  [/igh/g, "i"],
  [/gh/g, ""],
  [/ck/g, "k"],
  [/c(?=[eiy])/g, "s"],
  [/[cq]/g, "k"],
  [/x/g, "ks"],
  [/j|g(?=[ei])/g, "S"],
  [/z/g, "s"],
  [/(?<=[a-z])e\b/g, ""],
  [/[aeiouy]+/g, VOWEL],
  [/(.)\1+/g, "$1"],
  [/[h ]/g, ""],
];

function soundsOf(text: string): string {
  return SPELLINGS.reduce((sounds, [spelling, sound]) => sounds.replace(spelling, sound), text);
}

const ALIKE = new Set(["pb", "td", "kg", "fv", "mn", "rl", "sS", "wv", "bv"].flatMap(bothWays));

function bothWays(pair: string): string[] {
  return [pair, [...pair].toReversed().join("")];
}

function mistaken(sound: string, other: string): number {
  return ALIKE.has(sound + other) ? 0.5 : 1;
}

function lost(sound: string): number {
  return sound === VOWEL ? 0.6 : 1;
}

function whole(): number {
  return 1;
}

/** What it costs to make one of the other, letter by letter. */
function distance(
  one: string,
  other: string,
  replacing: (letter: string, by: string) => number,
  leavingOut: (letter: string) => number,
): number {
  const letters = [...other];
  let above = [0];
  for (const letter of letters) above.push((above.at(-1) ?? 0) + leavingOut(letter));
  for (const letter of one) {
    const here = [(above[0] ?? 0) + leavingOut(letter)];
    for (const [at, by] of letters.entries()) {
      const replaced = (above[at] ?? 0) + (letter === by ? 0 : replacing(letter, by));
      const left = (above[at + 1] ?? 0) + leavingOut(letter);
      here.push(Math.min(replaced, left, (here[at] ?? 0) + leavingOut(by)));
    }
    above = here;
  }
  return above.at(-1) ?? 0;
}
