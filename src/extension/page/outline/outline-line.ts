import { shorten } from "../elements/seen-text.ts";

/**
 * What an outline is made of before it is folded into lines.
 * - `text` and `item` (something with a ref) may stand in one line with others,
 * - `line` is a line of its own that a row or a list item may take in,
 * - `block` has lines below it and stays as it is.
 */
export type EntryKind = "text" | "item" | "line" | "block";

export interface Entry {
  kind: EntryKind;
  depth: number;
  text: string;
  /** What it stands for: the element, or the one that holds the text. */
  element: Element;
  /** Scrolled out of the container it is in. */
  out: boolean;
}

const MAX_ROW = 600;
const MAX_SENTENCE = 400;

/** Makes one entry of the texts and items since `start`, when they read as one line. */
export function foldSentence(
  entries: Entry[],
  start: number,
  element: Element,
  depth: number,
): void {
  const count = entries.length - start;
  if (count === 0) return;
  let length = 0;
  let texts = 0;
  for (let at = start; at < entries.length; at++) {
    const entry = entries[at];
    if (!entry || entry.kind === "block" || entry.kind === "line")
      return foldTexts(entries, start, element);
    length += entry.text.length + 1;
    if (entry.kind === "text") texts++;
  }
  if (texts === 0 && isRun(entries, start)) return foldRun(entries, start, element, depth, length);
  const fits = texts === count || (texts > 0 && length <= MAX_SENTENCE);
  if (!fits) return foldTexts(entries, start, element);
  joinFrom(entries, start, element, depth, "line", " ");
}

const ONLY_PRESSED = "clickable ";
const FEWEST_IN_RUN = 4;
const LONGEST_IN_RUN = 60;

/** Things of one kind that stand side by side, such as the days of a week. */
function isRun(entries: Entry[], start: number): boolean {
  if (entries.length - start < FEWEST_IN_RUN) return false;
  const word = /^\S+/.exec(entries[start]?.text ?? "")?.[0] ?? "";
  for (let at = start; at < entries.length; at++) {
    const { text = "", out } = entries[at] ?? {};
    if (!text.startsWith(word) || text.length > LONGEST_IN_RUN) return false;
    if (out !== entries[start]?.out) return false;
  }
  return true;
}

/** One line of them; of more than fit, one for each row in which they stand. */
function foldRun(
  entries: Entry[],
  start: number,
  element: Element,
  depth: number,
  length: number,
): void {
  // What they are is said once.
  const isSaidOnce = entries[start]?.text.startsWith(ONLY_PRESSED) === true;
  const said = (text: string) => (isSaidOnce ? text.slice(ONLY_PRESSED.length) : text);
  if (length <= MAX_ROW) {
    for (const entry of entries.slice(start + 1)) entry.text = said(entry.text);
    return joinFrom(entries, start, element, depth, "line", " | ");
  }
  let top = Number.NaN;
  for (const entry of entries.splice(start)) {
    const before = entries.at(-1);
    const box = entry.element.getBoundingClientRect();
    const fits = before && before.text.length + entry.text.length < MAX_ROW;
    if (fits && Math.abs(box.top - top) < box.height / 2) {
      before.text += ` | ${said(entry.text)}`;
    } else entries.push({ ...entry, kind: "line", depth });
    top = box.top;
  }
}

/** Makes every entry since `start` a line, and one line of texts that follow each other. */
function foldTexts(entries: Entry[], start: number, element: Element): void {
  let write = start;
  for (let at = start; at < entries.length; at++) {
    const entry = entries[at];
    if (!entry) continue;
    const before = write > start ? entries[write - 1] : undefined;
    if (entry.kind === "text" && before?.kind === "text") {
      before.text += ` ${entry.text}`;
      before.element = element;
      continue;
    }
    entries[write++] = entry;
  }
  entries.length = write;
  for (let at = start; at < write; at++) {
    const entry = entries[at];
    if (entry && entry.kind !== "block") entry.kind = "line";
  }
}

/** Makes one entry of everything since `start`; false when it does not fit into one line. */
export function foldRow(
  entries: Entry[],
  start: number,
  element: Element,
  depth: number,
  prefix: string,
  separator: string,
): boolean {
  let length = prefix.length;
  for (let at = start; at < entries.length; at++) {
    const entry = entries[at];
    if (!entry || entry.kind === "block") return false;
    length += entry.text.length + separator.length;
  }
  if (length > MAX_ROW || entries.length === start) return false;
  joinFrom(entries, start, element, depth, "line", separator, prefix);
  return true;
}

