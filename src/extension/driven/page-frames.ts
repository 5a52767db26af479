import type { FrameRequest } from "../page/shown/driven-frame.ts";
import { gate } from "../policy/gate.ts";
import { TEXTS } from "../texts.ts";
import { tabById } from "../tools/tabs/tab-target.ts";
import type { Frames } from "./driven-tabs.ts";
import { isVeiled, tellShown } from "./veil.ts";

/**
 * Frames around pages, by a script in them. What is done in one tab is done in its order. Only a tab that can be seen
 * has one: taking it away for a picture costs a frame of the screen, and nothing in the tabs behind.
 */

const SCRIPT = "page/frame.js";

type Request = Omit<FrameRequest, "veiled">;

const framed = new Map<number, Promise<void>>();

tellShown((tabId) => framed.has(tabId));

export const pageFrames: Frames = {
  show(tabId, clients, forMs) {
    const request = { text: TEXTS.person.works(clients), forMs };
    void next(tabId, () => show(tabId, request));
  },
  hide(tabId) {
    const hiding = next(tabId, () => hide(tabId));
    void hiding.finally(() => {
      if (framed.get(tabId) === hiding) framed.delete(tabId);
    });
  },
};

function next(tabId: number, step: () => Promise<void>): Promise<void> {
  const done = (framed.get(tabId) ?? Promise.resolve()).then(step);
  framed.set(tabId, done);
  return done;
}

/** Puts the script there where it is not yet. Pages that take none have no frame. */
async function show(tabId: number, request: Request): Promise<void> {
  const tab = await tabById(tabId);
  if (!tab?.active || gate().stance(tab.url) === "deny") return hide(tabId);
  if (await isShown(tabId, request)) return;
  const script = { target: { tabId }, files: [SCRIPT], injectImmediately: true };
  await chrome.scripting.executeScript(script).catch(() => []);
  await isShown(tabId, request);
}

async function hide(tabId: number): Promise<void> {
  const script = { target: { tabId }, func: hideInPage, injectImmediately: true };
  await chrome.scripting.executeScript(script).catch(() => []);
}

/** False when the script is not there. */
async function isShown(tabId: number, request: Request): Promise<boolean> {
  const args: [FrameRequest] = [{ ...request, veiled: isVeiled(tabId) }];
  const [shown] = await chrome.scripting
    .executeScript({ target: { tabId }, func: showInPage, args, injectImmediately: true })
    .catch(() => []);
  return shown?.result === true;
}

/** These two run inside the page, so they can use nothing from here. */
function showInPage(request: FrameRequest): boolean {
  globalThis.chromeMcpFrame?.show(request);
  return globalThis.chromeMcpFrame !== undefined;
}

function hideInPage(): void {
  globalThis.chromeMcpFrame?.hide();
}
