import { numberOf } from "./numbers.ts";

/** What people say in place of signs. Longer before shorter. */
const PUNCTUATION: readonly (readonly [
  said: string,
  sign: string,
  space: "before" | "after" | "both" | "none",
])[] = [
  ["new paragraph", "\n\n", "none"],
  ["new line", "\n", "none"],
  ["newline", "\n", "none"],
  ["exclamation (?:mark|point)", "!", "after"],
  ["question mark", "?", "after"],
  ["full stop", ".", "after"],
  ["period", ".", "after"],
  ["comma", ",", "after"],
  ["semicolon", ";", "after"],
  ["colon", ":", "after"],
  ["open (?:paren|parenthesis|bracket)", "(", "before"],
  ["close (?:paren|parenthesis|bracket)", ")", "after"],
  ["open quotes?", "\u201c", "before"],
  ["close quotes?", "\u201d", "after"],
  ["hyphen", "-", "none"],
];

const SPACES_BEFORE = { before: " ", after: "", both: " ", none: "" };
const SPACES_AFTER = { before: "", after: " ", both: " ", none: "" };

/** Text as it is to be typed: signs for "comma", "question mark", "new line". */
export function dictated(text: string): string {
  let result = text;
  for (const [said, sign, space] of PUNCTUATION) {
    const before = sign.startsWith("\n") ? "[ ,.]*" : " *";
    const expression = new RegExp(`${before}\\b${said}\\b[,.]?(?: +|(?=\n)|$)`, "giu");
    result = result.replace(expression, `${SPACES_BEFORE[space]}${sign}${SPACES_AFTER[space]}`);
  }
  return result
    .replaceAll(
      /([.!?]\s+|\n)(\p{Ll})/gu,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    )
    .replaceAll(/ +(?=\n|$)/g, "")
    .trimStart();
}

