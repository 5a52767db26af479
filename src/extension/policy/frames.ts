import { z } from "zod";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { answering } from "../page/answering.ts";
import { NAVIGATED, refusal } from "../page/refusal.ts";
import { TEXTS } from "../texts.ts";
import { gate } from "./gate.ts";
import { webOrigin } from "./origins.ts";

/**
 * The frames of a tab, as the person's rules see them. Asked only while there are rules that are not simply
 * "allow": then a frame says itself where it is from, and calls are aimed at the documents that may be entered.
 */

const frameSchema = z.object({
  /** Its own, that of its address, and those of the frames that it is in. */
  origins: z.array(z.string()),
  /** Its place among the frames of its parent, and so on up to the top. */
  path: z.array(z.number()),
});

export interface Frame {
  frameId: number;
  documentId: string;
  /** Where it is from; "null" when nobody can say. */
  origin: string;
  path: number[];
}

/**
 * Where a script may go: `target` itself while nothing is forbidden, else the documents in it that are open
 * to the call. The others are left out; where one frame is meant, `ask` has the person asked about it.
 */
export async function openTarget(
  target: chrome.scripting.InjectionTarget,
  ask: boolean,
  signal: AbortSignal,
): Promise<Outcome<chrome.scripting.InjectionTarget>> {
  if (!gate().isStrict) return succeed(target);
  const known = await framesIn(target, signal);
  if (!known.ok) return known;
  const open: Frame[] = [];
  for (const frame of known.value) {
    if (ask) {
      const admitted = await gate().admit(frame.origin, signal);
      if (!admitted.ok) return admitted;
      open.push(frame);
    } else if (gate().isOpen(frame.origin, signal)) open.push(frame);
  }
  if (open.length === 0) return NAVIGATED;
  return succeed({ tabId: target.tabId, documentIds: open.map(({ documentId }) => documentId) });
}

/**
 * Fails when what is at a point of the tab's viewport, or what has the focus, lies in a frame that the call
 * may not enter. The address of the top page was let in before; an empty one is of the site that opened it.
 */
export async function openPoint(
  tabId: number,
  at: { x: number; y: number } | "focus",
  signal: AbortSignal,
): Promise<Outcome<undefined>> {
  if (!gate().isStrict) return succeed(undefined);
  const frames = await framesIn({ tabId, allFrames: true }, signal);
  if (!frames.ok) return frames;
  const shut = frames.value.filter(({ origin }) => !gate().isOpen(origin, signal));
  const top = shut.find(({ path }) => path.length === 0);
  if (top) return gate().admit(top.origin, signal);
  if (shut.length === 0) return succeed(undefined);
  const point = at === "focus" ? null : at;
  const injection = { target: { tabId }, func: frameAt, args: [point] satisfies [typeof point] };
  const found = await chrome.scripting
    .executeScript({ ...injection, injectImmediately: true })
    .catch(() => []);
  const index = z.number().safeParse(found[0]?.result).data;
  if (index === undefined) return NAVIGATED;
  for (const { origin, path } of shut) {
    if (path[0] !== index) continue;
    const admitted = await gate().admit(origin, signal);
    if (!admitted.ok) {
      return admitted.failure.code === "blocked_by_policy"
        ? fail("blocked_by_policy", TEXTS.policy.deniedFrame)
        : admitted;
    }
  }
  return succeed(undefined);
}

/** The document that is in a frame now, and where it is from; nothing when nobody can say. */
export async function documentIn(
  tabId: number,
  frameId: number,
  signal: AbortSignal,
): Promise<Outcome<{ documentId: string; origin: string }>> {
  const frames = await framesIn({ tabId, frameIds: [frameId] }, signal);
  if (!frames.ok) return frames;
  const [frame] = frames.value;
  return frame ? succeed(frame) : NAVIGATED;
}

/** Fails where the page does not answer, or takes no script: nobody can say then what is there. */
export async function framesIn(
  target: chrome.scripting.InjectionTarget,
  signal: AbortSignal,
): Promise<Outcome<Frame[]>> {
  const injection = { target, func: whereFrom, injectImmediately: true };
  const asked = chrome.scripting.executeScript(injection).then(
    (results) => succeed(results),
    (error: unknown) => refusal(String(error)),
  );
  const results = await answering(target.tabId, asked, signal);
  if (!results.ok) return results;
  const said = results.value.flatMap(({ frameId, documentId, result }) => {
    const known = frameSchema.safeParse(result).data;
    return known ? [{ frameId, documentId, ...known }] : [];
  });
  const originOf = await originsIn(target.tabId, said);
  return succeed(said.map((one) => ({ ...one, origin: originOf(one) })));
}

/** What a document says of where it is from. */
interface Said {
  documentId: string;
  origins: readonly string[];
}

/**
 * Where documents of a tab are from, by what they say. A sandboxed one has no origin but an address; one that was
 * written in place is its parent's, which cannot say its own where it is sandboxed: then Chrome is asked.
 */
export async function originsIn(
  tabId: number,
  said: readonly Said[],
): Promise<(document: Said) => string> {
  const writers = said.some(isNameless) ? await writersIn(tabId) : undefined;
  return (document) =>
    (isNameless(document) ? writers?.(document.documentId) : undefined) ??
    document.origins.find((origin) => origin !== "null") ??
    "null";
}

function isNameless({ origins }: Said): boolean {
  return origins.length > 2 && origins.slice(0, 3).every((origin) => origin === "null");
}

/** Where the nearest document with an address is from, as Chrome knows it: the one itself or one that it is in. */
async function writersIn(tabId: number): Promise<(documentId: string) => string | undefined> {
  const all = await chrome.webNavigation.getAllFrames({ tabId }).catch(() => null);
  const byId = new Map(all?.map((frame) => [frame.documentId, frame]));
  return (documentId) => {
    let at = byId.get(documentId);
    while (at && webOrigin(at.url) === undefined) at = byId.get(at.parentDocumentId ?? "");
    return at && webOrigin(at.url);
  };
}

/** Runs inside each frame. */
function whereFrom() {
  const path: number[] = [];
  for (let at: Window = window; at !== at.parent; at = at.parent) {
    const { parent } = at;
    let index = 0;
    while (index < parent.length && parent[index] !== at) index += 1;
    path.unshift(index);
  }
  return { origins: [globalThis.origin, location.origin, ...location.ancestorOrigins], path };
}

/** Runs inside the top frame: which of its frames is at a point, or has the focus; -1 for none. */
function frameAt(point: { x: number; y: number } | null): number {
  let root: Document | ShadowRoot = document;
  let element: Element | null = null;
  for (;;) {
    const next: Element | null = point
      ? root.elementFromPoint(point.x, point.y)
      : root.activeElement;
    if (!next || next === element) break;
    element = next;
    const inner: ShadowRoot | null =
      next instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(next) : null;
    if (!inner) break;
    root = inner;
  }
  if (!(element instanceof HTMLIFrameElement) && !(element instanceof HTMLObjectElement)) return -1;
  for (let index = 0; index < window.length; index += 1) {
    if (window[index] === element.contentWindow) return index;
  }
  return -1;
}
