import { type Outcome, succeed } from "../../../protocol/failure.ts";
import { noteClickListeners } from "../../debugger/click-listeners.ts";
import { type FrameAnswer, callAllFrames } from "../../page/call-page.ts";
import type { OutlineRequest } from "../../page/page-calls.ts";
import { NavigationWatch } from "../tabs/navigation-watch.ts";

type Frame = FrameAnswer<"outline">;

/** How long an outline waits for frames that are still on their way. */
const FRAMES_MS = 1_000;

/** The outlines of all frames, once those that are loading are there. */
export async function readFrames(
  tabId: number,
  request: OutlineRequest,
  signal: AbortSignal,
): Promise<Outcome<Frame[]>> {
  const untilMs = Date.now() + FRAMES_MS;
  using watch = new NavigationWatch(tabId);
  for (;;) {
    const { framesReady } = watch;
    const read = () => callAllFrames(tabId, "outline", request, signal);
    const noting = noteClickListeners(tabId, signal);
    // Where there is seldom anything new to learn of listeners, the page is read meanwhile.
    const first = (await noting.isAhead) ? await read() : undefined;
    const noted = await noting.noted;
    if (!noted.ok) return noted;
    const frames = first && noted.value.fresh === 0 ? first : await read();
    if (!frames.ok) return frames;
    if (!(await isWaiting(tabId, frames.value))) {
      const late = frames.value.some(({ documentId }) => !noted.value.documents.has(documentId));
      const more = late ? await noteClickListeners(tabId, signal).noted : undefined;
      const last = more?.ok && more.value.fresh > 0 ? await read() : frames;
      void noted.value.lookOn();
      return last;
    }
    const came = () => watch.framesReady > framesReady || watch.started;
    if (!(await watch.until(came, untilMs - Date.now(), signal))) return succeed(frames.value);
  }
}

/** Frames that have an address and no document yet, other than those that could not be loaded. */
async function isWaiting(tabId: number, frames: readonly Frame[]): Promise<boolean> {
  const there = new Set(
    frames
      .filter(({ answer }) => answer.url !== "about:blank")
      .map(({ answer }) => answer.path.join()),
  );
  const missing = frames.flatMap(({ answer }) =>
    answer.frames.filter(
      ({ url, index }) =>
        index >= 0 && /^https?:/.test(url) && !there.has([...answer.path, index].join()),
    ),
  );
  if (missing.length === 0) return false;
  const known = (await chrome.webNavigation.getAllFrames({ tabId })) ?? [];
  return missing.length > known.filter(({ errorOccurred }) => errorOccurred).length;
}
