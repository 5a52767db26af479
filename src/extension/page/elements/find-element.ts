import { elementAt, focusedElement, rootsIn } from "./flat-tree.ts";
import { nameOf } from "./names.ts";
import { collapse } from "./seen-text.ts";
import type { ElementQuery, ElementsQuery } from "../call-parts.ts";
import { catchUp } from "../watching/between-actions.ts";
import { elementOf } from "./refs.ts";
import { roleOf } from "./roles.ts";
import { isSeen, visibleLabelOf } from "./visibility.ts";

export type Found = { element: Element } | { problem: "stale" | "missing" | "bad_selector" };

/** The element a query names: among several, the first that can be seen, else the first. */
export function findElement(query: ElementQuery): Found {
  if (query.by === "ref") {
    const element = elementOf(query.ref) ?? elementAgain(query.ref);
    return element ? { element } : { problem: "stale" };
  }
  if (query.by === "point") return found(elementAt(query.x, query.y));
  if (query.by === "focus") return found(focusedElement() ?? document.body);
  if (query.by === "label") return found(fieldLabelled(query.label));
  const all = query.by === "css" ? cssMatches(query.selector) : xpathMatches(query.selector);
  if (all === "bad_selector") return { problem: "bad_selector" };
  return found(all.find((element) => isSeen(element) || visibleLabelOf(element)) ?? all[0] ?? null);
}

/** Of a ref whose element the page drew anew meanwhile. */
function elementAgain(ref: number): Element | undefined {
  catchUp();
  return elementOf(ref);
}

function found(element: Element | null): Found {
  return element ? { element } : { problem: "missing" };
}

/** Every match, in the document and all shadow roots in it. */
export function allElements(query: ElementsQuery): Element[] | "bad_selector" {
  if (query.by === "xpath") return xpathMatches(query.selector);
  try {
    return [...rootsIn(document)].flatMap((root) => [...root.querySelectorAll(query.selector)]);
  } catch {
    return "bad_selector";
  }
}

/** Through every shadow root; only looks there when the document has no match. */
function cssMatches(selector: string): Element[] | "bad_selector" {
  try {
    const direct = document.querySelectorAll(selector);
    if (direct.length > 0) return [...direct];
    return [...rootsIn(document)].flatMap((root) => [...root.querySelectorAll(selector)]);
  } catch {
    return "bad_selector";
  }
}

function xpathMatches(expression: string): Element[] | "bad_selector" {
  try {
    const type = XPathResult.ORDERED_NODE_SNAPSHOT_TYPE;
    const result = document.evaluate(expression, document, null, type);
    const all: Element[] = [];
    for (let at = 0; at < result.snapshotLength; at++) {
      const node = result.snapshotItem(at);
      if (node instanceof Element) all.push(node);
    }
    return all;
  } catch {
    return "bad_selector";
  }
}

const FIELDS =
  "input:not([type=hidden]),select,textarea,[contenteditable],[role=checkbox],[role=switch],[role=radio],[role=textbox],[role=combobox]";

/** The field whose label, or placeholder, has these words: exactly, else but for case, else at the beginning of one of its words. */
function fieldLabelled(label: string): Element | null {
  const wanted = collapse(label);
  // "City" is no part of "Opacity". Scripts without case put nothing between words.
  const among = new RegExp(`(?<![\\p{Ll}\\p{Lu}\\d])${RegExp.escape(wanted.toLowerCase())}`, "u");
  const fields = [...rootsIn(document)]
    .flatMap((root) => [...root.querySelectorAll(FIELDS)])
    .filter((field) => isSeen(field) || visibleLabelOf(field))
    .map((field) => ({ field, names: namesOfField(field) }));
  const tests: ((name: string) => boolean)[] = [
    (name) => name === wanted,
    (name) => bare(name) === bare(wanted),
    (name) => among.test(name.toLowerCase()),
  ];
  for (const test of tests) {
    const match = fields.find(({ names }) => names.some(test));
    if (match) return match.field;
  }
  return null;
}

function namesOfField(field: Element): string[] {
  const names = [nameOf(field, roleOf(field)), field.getAttribute("placeholder") ?? ""];
  return names.map(collapse).filter((name) => name !== "");
}

/** Without case and without the marks of required fields. */
function bare(label: string): string {
  return label.toLowerCase().replace(/[\s:*]+$/, "");
}
