import { findElement } from "../elements/find-element.ts";
import { placeOfFrame } from "../elements/frame-place.ts";
import { guessedName } from "../elements/names.ts";
import { shorten, textOf } from "../elements/seen-text.ts";
import { nextFrame } from "../watching/next-frame.ts";
import type { ElementQuery } from "../call-parts.ts";
import type { PageAnswer } from "../page-calls.ts";
import { roleOf } from "../elements/roles.ts";

/**
 * What becomes of an element while it is dragged: whether the page starts a drag of its own, and where the
 * element, or the item that it is the handle of, stands afterwards among the things around it, as they are seen.
 */

interface Spot {
  element: Element;
  parent: Element | null;
  order: Element[];
  box: DOMRect;
}

interface Drag {
  label: string;
  /** The element and what it is in, from the inside. */
  spots: Spot[];
  started: boolean;
  stop: () => void;
}

/** How far out an item is looked for that the element is the handle of. */
const LEVELS = 5;

/** Of more things than this beside each other, the order is not told. */
const MOST_SIBLINGS = 400;

let dragging: Drag | undefined;

export function dragBegin(query: ElementQuery): PageAnswer<"dragBegin"> {
  dragging?.stop();
  dragging = undefined;
  const found = findElement(query);
  if ("problem" in found) return { found: false };
  const spots: Spot[] = [];
  for (let at: Element | null = found.element; at && at !== document.body; at = at.parentElement) {
    if (spots.length === LEVELS) break;
    spots.push(spotOf(at));
  }
  const began = (event: Event) => {
    queueMicrotask(() => {
      if (drag.started || event.defaultPrevented) return;
      drag.started = true;
    });
  };
  window.addEventListener("dragstart", began, { capture: true });
  const stop = () => window.removeEventListener("dragstart", began, { capture: true });
  const drag: Drag = { label: labelOf(found.element), spots, started: false, stop };
  dragging = drag;
  return { found: true };
}

/** Whether the browser itself carries something now (HTML5 drag and drop). */
export async function dragState(): Promise<PageAnswer<"dragState">> {
  if (dragging && !dragging.started) await nextFrame();
  return { started: dragging?.started ?? false };
}

export function dragEnd(): PageAnswer<"dragEnd"> {
  const drag = dragging;
  dragging?.stop();
  dragging = undefined;
  return { told: drag ? tell(drag) : "" };
}

function tell({ label, spots }: Drag): string {
  const innermost = spots[0];
  if (!innermost) return "";
  if (innermost.element instanceof HTMLCanvasElement) return "Dragged over a canvas.";
  if (!innermost.element.isConnected) {
    const twin = twinOf(label, spots);
    return twin ? orderText(label, spotOf(twin)) : `Gone from where it was: ${label}.`;
  }
  for (const before of spots) {
    const now = spotOf(before.element);
    if (now.parent !== before.parent || movedAmong(before, now)) {
      return orderText(labelOf(before.element), now);
    }
  }
  const { x, y, width, height } = innermost.element.getBoundingClientRect();
  const by = { x: Math.round(x - innermost.box.x), y: Math.round(y - innermost.box.y) };
  if (by.x !== 0 || by.y !== 0) return `Moved by ${by.x}, ${by.y}: ${label}.`;
  const grew = Math.abs(width - innermost.box.width) + Math.abs(height - innermost.box.height);
  return grew >= 1 ? `Now ${Math.round(width)} × ${Math.round(height)}: ${label}.` : "";
}

/** The item that a page drew anew, with the same words. */
function twinOf(label: string, spots: Spot[]): Element | undefined {
  const around = spots.find(({ parent }) => parent?.isConnected)?.parent?.parentElement;
  const tag = spots[0]?.element.localName ?? "*";
  return [...(around ?? document).querySelectorAll(tag)].find((one) => labelOf(one) === label);
}

function spotOf(element: Element): Spot {
  const parent = element.parentElement;
  const siblings = parent && parent.childElementCount <= MOST_SIBLINGS ? [...parent.children] : [];
  const placed = siblings.map((one) => ({ one, box: one.getBoundingClientRect() }));
  const order = placed
    .filter(({ box }) => box.width > 0 && box.height > 0)
    .toSorted((a, b) => readingOrder(a.box, b.box))
    .map(({ one }) => one);
  return { element, parent, order, box: element.getBoundingClientRect() };
}

function readingOrder(a: DOMRect, b: DOMRect): number {
  const sameLine = a.top < b.bottom - b.height / 2 && b.top < a.bottom - a.height / 2;
  return sameLine ? a.left - b.left : a.top - b.top;
}

/** Others that came or went do not count. */
function movedAmong(before: Spot, now: Spot): boolean {
  const still = new Set(now.order);
  const stood = new Set(before.order);
  const was = before.order.filter((one) => still.has(one)).indexOf(before.element);
  return was !== now.order.filter((one) => stood.has(one)).indexOf(now.element);
}

function orderText(label: string, { element, parent, order }: Spot): string {
  const at = order.indexOf(element);
  const [previous, next] = [order[at - 1], order[at + 1]];
  const neighbours = [
    ...(previous ? [`after ${labelOf(previous)}`] : []),
    ...(next ? [`before ${labelOf(next)}`] : []),
  ].join(", ");
  const where = parent && roleOf(parent) === "" && parent.id ? ` in #${parent.id}` : "";
  const count = order.length > 1 ? ` (${at + 1} of ${order.length})` : "";
  return `Moved: ${label} is now ${neighbours || "alone"}${count}${where}.`;
}

function labelOf(element: Element): string {
  const text = textOf(element, 80) || element.getAttribute("aria-label") || guessedName(element);
  return text ? JSON.stringify(shorten(text, 60)) : roleOf(element) || element.localName;
}

/** Where something would be let go of. The page is scrolled there. */
export async function dropSpot(query: ElementQuery): Promise<PageAnswer<"dropSpot">> {
  const found = findElement(query);
  const nowhere = { ...placeOfFrame(), box: { x: 0, y: 0, width: 0, height: 0 }, across: false };
  if ("problem" in found) return { ...nowhere, problem: found.problem };
  const { element } = found;
  if (query.by !== "point") {
    element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    await nextFrame();
  }
  const { x, y, width, height } = element.getBoundingClientRect();
  return { ...nowhere, box: { x, y, width, height }, across: runsAcross(element) };
}

/** Whether it stands in a row with what is beside it, rather than in a column. */
function runsAcross(element: Element): boolean {
  const beside = element.nextElementSibling ?? element.previousElementSibling;
  if (!beside) return false;
  const [a, b] = [element.getBoundingClientRect(), beside.getBoundingClientRect()];
  return a.top < b.bottom - 1 && b.top < a.bottom - 1;
}