const SITE_ENDINGS =
  /\.(?:com|org|net|edu|gov|io|dev|app|info|biz|ai|co|tv|me|xyz|shop|online|site|test|local|[a-z]{2})(?:[/:?#]|$)/;

/** "example dot com slash news" → https://example.com/news. Undefined for what is no address. */
export function addressOf(text: string): string | undefined {
  const plain = joined(text);
  if (/^https?:\/\/\S+$/i.test(plain)) return URL.canParse(plain) ? plain : undefined;
  const lower = plain.toLowerCase();
  if (/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/\S*)?$/.test(lower))
    return `http://${plain}`;
  if (!/^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+(?::\d+)?(?:[/?#]\S*)?$/u.test(lower)) return undefined;
  if (!SITE_ENDINGS.test(lower)) return undefined;
  const address = `https://${lower}`;
  return URL.canParse(address) ? address : undefined;
}

/** What is said for the signs of addresses becomes the signs, without the spaces around them. */
function joined(text: string): string {
  return text
    .trim()
    .replaceAll(/^(?:https?\s*colon slash slash|h t t p s?)\s*/gi, "https://")
    .replaceAll(/\bw w w\b/gi, "www")
    .replaceAll(/\s*\b(?:dot|point)\b\s*/gi, ".")
    .replaceAll(/\s*\bslash\b\s*/gi, "/")
    .replaceAll(/\s*\b(?:dash|hyphen)\b\s*/gi, "-")
    .replaceAll(/\s*\bunderscore\b\s*/gi, "_")
    .replaceAll(/\s*([./])\s*(?=\S)/g, "$1")
    .replaceAll(/[\s.,!?]+$/g, "")
    .replace(/\.coms$/i, ".com");
}

const MAIL = /^[^@]+@[\w-]+(?:\.[\w-]+)+$/;

/** Text as it is to be typed: if all of it is an address in words, that; "ann at example dot com". */
export function typedText(text: string): string {
  const address = joined(text).replaceAll(/\s+at\s+|\s*@\s*/gi, "@");
  const isInWords = /\s/.test(text.trim()) && !/\s/.test(address);
  const isAddress = isInWords && (MAIL.test(address) || addressOf(address) !== undefined);
  return isAddress ? address.toLowerCase() : dictated(text);
}

const DIGITS =
  /^(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|\d)(?:[\s,.-]+|$)){3,}$/i;

/** The number of a telephone or a card, said digit by digit. */
function digitsOf(text: string): string {
  const words = text.toLowerCase().match(/[a-z]+|\d/g) ?? [];
  return words.map((word) => (word === "oh" ? "0" : String(numberOf(word) ?? word))).join("");
}

/** A value for a field: an address of mail or web is written as one, everything else as dictated. */
export function fieldValue(text: string): string {
  const mail = joined(text).replaceAll(/\s+(?:at|@)\s+|\s*@\s*/gi, "@");
  if (MAIL.test(mail)) return mail.replaceAll(/\s+/g, "").toLowerCase();
  if (DIGITS.test(text)) return digitsOf(text);
  return addressOf(text) === undefined ? dictated(text) : joined(text).toLowerCase();
}

const LETTER_NAMES: Record<string, string> = {
  ay: "a",
  bee: "b",
  be: "b",
  cee: "c",
  see: "c",
  sea: "c",
  dee: "d",
  ee: "e",
  ef: "f",
  gee: "g",
  aitch: "h",
  eye: "i",
  jay: "j",
  kay: "k",
  el: "l",
  em: "m",
  en: "n",
  oh: "o",
  pee: "p",
  pea: "p",
  cue: "q",
  queue: "q",
  are: "r",
  ar: "r",
  ess: "s",
  tee: "t",
  tea: "t",
  you: "u",
  vee: "v",
  "double u": "w",
  ex: "x",
  why: "y",
  zee: "z",
  zed: "z",
  alpha: "a",
  bravo: "b",
  charlie: "c",
  delta: "d",
  echo: "e",
  foxtrot: "f",
  golf: "g",
  hotel: "h",
  india: "i",
  juliet: "j",
  kilo: "k",
  lima: "l",
  mike: "m",
  november: "n",
  oscar: "o",
  papa: "p",
  quebec: "q",
  romeo: "r",
  sierra: "s",
  tango: "t",
  uniform: "u",
  victor: "v",
  whiskey: "w",
  xray: "x",
  "x-ray": "x",
  yankee: "y",
  zulu: "z",
  at: "@",
  dot: ".",
  point: ".",
  dash: "-",
  hyphen: "-",
  underscore: "_",
  slash: "/",
  space: " ",
  plus: "+",
  comma: ",",
};

/** "a n n at e x dot com" → "ann@ex.com"; "capital a" → "A". */
export function spelled(text: string): string {
  let result = "";
  let capital = false;
  const words = text
    .toLowerCase()
    .replaceAll(/\bdouble u\b/g, "w")
    .replaceAll(/\b(\w+) as in \p{L}+/gu, "$1")
    .replaceAll(/\b(double|triple) (\w+)/g, (_, times: string, sign: string) =>
      Array.from({ length: times === "double" ? 2 : 3 }, () => sign).join(" "),
    )
    .split(/[\s,;]+|(?<=\w)-(?=\w)|\.(?=\s|$)/);
  for (const word of words) {
    if (word === "") continue;
    if (word === "capital" || word === "uppercase") {
      capital = true;
      continue;
    }
    const digit = /^\d+$/.test(word) ? undefined : numberOf(word);
    const sign = LETTER_NAMES[word] ?? (digit === undefined ? word : String(digit));
    result += capital ? sign.toUpperCase() : sign;
    capital = false;
  }
  return result;
}

const KEYS: Record<string, string> = {
  enter: "Enter",
  return: "Enter",
  tab: "Tab",
  escape: "Escape",
  esc: "Escape",
  backspace: "Backspace",
  delete: "Delete",
  space: "Space",
  "space bar": "Space",
  home: "Home",
  end: "End",
  "page up": "PageUp",
  "page down": "PageDown",
  up: "ArrowUp",
  down: "ArrowDown",
  left: "ArrowLeft",
  right: "ArrowRight",
  "arrow up": "ArrowUp",
  "arrow down": "ArrowDown",
  "arrow left": "ArrowLeft",
  "arrow right": "ArrowRight",
  "up arrow": "ArrowUp",
  "down arrow": "ArrowDown",
  "left arrow": "ArrowLeft",
  "right arrow": "ArrowRight",
};
const HELD: Record<string, string> = {
  control: "Ctrl",
  ctrl: "Ctrl",
  shift: "Shift",
  alt: "Alt",
  option: "Alt",
  command: "Meta",
};

/** "control c" → "Ctrl+C", "enter" → "Enter". Undefined for what is no key. */
export function keysOf(text: string): string | undefined {
  const words = text
    .toLowerCase()
    .replaceAll(/[+.,-]/g, " ")
    .trim()
    .split(/\s+/);
  const held: string[] = [];
  while (words.length > 1) {
    const modifier = HELD[words[0] ?? ""];
    if (modifier === undefined) break;
    held.push(modifier);
    words.shift();
  }
  const name = words.join(" ");
  const key = KEYS[name] ?? functionKey(name) ?? letterKey(name, held.length > 0);
  return key === undefined ? undefined : [...held, key].join("+");
}

function functionKey(name: string): string | undefined {
  const digits = /^f ?(\d{1,2})$/.exec(name)?.[1];
  return digits === undefined || Number(digits) > 12 ? undefined : `F${Number(digits)}`;
}

function letterKey(name: string, isHeld: boolean): string | undefined {
  const letter = name.length === 1 ? name : isHeld ? LETTER_NAMES[name] : undefined;
  if (letter === undefined || !/^[a-z\d]$/.test(letter)) return undefined;
  return isHeld ? letter.toUpperCase() : letter;
}

/** Keys that are listened for. "Down" alone is too much like other words; it can be typed. */
export const KEY_NAMES: readonly string[] = [
  ...Object.keys(KEYS).filter((name) => !/^(?:up|down|left|right|end)$/.test(name)),
  ..."acv".split("").map((letter) => `control ${letter}`),
  "shift tab",
];