/** Makes one entry of a cell, so that its row can put its mark between cells only. */
export function foldCell(entries: Entry[], start: number, element: Element, depth: number): void {
  for (let at = start; at < entries.length; at++) if (entries[at]?.kind === "block") return;
  if (entries.length > start) joinFrom(entries, start, element, depth, "line", " ");
}

/** Puts the one line that is below a block behind it. */
export function foldOnly(entries: Entry[], start: number): void {
  const [block, only, ...more] = entries.slice(start, start + 3);
  if (!block || only?.kind !== "line" || more.length > 0) return;
  const text = `${block.text}: ${only.text}`;
  entries.splice(start, 2, { ...block, kind: "line", text, out: block.out && only.out });
}

/** A wrapper says nothing of itself, unless it repeats what is in it. */
const WRAPPER = /^(?:clickable|cell|gridcell)(?: ("[^"]*"))? \[ref=\w+\]$/;
const FIELD = /^(?:textbox|searchbox|spinbutton|slider) /;
const SAME_PLACE = 0.6;

/**
 * Leaves out what only wraps the one thing below it: who presses that presses the wrapper, too. Of a field the
 * wrapper gives nothing but the focus; anything else has to fill it.
 */
export function dropWrapper(entries: Entry[], start: number): void {
  const wrapper = entries[start];
  const only = entries[start + 1];
  const match = wrapper && WRAPPER.exec(wrapper.text);
  if (!match || !only?.text.includes("[ref=")) return;
  for (let at = start + 2; at < entries.length; at++) {
    if ((entries[at]?.depth ?? 0) <= only.depth) return;
  }
  const [, name = ""] = match;
  const isFocus = FIELD.test(only.text) || (name === "" && only.text.startsWith("combobox "));
  const isSame = () =>
    only.text.includes(name) && areaOf(only.element) >= areaOf(wrapper.element) * SAME_PLACE;
  if (!isFocus && !isSame()) return;
  entries.splice(start, 1);
  for (let at = start; at < entries.length; at++) {
    const entry = entries[at];
    if (entry) entry.depth -= 1;
  }
}

function areaOf(element: Element): number {
  const { width, height } = element.getBoundingClientRect();
  return width * height;
}

/**
 * Makes one line of a heading that holds nothing but texts; false where it holds more. What only repeats
 * the name of the part it stands in was said there.
 */
export function foldHeading(
  entries: Entry[],
  start: number,
  element: Element,
  depth: number,
  level: string,
): boolean {
  const texts = entries.slice(start);
  if (texts.some(({ kind }) => kind !== "text")) return false;
  const words = quoted(shorten(texts.map(({ text }) => text).join(" "), 300));
  const out = texts.every((entry) => entry.out);
  const part = entries[start - 1];
  entries.length = start;
  if (part?.kind === "block" && part.depth < depth && part.text.endsWith(` "${words}"`))
    return true;
  entries.push({ kind: "line", depth, text: `heading ${level} "${words}"`, element, out });
  return true;
}

function joinFrom(
  entries: Entry[],
  start: number,
  element: Element,
  depth: number,
  kind: EntryKind,
  separator: string,
  prefix = "",
): void {
  const first = entries[start];
  if (first && prefix === "" && entries.length === start + 1) {
    first.kind = kind;
    first.depth = depth;
    first.element = element;
    return;
  }
  let text = prefix;
  let out = true;
  for (let at = start; at < entries.length; at++) {
    const entry = entries[at];
    if (!entry) continue;
    text += at > start ? separator + entry.text : entry.text;
    out &&= entry.out;
  }
  entries.length = start + 1;
  entries[start] = { kind, depth, text, element, out };
}

/** Text of a page between quotes. It can close neither these nor pass for a ref. */
export function quoted(text: string): string {
  return text.replaceAll('"', "'").replaceAll("[ref=", "[ref =");
}

export function boxText({ x, y, width, height }: DOMRect): string {
  return ` @${Math.round(x)},${Math.round(y)} ${Math.round(width)}x${Math.round(height)}`;
}
