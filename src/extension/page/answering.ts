import { type Outcome, fail } from "../../protocol/failure.ts";
import { deadlineOf } from "../call-deadline.ts";
import { attachedTo } from "../debugger/debugger-session.ts";
import { untilAborted } from "../tools/until-aborted.ts";

/** A page that answers nothing for this long runs a script without end. None of our own takes half of it. */
const UNANSWERED_MS = 10_000;

/** People take the whole time of a call, if they like. The longest that a timer can wait. */
export const PERSONS_MS = 2 ** 31 - 1;

/** Kept from the call's time, so that the answer still gets through. */
const SPARE_MS = 150;

const UNRESPONSIVE = fail(
  "page_unresponsive",
  "The page does not answer: a script of it keeps it busy. Load it again with chrome_navigate and refresh, or close the tab.",
);

/** What the page of a tab answers, unless it stands still, keeps silent, or the call ends first. */
export async function answering<T>(
  tabId: number,
  answer: Promise<Outcome<T>>,
  signal: AbortSignal,
  longestMs = UNANSWERED_MS,
): Promise<Outcome<T>> {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<Outcome<T>>();
  const stopWatching = attachedTo(tabId)?.standstill.watch(stop);
  const patienceMs = Math.min(longestMs, deadlineOf(signal) - SPARE_MS - Date.now());
  const unanswered = setTimeout(() => stop(UNRESPONSIVE), Math.max(0, patienceMs));
  const outcome = await untilAborted(Promise.race([answer, stopped]), signal);
  clearTimeout(unanswered);
  stopWatching?.();
  return outcome.ok ? outcome.value : outcome;
}
