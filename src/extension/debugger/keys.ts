import type { Modifier } from "./mouse.ts";

/** One key to press, with what is held meanwhile. */
export interface KeyPress {
  key: string;
  code: string;
  keyCode: number;
  /** What it types, if anything. */
  text: string;
  modifiers: readonly Modifier[];
}

/** Keys that have a name: DOM key, code, key code, text. */
const NAMED: Record<string, readonly [code: string, keyCode: number, text?: string]> = {
  Enter: ["Enter", 13, "\r"],
  Tab: ["Tab", 9],
  Escape: ["Escape", 27],
  Backspace: ["Backspace", 8],
  Delete: ["Delete", 46],
  Insert: ["Insert", 45],
  Home: ["Home", 36],
  End: ["End", 35],
  PageUp: ["PageUp", 33],
  PageDown: ["PageDown", 34],
  ArrowLeft: ["ArrowLeft", 37],
  ArrowUp: ["ArrowUp", 38],
  ArrowRight: ["ArrowRight", 39],
  ArrowDown: ["ArrowDown", 40],
  ContextMenu: ["ContextMenu", 93],
  CapsLock: ["CapsLock", 20],
  Alt: ["AltLeft", 18],
  Control: ["ControlLeft", 17],
  Meta: ["MetaLeft", 91],
  Shift: ["ShiftLeft", 16],
};

const ALIASES: Record<string, string> = {
  return: "Enter",
  esc: "Escape",
  del: "Delete",
  space: " ",
  spacebar: " ",
  left: "ArrowLeft",
  up: "ArrowUp",
  right: "ArrowRight",
  down: "ArrowDown",
  pgup: "PageUp",
  pgdn: "PageDown",
  pgdown: "PageDown",
};

const MODIFIERS: Record<string, Modifier> = {
  alt: "Alt",
  option: "Alt",
  ctrl: "Control",
  control: "Control",
  meta: "Meta",
  cmd: "Meta",
  command: "Meta",
  win: "Meta",
  shift: "Shift",
};

/** Keys that type a sign, on a US keyboard: code, key code, sign, sign with Shift. */
const SIGNS: readonly (readonly [code: string, keyCode: number, plain: string, shifted: string])[] =
  [
    ["Space", 32, " ", " "],
    ["Minus", 189, "-", "_"],
    ["Equal", 187, "=", "+"],
    ["BracketLeft", 219, "[", "{"],
    ["BracketRight", 221, "]", "}"],
    ["Backslash", 220, "\\", "|"],
    ["Semicolon", 186, ";", ":"],
    ["Quote", 222, "'", '"'],
    ["Backquote", 192, "`", "~"],
    ["Comma", 188, ",", "<"],
    ["Period", 190, ".", ">"],
    ["Slash", 191, "/", "?"],
    ...[...")!@#$%^&*("].map(
      (shifted, digit) => [`Digit${digit}`, 48 + digit, String(digit), shifted] as const,
    ),
  ];

/** The key that types one character; undefined where no key of a US keyboard does. */
export function keyFor(
  character: string,
  modifiers: readonly Modifier[] = [],
): KeyPress | undefined {
  if (character === "\n" || character === "\r") return named("Enter", modifiers);
  if (character === "\t") return named("Tab", modifiers);
  if (/^[a-z]$/i.test(character)) {
    const upper = character.toUpperCase();
    const held = character === upper && modifiers.length === 0 ? (["Shift"] as const) : modifiers;
    const press = { key: character, code: `Key${upper}`, keyCode: upper.charCodeAt(0) };
    return { ...press, text: typed(character, held), modifiers: held };
  }
  const sign = SIGNS.find(([, , plain, shifted]) => plain === character || shifted === character);
  if (!sign) return undefined;
  const [code, keyCode, plain] = sign;
  const held = plain !== character && modifiers.length === 0 ? (["Shift"] as const) : modifiers;
  return { key: character, code, keyCode, text: typed(character, held), modifiers: held };
}

function named(name: string, modifiers: readonly Modifier[]): KeyPress | undefined {
  const key = NAMED[name];
  if (key) {
    const [code, keyCode, text = ""] = key;
    return { key: name, code, keyCode, text: typed(text, modifiers), modifiers };
  }
  const digits = /^F(\d{1,2})$/.exec(name)?.[1];
  const number = Number(digits);
  if (digits === undefined || number < 1 || number > 24) return undefined;
  return { key: name, code: name, keyCode: 111 + number, text: "", modifiers };
}

/** Held with Control, Alt or Meta, a key types nothing. */
function typed(text: string, modifiers: readonly Modifier[]): string {
  return modifiers.every((modifier) => modifier === "Shift") ? text : "";
}

function keyNamed(name: string, modifiers: readonly Modifier[]): KeyPress | undefined {
  const lower = name.toLowerCase();
  const alias = ALIASES[lower];
  if (alias === " ") return keyFor(" ", modifiers);
  const known =
    alias ?? Object.keys(NAMED).find((key) => key.toLowerCase() === lower) ?? name.toUpperCase();
  return named(known, modifiers);
}

/**
 * Reads "Enter", "Ctrl+C", "Tab Tab" or "Shift+Tab, Enter". Undefined when it is text to type rather
 * than keys to press.
 */
export function parseKeys(keys: string): KeyPress[] | undefined {
  const presses: KeyPress[] = [];
  let anyNamed = false;
  for (const token of keys.trim().split(/[\s,]+/)) {
    if (token === "") continue;
    const parts = token.length > 1 ? token.split(/\+(?!$)/) : [token];
    const last = parts.pop() ?? "";
    const modifiers: Modifier[] = [];
    for (const part of parts) {
      const modifier = MODIFIERS[part.toLowerCase()];
      if (!modifier) return undefined;
      modifiers.push(modifier);
    }
    const single = [...last].length === 1;
    const key = single ? keyFor(last, modifiers) : keyNamed(last, modifiers);
    if (!key) return undefined;
    anyNamed ||= !single || modifiers.length > 0;
    presses.push(key);
  }
  return anyNamed && presses.length > 0 ? presses : undefined;
}
