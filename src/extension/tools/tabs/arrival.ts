import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { type DebuggerSession, attachedTo, openDialogIn } from "../../debugger/debugger-session.ts";
import { dialogAdvice } from "../../debugger/standstill.ts";
import { untilAborted } from "../until-aborted.ts";
import { requestsQuiet } from "../waiting/network-quiet.ts";
import type { NavigationWatch } from "./navigation-watch.ts";
import { type Readable, readableSchema, whenReadable } from "./when-readable.ts";

/**
 * Waiting for a page that is on its way.
 *
 *   going ──▶ committed ──▶ it says itself that it can be read ──▶ as far as the caller wants it
 *     │           └── gone meanwhile: it sent itself elsewhere ──▶ committed
 *     └── a move inside the page, or nothing to wait for ──▶ there
 */

/** An empty page is given this long for its scripts to fill it. */
const FILLING_MS = 2_000;

/** Where a page went away, the next one is heard of within this time. */
const RENEWAL_MS = 5_000;

const READABLE = whenReadable.toString();

const answerSchema = z.object({ result: z.object({ value: readableSchema }) });

export interface Patience {
  waitUntil: BrowserToolArgs<"chrome_navigate">["waitUntil"];
  /** What is left of the call's time, in milliseconds. */
  left: () => number;
  signal: AbortSignal;
}

/** What the page says of itself; undefined when it was not asked. */
export async function arrival(
  tabId: number,
  watch: NavigationWatch,
  { waitUntil, left, signal }: Patience,
): Promise<Outcome<Readable | undefined>> {
  if (waitUntil === "none") return succeed(undefined);
  const over = () => watch.failed !== undefined || watch.gone || openDialogIn(tabId) !== undefined;
  // A dialog is no event of a navigation.
  const stopWatching = attachedTo(tabId)?.standstill.watch(() => watch.nudge());
  using _watching = { [Symbol.dispose]: () => stopWatching?.() };
  let ahead = askAhead(tabId, watch, left());
  for (;;) {
    const comes = () => watch.committed || watch.moved || over();
    const going = await watch.until(comes, left(), signal);
    const dialog = openDialogIn(tabId);
    if (dialog) return fail("dialog_open", dialogAdvice(dialog));
    if (watch.gone) return fail("tab_not_found", "The tab was closed while the page loaded.");
    if (watch.failed !== undefined) return unreachable(watch.failed);
    if (!going) return tooSlow();
    if (!watch.committed) return succeed(undefined);
    const { heard } = watch;
    const ended = watch.until(over, left(), signal).then(() => undefined);
    const asking = ahead.then((page) => page ?? askPage(tabId, left()));
    ahead = Promise.resolve(undefined);
    const asked = await untilAborted(Promise.race([asking, ended]), signal);
    if (!asked.ok) return asked;
    const page = asked.value;
    if (page) {
      const isWhole = page.complete || waitUntil === "domcontentloaded";
      const ends = () => watch.complete || over();
      if (!isWhole && !(await watch.until(ends, left(), signal))) return tooSlow();
      if (waitUntil === "networkidle") await requestsQuiet(tabId, left(), signal);
      return asked;
    }
    if (left() <= 0) return tooSlow();
    // The page sent itself elsewhere meanwhile, or is one that nobody may ask: then nothing more happens.
    const goesOn = () => watch.heard > heard || over();
    if (!(await watch.until(goesOn, Math.min(left(), RENEWAL_MS), signal)))
      return succeed(undefined);
  }
}

/**
 * Asks the debugger before the page is there. Chrome keeps the question for the page, so that the answer comes before
 * it draws anything. Undefined where the page before it answered.
 */
async function askAhead(
  tabId: number,
  watch: NavigationWatch,
  leftMs: number,
): Promise<Readable | undefined> {
  const session = attachedTo(tabId);
  if (!session || watch.committed) return undefined;
  const page = await askByDebugger(session, mostMsOf(leftMs));
  return watch.committed ? page : undefined;
}

/** Undefined when the page went away meanwhile. */
async function askPage(tabId: number, leftMs: number): Promise<Readable | undefined> {
  const mostMs = mostMsOf(leftMs);
  const session = attachedTo(tabId);
  return session ? askByDebugger(session, mostMs) : askByScript(tabId, mostMs);
}

function mostMsOf(leftMs: number): number {
  return Math.min(FILLING_MS, Math.max(0, leftMs));
}

/** Where the debugger is on the tab already: a world of our own in the page would hold it up. */
async function askByDebugger(
  session: DebuggerSession,
  mostMs: number,
): Promise<Readable | undefined> {
  const answer = await session.send("Runtime.evaluate", {
    expression: `(${READABLE})(${mostMs})`,
    awaitPromise: true,
    returnByValue: true,
  });
  return answer.ok ? answerSchema.safeParse(answer.value).data?.result.value : undefined;
}

async function askByScript(tabId: number, mostMs: number): Promise<Readable | undefined> {
  const injection = { target: { tabId }, func: whenReadable, injectImmediately: true };
  const args: [number] = [mostMs];
  const results = await chrome.scripting.executeScript({ ...injection, args }).catch(() => []);
  return readableSchema.safeParse(results[0]?.result).data;
}

function unreachable(error: string) {
  const name = /net::ERR_([A-Z_]+)/.exec(error)?.[1] ?? "FAILED";
  if (name === "ABORTED") {
    return fail(
      "navigated",
      "The page was not opened: it is a download, or another navigation came in between.",
    );
  }
  return fail(
    "not_actionable",
    `The page could not be loaded (ERR_${name}). Check the address, and whether that server runs.`,
  );
}

function tooSlow() {
  return fail(
    "timeout",
    "The page did not load in time. It may still: read it later, or give a longer timeoutMs.",
  );
}
