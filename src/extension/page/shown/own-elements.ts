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
  /** Raise what is to be above all else of ours. */
  raises: Set<() => void>;
}

/** Sheets hide them, rather than attributes: the page is not told. */
const VEILED = ":host, [popover], ::backdrop { opacity: 0 !important; }";
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
  globalThis.chromeMcpOwn = { known: new WeakSet(), veil, veilSheet, raises: new Set() };
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

/** Nothing but the coming or going of elements of ours, which hang in the outermost element or in a dialog. */
export function isOwnChange({ type, target, addedNodes, removedNodes }: MutationRecord): boolean {
  if (type !== "childList") return isOwn(target);
  if (!isOwn(addedNodes[0] ?? removedNodes[0] ?? null)) return false;
  return [...addedNodes, ...removedNodes].every(isOwn);
}

/** Puts one of ours, which is a popover, above the page, but below what `aboveOwn` named. */
export function showOver(host: HTMLElement): void {
  // A document that has only just begun is empty.
  if (!host.isConnected) document.documentElement?.append(host);
  if (!host.isConnected || host.matches(":popover-open")) return;
  host.showPopover();
  for (const raise of ownElements().raises) raise();
}

/** `raise` is called when something of ours was put over the page. The returned function ends that. */
export function aboveOwn(raise: () => void): () => void {
  const { raises } = ownElements();
  raises.add(raise);
  return () => raises.delete(raise);
}

/** Veils them from the beginning, where they are about to be put into a page whose picture is being taken. */
export function veilOwn(veiled: boolean): void {
  void ownElements().veil(veiled);
}
