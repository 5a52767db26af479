import { elementAt, isWithin } from "./flat-tree.ts";
import { tagOf } from "./tags.ts";

/** The part of the page through which what is in a scrolling or cutting container can be seen. */
export interface Clip {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** What is outside can be scrolled in; else nobody will see it. */
  scrolls: boolean;
}

/** The clip inside `element`, which is `outer` when the element cuts nothing off. */
export function clipIn(element: Element, outer: Clip | null): Clip | null {
  const { isTablePart, isInline } = tagOf(element);
  if (isTablePart || isInline || element.firstElementChild === null) return outer;
  const tall = element.scrollHeight > element.clientHeight + 1;
  const wide = element.scrollWidth > element.clientWidth + 1;
  if (!tall && !wide) return outer;
  if (element === document.body || element === document.documentElement) return outer;
  const { overflowX, overflowY } = getComputedStyle(element);
  if (overflowX === "visible" && overflowY === "visible") return outer;
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const scrolls =
    (tall && /auto|scroll/.test(overflowY)) || (wide && /auto|scroll/.test(overflowX));
  return {
    left: Math.max(left, outer?.left ?? left),
    top: Math.max(top, outer?.top ?? top),
    right: Math.min(right, outer?.right ?? right),
    bottom: Math.min(bottom, outer?.bottom ?? bottom),
    scrolls: scrolls && (outer?.scrolls ?? true),
  };
}

export function isOutside(box: DOMRect, clip: Clip): boolean {
  return (
    box.right <= clip.left ||
    box.left >= clip.right ||
    box.bottom <= clip.top ||
    box.top >= clip.bottom
  );
}

export function viewport(): Clip {
  return { left: 0, top: 0, right: innerWidth, bottom: innerHeight, scrolls: true };
}

/** Positioned elements can escape the container that would cut them off: then they are hit by a click. */
export function canBeHit(element: Element, box: DOMRect): boolean {
  const hit = elementAt(box.left + box.width / 2, box.top + box.height / 2);
  return hit !== null && isWithin(hit, element);
}
