import { flatParent } from "./flat-tree.ts";
import { collapse, shorten, textOf } from "./seen-text.ts";
import { tagOf } from "./tags.ts";
import { isSeen, visibilityOf, visibleLabelOf } from "./visibility.ts";

/** What a field is called by the page around it, where nothing in the page's code ties the two together. */

const FIELDS =
  "input:not([type=hidden]),select,textarea,[role=combobox],[role=slider],[role=spinbutton],[role=switch],[role=textbox],[contenteditable=true]";
const LABELS = "label,legend,[class*=label]";

/** How far up a label is looked for, and words that are none. */
const LABEL_LEVELS = 8;
const WORD_LEVELS = 3;
const WORD_LEVELS_OF_BOX = 5;
const LONGEST = 60;

/** A star or a bar is no word. */
const SAYING = /[\p{L}\d]/u;

/** The label in the smallest part of the page that holds this field and no other. */
export function labelNear(field: Element): string {
  let around = flatParent(field);
  for (let level = 0; around && level < LABEL_LEVELS; level++) {
    if (!isAlone(field, around)) return "";
    for (const label of around.querySelectorAll(LABELS)) {
      if (isForAnother(label, field) || visibilityOf(label) !== "shown") continue;
      const text = label.contains(field) ? ownWords(label) : textOf(label, LONGEST);
      if (text !== "") return shorten(bare(text), LONGEST);
    }
    around = flatParent(around);
  }
  return "";
}

/** The words before a field, or after a box to tick, such as in the cell before it. */
export function wordsNear(field: Element): string {
  const isTicked = field instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(field.type);
  let at: Element | null = field;
  const levels = isTicked ? WORD_LEVELS_OF_BOX : WORD_LEVELS;
  for (let level = 0; at && at !== document.body && level < levels; level++) {
    const words = isTicked
      ? wordsOf(at.nextSibling, "nextSibling")
      : wordsOf(at.previousSibling, "previousSibling");
    if (words !== "" || (!isTicked && standsBehindField(at))) return words;
    at = flatParent(at);
  }
  return "";
}

/** The words before it are those of the first of several, such as of the boxes of a code. */
function standsBehindField({ previousElementSibling: before }: Element): boolean {
  return before !== null && before.matches(FIELDS) && isSeen(before);
}

function isAlone(field: Element, around: Element): boolean {
  for (const other of around.querySelectorAll(FIELDS)) {
    if (other !== field && !other.contains(field) && !field.contains(other) && isSeen(other)) {
      return false;
    }
  }
  return true;
}

/** Of a label around its field: what stands in it directly. */
function ownWords(label: Element): string {
  const words = [...label.childNodes].map((node) => (node instanceof Text ? node.data : ""));
  return collapse(words.join(" "));
}

function isForAnother(label: Element, field: Element): boolean {
  if (field.contains(label)) return true;
  const control = label instanceof HTMLLabelElement ? label.control : null;
  if (control === null || control === field) return false;
  return isSeen(control) || visibleLabelOf(control) === label;
}

/** Those of the next node that has any, unless something else is operated there. */
function wordsOf(start: Node | null, next: "nextSibling" | "previousSibling"): string {
  for (let node = start; node; node = node[next]) {
    if (node instanceof Text) {
      const text = collapse(node.data);
      if (SAYING.test(text)) return text.length <= LONGEST ? bare(text) : "";
    } else if (node instanceof Element && !tagOf(node).isSilent && visibilityOf(node) !== "gone") {
      if (node.matches(FIELDS) && !isSeen(node)) continue;
      if (node.matches(`${FIELDS},button,a`) || node.querySelector(`${FIELDS},button,a`)) return "";
      const text = textOf(node, LONGEST * 2);
      if (SAYING.test(text)) return text.length <= LONGEST ? bare(text) : "";
    }
  }
  return "";
}

/** Without the colon or the star that labels end with. */
function bare(text: string): string {
  return text.replace(/\s*[:：*]+$/, "");
}
