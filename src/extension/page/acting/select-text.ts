import { findElement } from "../elements/find-element.ts";
import { placeOfFrame } from "../elements/frame-place.ts";
import { collapse } from "../elements/seen-text.ts";
import { nextFrame } from "../watching/next-frame.ts";
import type { SelectRequest } from "../acting-calls.ts";
import type { PageAnswer } from "../page-calls.ts";

/**
 * Text to be selected, as a person reads it: white space counts as one space, hidden text not at all.
 * `findText` finds it and says where a mouse would go; `selectText` selects it, where the mouse did not.
 */

interface Place {
  node: Text;
  offset: number;
}

let wanted: { range: Range; text: string } | undefined;

export async function findText(request: SelectRequest): Promise<PageAnswer<"findText">> {
  wanted = undefined;
  const nothing = { ...placeOfFrame(), text: "", byMouse: false, start: ORIGIN, end: ORIGIN };
  const found = findElement(request.element);
  if ("problem" in found) return { ...nothing, problem: found.problem };
  const { element } = found;
  if (isTextField(element)) {
    const span = spanIn(element.value, request);
    if (!span) return nothing;
    element.focus({ preventScroll: false });
    element.setSelectionRange(span.start, span.end);
    return { ...nothing, text: element.value.slice(span.start, span.end), done: true };
  }
  const { text, places } = textOf(element);
  const span = spanIn(text, request);
  const first = span && places[span.start];
  const last = span && places[span.end - 1];
  if (!span || !first || !last) return nothing;
  const range = document.createRange();
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset + 1);
  wanted = { range, text: text.slice(span.start, span.end) };
  first.node.parentElement?.scrollIntoView({ block: "nearest", behavior: "instant" });
  await nextFrame();
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
  const [head, tail] = [rects[0], rects.at(-1)];
  if (!head || !tail) return nothing;
  const start = { x: head.left + 0.5, y: head.top + head.height / 2 };
  const end = { x: tail.right - 0.5, y: tail.top + tail.height / 2 };
  const byMouse = [start, end].every(isInView) && !isDragged(first.node) && !isDragged(last.node);
  return { ...nothing, text: wanted.text, byMouse, start, end };
}

/** What is selected now. Selects what was found by script, when that is not it. */
export function selectText(): PageAnswer<"selectText"> {
  if (!wanted) return { selected: collapse(getSelection()?.toString() ?? "") };
  const selection = getSelection();
  const is = () => collapse(selection?.toString() ?? "");
  if (is() !== collapse(wanted.text)) {
    selection?.setBaseAndExtent(
      wanted.range.startContainer,
      wanted.range.startOffset,
      wanted.range.endContainer,
      wanted.range.endOffset,
    );
  }
  return { selected: is() };
}

const ORIGIN = { x: 0, y: 0 };

function isTextField(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  if (element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && element.selectionStart !== null;
}

/** Where the words are; the whole when none were given. */
function spanIn(
  hay: string,
  { text, from, to }: SelectRequest,
): { start: number; end: number } | undefined {
  const first = text ?? from;
  const head = first === undefined ? { start: 0, end: 0 } : find(hay, first, 0);
  if (!head) return undefined;
  if (text !== undefined) return head;
  const tail = to === undefined ? { start: 0, end: hay.length } : find(hay, to, head.end);
  return tail && tail.end > head.start ? { start: head.start, end: tail.end } : undefined;
}

/** As written, else without regard to white space and case. */
function find(
  hay: string,
  words: string,
  from: number,
): { start: number; end: number } | undefined {
  const at = hay.indexOf(words, from);
  if (at >= 0) return { start: at, end: at + words.length };
  const pattern = collapse(words)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(" ", String.raw`\s+`);
  const loosely = new RegExp(pattern, "gi");
  loosely.lastIndex = from;
  const match = loosely.exec(hay);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

/** The text that is seen in an element, and where each of its characters stands. */
function textOf(element: Element): { text: string; places: Place[] } {
  const places: Place[] = [];
  let text = "";
  let block: Element | null = null;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!(node instanceof Text) || !parent?.checkVisibility({ visibilityProperty: true })) continue;
    const around = blockOf(parent);
    for (let offset = 0; offset < node.data.length; offset++) {
      const sign = /\s/.test(node.data[offset] ?? "") ? " " : (node.data[offset] ?? "");
      const broken = offset === 0 && around !== block && text !== "" && !text.endsWith(" ");
      if (broken && sign !== " ") {
        text += " ";
        places.push({ node, offset });
      }
      if (sign === " " && (text === "" || text.endsWith(" "))) continue;
      text += sign;
      places.push({ node, offset });
    }
    block = around;
  }
  const end = text.trimEnd().length;
  return { text: text.slice(0, end), places: places.slice(0, end) };
}

function blockOf(element: Element): Element | null {
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (!getComputedStyle(at).display.startsWith("inline")) return at;
  }
  return null;
}

/** A mouse that goes down there drags it instead of selecting. */
function isDragged(node: Text): boolean {
  return node.parentElement?.closest("a[href],[draggable=true],button,label") !== null;
}

function isInView({ x, y }: { x: number; y: number }): boolean {
  return x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
}
