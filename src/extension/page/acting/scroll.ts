import { findElement } from "../elements/find-element.ts";
import { elementAt, flatParent } from "../elements/flat-tree.ts";
import { expectGrowth } from "../watching/late-change.ts";
import { nextFrame } from "../watching/next-frame.ts";
import type { ScrollRequest } from "../acting-calls.ts";
import type { ElementQuery } from "../call-parts.ts";
import type { PageAnswer } from "../page-calls.ts";

/** Scrolls what a person would scroll there, and tells how far it went and what is left. */
export async function scroll(request: ScrollRequest): Promise<PageAnswer<"scroll">> {
  const { x, y } = request.by;
  const across = x !== 0;
  const container = containerFor(request.container, across);
  if ("problem" in container) return { ...NOTHING, problem: container.problem };
  const { element } = container;
  const before = positionOf(element, across);
  const room = across ? element.clientWidth : element.clientHeight;
  const far = request.amount ?? Math.max(40, Math.round(room * 0.85));
  if (far > 0) {
    element.scrollBy({ left: x * far, top: y * far, behavior: "instant" });
    await nextFrame();
  }
  const at = positionOf(element, across);
  const moved = Math.round(at - before);
  const left = Math.max(0, Math.round(lengthOf(element, across) - room - at));
  if (moved !== 0 && (x + y > 0 ? left : at) < 1) expectGrowth();
  return {
    moved,
    at: Math.round(at),
    left,
    room,
    whole: element === document.scrollingElement,
  };
}

const NOTHING = { moved: 0, at: 0, left: 0, room: 0, whole: false };

function positionOf(element: Element, across: boolean): number {
  return across ? element.scrollLeft : element.scrollTop;
}

function lengthOf(element: Element, across: boolean): number {
  return across ? element.scrollWidth : element.scrollHeight;
}

type Container = { element: Element } | { problem: "stale" | "missing" | "bad_selector" };

function containerFor(query: ElementQuery | undefined, across: boolean): Container {
  if (query) {
    const found = findElement(query);
    if ("problem" in found) return found;
    for (let at: Element | null = found.element; at; at = flatParent(at)) {
      if (scrolls(at, across)) return { element: at };
    }
    const inside = [...found.element.querySelectorAll("*")].find((one) => scrolls(one, across));
    return { element: inside ?? document.scrollingElement ?? document.documentElement };
  }
  const page = document.scrollingElement;
  if (page && lengthOf(page, across) > (across ? innerWidth : innerHeight) + 1) {
    return { element: page };
  }
  return { element: largest(across) ?? page ?? document.documentElement };
}

function scrolls(element: Element, across: boolean): boolean {
  const room = across ? element.clientWidth : element.clientHeight;
  if (lengthOf(element, across) <= room + 1) return false;
  if (element === document.scrollingElement) return true;
  const { overflowX, overflowY } = getComputedStyle(element);
  return /^(auto|scroll|overlay)$/.test(across ? overflowX : overflowY);
}

/** Of a page that does not scroll itself: the largest part in view that does. */
function largest(across: boolean): Element | undefined {
  let best: Element | undefined;
  let most = 0;
  for (const element of document.querySelectorAll("body *")) {
    if (element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth)
      continue;
    const size = element.clientWidth * element.clientHeight;
    if (size > most && scrolls(element, across) && isInView(element)) {
      best = element;
      most = size;
    }
  }
  return best;
}

function isInView(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  const hit = elementAt(left + width / 2, top + height / 2);
  return hit !== null && (element.contains(hit) || hit.contains(element));
}
