/**
 * Names for elements. A ref lives as long as its element and is never given again: a document begins to
 * count where the ones before it in the tab had stopped.
 */

const elements = new Map<number, WeakRef<Element>>();
const numbers = new WeakMap<Element, number>();
let first = 0;
let next = 0;

/** Called before refs are given. Only the first call of a document sets where it begins. */
export function beginRefsAt(firstRef: number): void {
  if (next === 0) {
    first = Math.max(firstRef, 1);
    next = first;
  }
}

export function nextRef(): number {
  return next;
}

export function refOf(element: Element): number {
  const known = numbers.get(element);
  if (known !== undefined) return known;
  const number = next++;
  numbers.set(element, number);
  elements.set(number, new WeakRef(element));
  return number;
}

/**
 * Gives the ref of an element that is gone to what was drawn in its place, instead of the one that this got since `first`.
 * Answers both numbers; undefined where there is nothing to give, or where the other ref was told already.
 */
export function handOn(from: Element, to: Element, since: number) {
  const kept = numbers.get(from);
  const fresh = numbers.get(to);
  if (kept === undefined || (fresh !== undefined && fresh < since)) return undefined;
  numbers.delete(from);
  numbers.set(to, kept);
  elements.set(kept, new WeakRef(to));
  if (fresh !== undefined) elements.delete(fresh);
  return { kept, fresh };
}

/** The element; undefined when it left the page, or when another document gave the ref. */
export function elementOf(ref: number): Element | undefined {
  const element = elements.get(ref)?.deref();
  return element?.isConnected ? element : undefined;
}
