import { succeed } from "../../protocol/failure.ts";
import { answering } from "../page/answering.ts";
import { untilAborted } from "../tools/until-aborted.ts";

/**
 * Clients get no picture of what the extension shows the person in a tab: the frame around the page, questions,
 * numbers.
 *
 *   drawn ── a picture begins ──▶ veiled ── the last picture was LINGER_MS ago ──▶ drawn
 */

/** One picture after the other does not make it flicker. */
const LINGER_MS = 300;

/** Whether there is any of it in a tab, or on its way there. */
type Shows = (tabId: number) => boolean;

interface Veil {
  pictures: number;
  /** Settles when what was there is veiled. */
  drawn: Promise<unknown> | undefined;
  lifting: ReturnType<typeof setTimeout> | undefined;
}

const allShow = new Set<Shows>();
const veils = new Map<number, Veil>();

/** Whoever shows something in pages says where. */
export function tellShown(shows: Shows): void {
  allShow.add(shows);
}

/** What is put into the page now has to be veiled from the beginning. Chrome runs scripts in the order in which they were sent. */
export function isVeiled(tabId: number): boolean {
  return veils.has(tabId);
}

/** Other documents are not veiled yet. */
export function unveiledBy(tabId: number): void {
  const veil = veils.get(tabId);
  if (veil) veil.drawn = undefined;
}

/** The tab is drawn bare, once `drawn`, until disposed. */
export function bare(tabId: number, signal: AbortSignal): Disposable & { drawn: Promise<unknown> } {
  const veil = veils.get(tabId) ?? { pictures: 0, drawn: undefined, lifting: undefined };
  veils.set(tabId, veil);
  veil.pictures += 1;
  clearTimeout(veil.lifting);
  veil.drawn ??= draw(tabId, true);
  return {
    drawn: veil.drawn ? untilAborted(veil.drawn, signal) : Promise.resolve(),
    [Symbol.dispose]: () => {
      veil.pictures -= 1;
      if (veil.pictures === 0) veil.lifting = setTimeout(() => lift(tabId), LINGER_MS);
    },
  };
}

function lift(tabId: number): void {
  veils.delete(tabId);
  void draw(tabId, false);
}

/** Undefined where nothing is shown. */
function draw(tabId: number, veiled: boolean): Promise<unknown> | undefined {
  if (![...allShow].some((shows) => shows(tabId))) return undefined;
  const injection = {
    target: { tabId, allFrames: true },
    func: veilInPage,
    args: [veiled] satisfies [boolean],
    injectImmediately: true,
  };
  const done = chrome.scripting.executeScript(injection).catch(() => []);
  return answering(tabId, done.then(succeed), new AbortController().signal);
}

/** Runs inside the page, so it can use nothing from here. */
function veilInPage(veiled: boolean): unknown {
  globalThis.chromeMcpVeiled = veiled;
  return globalThis.chromeMcpOwn?.veil(veiled);
}
