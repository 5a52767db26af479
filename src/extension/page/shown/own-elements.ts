import { nextFrame } from "../watching/next-frame.ts";

/**
 * Elements that the extension put into the page for the person. They are no part of it: clients read nothing
 * of them, cannot click them, and get no picture of them. Scripts of the extension that were built apart share
 * this.
 */

declare global {
  var chromeMcpOwn: OwnElements | undefined;
  /** A picture of the page is being taken: also what comes only now is veiled. Left here by the worker. */
  var chromeMcpVeiled: boolean | undefined;
}

interface OwnElements {
  known: WeakSet<EventTarget>;
  /** Veiled, nothing of them is drawn, and what the person does with them goes on. */
  veil(veiled: boolean): Promise<void>;
  veilSheet: CSSStyleSheet;
}

/** Sheets hide them, rather than attributes: the page is not told. */
const VEILED = ":host { opacity: 0 !important; }";
const UNPRINTED = "@media print { :host { display: none !important; } }";

function ownElements(): OwnElements {
  if (globalThis.chromeMcpOwn) return globalThis.chromeMcpOwn;
  const veilSheet = new CSSStyleSheet();
  const veil = (veiled: boolean) => {
    veilSheet.replaceSync(veiled ? VEILED : "");
    // A picture has the top frame drawn anew; others may be in other processes.
    return window === window.top ? Promise.resolve() : nextFrame();
  };
  if (globalThis.chromeMcpVeiled) void veil(true);
  globalThis.chromeMcpOwn = { known: new WeakSet(), veil, veilSheet };
  return globalThis.chromeMcpOwn;
}

/** Makes an element one of ours. The answer is for what it shows, which has this style and no other. */
export function own(host: HTMLElement, style: string): ShadowRoot {
  const { known, veilSheet } = ownElements();
  known.add(host);
  const shadow = host.attachShadow({ mode: "closed" });
  // A sheet of its own is not subject to what the page allows of styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style + UNPRINTED);
  shadow.adoptedStyleSheets = [sheet, veilSheet];
  return shadow;
}

export function isOwn(target: EventTarget | null): boolean {
  return target !== null && globalThis.chromeMcpOwn?.known.has(target) === true;
}

/** Nothing but the coming or going of elements of ours, which all hang in the outermost element. */
export function isOwnChange({ type, target, addedNodes, removedNodes }: MutationRecord): boolean {
  if (type !== "childList") return isOwn(target);
  if (target !== document.documentElement) return false;
  return [...addedNodes, ...removedNodes].every(isOwn);
}

/** Veils them from the beginning, where they are about to be put into a page whose picture is being taken. */
export function veilOwn(veiled: boolean): void {
  void ownElements().veil(veiled);
}
