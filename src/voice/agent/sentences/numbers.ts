/** Numbers as people say them. */

const UNITS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
  "eleventh",
  "twelfth",
];

const LARGEST = 9_999;

/** "Twelve", "twenty-one", "two hundred and five" or "12"; undefined for anything else. */
export function numberOf(text: string): number | undefined {
  const words = text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
  const [only] = words;
  if (words.length === 1 && only !== undefined && /^\d{1,4}$/.test(only)) return Number(only);
  let thousands = 0;
  let sum = 0;
  for (const word of words) {
    const unit = UNITS.indexOf(word);
    const ten = TENS.indexOf(word);
    if (unit >= 0) sum += unit;
    else if (ten >= 0) sum += 20 + 10 * ten;
    else if (word === "hundred" && sum > 0) sum *= 100;
    else if (word === "thousand" && sum > 0 && thousands === 0) {
      thousands = sum * 1_000;
      sum = 0;
    } else if (word !== "and" || thousands + sum === 0) return undefined;
  }
  const value = thousands + sum;
  return words.length > 0 && value <= LARGEST ? value : undefined;
}

/** 12 → "twelve". Up to 9,999. */
export function numberWords(value: number): string {
  if (value >= 1_000) {
    const thousands = `${numberWords(Math.floor(value / 1_000))} thousand`;
    return value % 1_000 === 0 ? thousands : `${thousands} ${numberWords(value % 1_000)}`;
  }
  if (value >= 100) {
    const rest = value % 100;
    const hundreds = `${UNITS[Math.floor(value / 100)] ?? ""} hundred`;
    return rest === 0 ? hundreds : `${hundreds} ${numberWords(rest)}`;
  }
  const unit = UNITS[value];
  if (unit !== undefined) return unit;
  const ten = TENS[Math.floor(value / 10) - 2] ?? "";
  return value % 10 === 0 ? ten : `${ten} ${UNITS[value % 10] ?? ""}`;
}

/** Place in a row of so many, from 0: "third", "3rd", "last". Undefined when there is no such place. */
export function placeOf(text: string, count: number): number | undefined {
  const word = text.toLowerCase();
  const digits = /^(\d{1,3})(?:st|nd|rd|th)$/.exec(word)?.[1];
  const named = ORDINALS.indexOf(word);
  const place = word === "last" ? count - 1 : digits === undefined ? named : Number(digits) - 1;
  return place >= 0 && place < count ? place : undefined;
}

/** Is it the word for a place at all, however many there are? */
export function isOrdinal(text: string): boolean {
  return placeOf(text, LARGEST) !== undefined;
}

export const ORDINAL_WORDS: readonly string[] = [...ORDINALS, "last"];
