import { findElement } from "../elements/find-element.ts";
import { rootsIn } from "../elements/flat-tree.ts";
import { collapse } from "../elements/seen-text.ts";
import { nextFrame } from "./next-frame.ts";
import type { WaitRequest } from "../acting-calls.ts";
import type { PageAnswer } from "../page-calls.ts";
import { beginRefsAt, nextRef, refOf } from "../elements/refs.ts";
import { isSeen, visibleLabelOf } from "../elements/visibility.ts";

/**
 * Waits until an element or a text is seen, or is no longer. Looks again only when something happened that may
 * have changed it: the tree, an animation, a scroll, a field, a picture that came.
 */

const EVENTS = ["transitionend", "animationend", "load", "scroll", "resize", "input", "change"];

const waits = new Map<string, () => void>();

export async function waitFor(request: WaitRequest): Promise<PageAnswer<"waitFor">> {
  beginRefsAt(request.firstRef);
  const untilMs = performance.now() + request.maxMs;
  const holds = () => {
    const element = shown(request);
    return request.gone ? element === undefined : element !== undefined;
  };
  let stopped = false;
  let wake: () => void = () => undefined;
  waits.set(request.id, () => {
    stopped = true;
    wake();
  });
  for (let met = holds(); ; met = holds()) {
    const leftMs = untilMs - performance.now();
    if (met || stopped || leftMs <= 0) {
      waits.delete(request.id);
      const element = met && !request.gone ? shown(request) : undefined;
      return { met, nextRef: nextRef(), ...(element ? { ref: refOf(element) } : {}) };
    }
    await somethingHappened(leftMs, (now) => {
      wake = now;
    });
    // Changes come in heaps: once a frame is enough.
    if (!stopped) await nextFrame();
  }
}

export function endWait({ id }: { id: string }): PageAnswer<"endWait"> {
  waits.get(id)?.();
  return { ended: true };
}

function somethingHappened(ms: number, withWake: (wake: () => void) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const happened = () => resolve();
  withWake(happened);
  const observer = new MutationObserver(happened);
  const every = { subtree: true, childList: true, attributes: true, characterData: true };
  for (const root of rootsIn(document)) observer.observe(root, every);
  const late = setTimeout(happened, ms);
  const options = { capture: true, passive: true };
  for (const event of EVENTS) window.addEventListener(event, happened, options);
  return promise.finally(() => {
    observer.disconnect();
    clearTimeout(late);
    for (const event of EVENTS) window.removeEventListener(event, happened, options);
  });
}

function shown({ element, text }: WaitRequest): Element | undefined {
  if (element) {
    const found = findElement(element);
    const isShown =
      "element" in found && (isSeen(found.element) || visibleLabelOf(found.element) !== undefined);
    return isShown ? found.element : undefined;
  }
  return text === undefined ? undefined : holderOf(collapse(text).toLowerCase());
}

/** The innermost element in view of a person that has the words. */
function holderOf(words: string): Element | undefined {
  for (const root of rootsIn(document)) {
    const top = root instanceof Document ? root.body : root.firstElementChild?.parentNode;
    for (const child of top?.children ?? []) {
      const holder = holderIn(child, words);
      if (holder) return holder;
    }
    // Text that stands in the body itself.
    if (root instanceof Document && root.body && has(root.body, words) && ownText(root.body, words))
      return root.body;
  }
  return undefined;
}

function holderIn(element: Element, words: string): Element | undefined {
  if (!has(element, words) || element.matches("script,style,noscript,template")) return undefined;
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
    // What is in a hidden element may be shown all the same, by `visibility` alone.
    if (getComputedStyle(element).visibility === "visible") return undefined;
  }
  for (const child of element.children) {
    const holder = holderIn(child, words);
    if (holder) return holder;
  }
  const inner = [...element.children].some((child) => has(child, words));
  return !inner && isSeen(element) ? element : undefined;
}

function has(element: Element, words: string): boolean {
  return collapse(element.textContent ?? "")
    .toLowerCase()
    .includes(words);
}

function ownText(element: Element, words: string): boolean {
  const own = [...element.childNodes].filter((node) => node instanceof Text);
  return collapse(own.map((node) => node.data).join(" "))
    .toLowerCase()
    .includes(words);
}
