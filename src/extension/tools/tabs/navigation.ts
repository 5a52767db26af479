import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { navigationTools } from "../../../tools/navigation.ts";
import {
  type DebuggerSession,
  attach,
  attachedTo,
  openDialogIn,
} from "../../debugger/debugger-session.ts";
import { dialogAdvice } from "../../debugger/standstill.ts";
import { gate } from "../../policy/gate.ts";
import { BLANK, untilBlank } from "./blank-page.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { step } from "./history-step.ts";
import { NavigationWatch } from "./navigation-watch.ts";
import { requestsQuiet } from "../waiting/network-quiet.ts";
import { addressOf } from "./page-address.ts";
import { stopLoadingOnAbort } from "./stop-loading.ts";
import { joinOwnGroup } from "./tab-groups.ts";
import { rememberTab } from "./tab-memory.ts";
import { type KnownTab, bringToFront, findTab, tabById, withOrigin } from "./tab-target.ts";
import { untilAborted } from "../until-aborted.ts";

type Args = BrowserToolArgs<"chrome_navigate">;

/** What is left of the call's time for waiting, so that the answer still gets through. */
const SPARE_MS = 250;

const arrivedSchema = z.object({
  url: z.string(),
  title: z.string(),
  status: z.number(),
  complete: z.boolean(),
});

const navigate: Handler<"chrome_navigate"> = async (args, context) => {
  const opens = args.newTab || args.newWindow;
  const found = opens ? undefined : await findTab(args, context.client);
  if (found && !found.ok) return found;
  const direction = args.url === "back" || args.url === "forward" ? args.url : undefined;
  // Somebody who talks from a page of the server goes on talking there.
  const stays = context.client.kind === "voice" && gate().isOwnServer(found?.value.url ?? "");
  const tab = stays && args.url !== undefined && !direction ? undefined : found;
  if (direction && opens) {
    return fail("invalid_arguments", "A new tab has nothing to go back or forward to.");
  }
  const address = args.url === undefined || direction ? undefined : addressOf(args.url);
  if (address && !address.ok) return address;
  const leaves = tab && gate().stance(tab.value.url) === "deny" ? tab.value.url : undefined;
  const admitted = await gate().admit(leaves ?? address?.value ?? "", context.signal);
  if (!admitted.ok) return admitted;
  if (!tab) return open(args, address?.value ?? BLANK, context);

  const { tabId } = tab.value;
  const dialog = openDialogIn(tabId);
  if (dialog) return fail("dialog_open", dialogAdvice(dialog));
  if (args.waitUntil === "networkidle") {
    const debug = await attach(tabId);
    if (!debug.ok) return debug;
  }
  if (args.width !== undefined || args.height !== undefined) {
    await chrome.windows.update(tab.value.windowId, sizeOf(args)).catch(() => undefined);
  }
  using watch = new NavigationWatch(tabId);
  stopLoadingOnAbort(tabId, context.signal);
  // Where it is attached already, the debugger's way there is the shorter one.
  const session = address && attachedTo(tabId);
  if (session) session.documentStatus = undefined;
  const begun =
    address && session
      ? await sendThere(session, address.value)
      : await begin(tab.value, address?.value, direction, args);
  if (!begun.ok) return begun;
  if (address?.value === BLANK) return await arriveAtNothing(tab.value, args, context);
  return await arrive(tab.value, watch, args, context, session);
};

/** Chrome answers only when the person, or a client, let the page be left. */
function sendThere(session: DebuggerSession, url: string): Promise<Outcome<unknown>> {
  const { promise, resolve } = Promise.withResolvers<Outcome<unknown>>();
  const stopWatching = session.standstill.watch((why) => {
    if (why.failure.code === "dialog_open") resolve(why);
  });
  void session.send("Page.navigate", { url }).then(resolve);
  return promise.finally(stopWatching);
}

function sizeOf({ width, height }: Args) {
  return { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
}

/** Sets the tab going. */
async function begin(
  { tabId }: KnownTab,
  address: string | undefined,
  direction: "back" | "forward" | undefined,
  args: Args,
): Promise<Outcome<unknown>> {
  const done = (promise: Promise<unknown>, problem: string) =>
    promise.then(
      () => succeed(undefined),
      () => fail("invalid_arguments", problem),
    );
  if (direction) return step(tabId, direction);
  if (address !== undefined) {
    return done(chrome.tabs.update(tabId, { url: address }), "Chrome does not open this address.");
  }
  if (!args.refresh) return fail("invalid_arguments", "Say where to go: url, or refresh.");
  return done(chrome.tabs.reload(tabId), "The tab was closed.");
}

async function open(
  args: Args,
  url: string,
  context: ToolContext,
): ReturnType<Handler<"chrome_navigate">> {
  using watch = new NavigationWatch(undefined);
  const made = await (args.newWindow ? newWindow(args, url) : newTab(args, url));
  if (made?.id === undefined)
    return fail("tab_not_found", "No such window. get_windows_and_tabs lists those there are.");
  watch.adopt(made.id);
  stopLoadingOnAbort(made.id, context.signal);
  await joinOwnGroup(context.client, [made]);
  const place = { tabId: made.id, windowId: made.windowId };
  if (url === BLANK) return await arriveAtNothing(place, args, context);
  return await arrive(place, watch, args, context);
}

async function arriveAtNothing(place: Place, args: Args, context: ToolContext) {
  await rememberTab(context.client.id, place.tabId);
  await untilBlank(place.tabId, context.deadlineMs - Date.now() - SPARE_MS, context.signal);
  return answer(place, undefined, args, context);
}

async function newWindow(args: Args, url: string): Promise<chrome.tabs.Tab | undefined> {
  const options = { url, focused: !args.background, ...sizeOf(args) };
  return (await chrome.windows.create(options))?.tabs?.[0];
}

async function newTab(args: Args, url: string): Promise<chrome.tabs.Tab | undefined> {
  const { windowId } = args;
  const options = {
    url,
    active: !args.background,
    ...(windowId === undefined ? {} : { windowId }),
  };
  return chrome.tabs.create(options).catch(() => undefined);
}

/** Waits for the page as far as the caller wants it, and tells where the tab is. */
async function arrive(
  place: Place,
  watch: NavigationWatch,
  args: Args,
  context: ToolContext,
  session?: DebuggerSession,
): ReturnType<Handler<"chrome_navigate">> {
  const { signal } = context;
  const { tabId } = place;
  await rememberTab(context.client.id, tabId);
  const left = () => context.deadlineMs - Date.now() - SPARE_MS;
  const held = () => openDialogIn(tabId) !== undefined;
  const over = () => watch.failed !== undefined || watch.gone || held();
  // A dialog is no event of a navigation.
  const stopWatching = attachedTo(tabId)?.standstill.watch(() => watch.nudge());
  using _watching = { [Symbol.dispose]: () => stopWatching?.() };

  if (args.waitUntil !== "none") {
    for (;;) {
      const going = await watch.until(
        () => watch.committed || watch.moved || over(),
        left(),
        signal,
      );
      const dialog = openDialogIn(tabId);
      if (dialog) return fail("dialog_open", dialogAdvice(dialog));
      if (watch.gone) return fail("tab_not_found", "The tab was closed while the page loaded.");
      if (watch.failed !== undefined) return unreachable(watch.failed);
      if (!going) return tooSlow();
      if (!watch.committed) break;
      const arrived = await untilAborted(
        session ? toldByDebugger(session, watch, left(), signal) : readable(tabId),
        signal,
      );
      if (!arrived.ok) return arrived;
      if (arrived.value) {
        const isWhole = arrived.value.complete || args.waitUntil === "domcontentloaded";
        const ends = () => watch.complete || over();
        if (!isWhole && !(await watch.until(ends, left(), signal))) return tooSlow();
        if (args.waitUntil === "networkidle") await requestsQuiet(tabId, left(), signal);
        return await answer(place, arrived.value, args, context);
      }
      // The page sent itself elsewhere meanwhile: wait for that one.
      if (left() <= 0) return tooSlow();
      const renewed = await watch.until(
        () => watch.ready || over(),
        Math.min(left(), 5_000),
        signal,
      );
      if (!renewed) return tooSlow();
    }
  }
  return await answer(place, undefined, args, context);
}

type Place = Pick<KnownTab, "tabId" | "windowId">;
type Arrived = z.infer<typeof arrivedSchema>;

async function answer(
  place: Place,
  arrived: Arrived | undefined,
  args: Args,
  context: ToolContext,
): ReturnType<Handler<"chrome_navigate">> {
  const page = arrived ?? (await tabById(place.tabId));
  if (!page) return fail("tab_not_found", "The tab was closed while the page loaded.");
  if (!args.background) await bringToFront(place);
  const { tabId, windowId } = place;
  const { url, title } = page;
  // It may have been sent on to another site.
  const admitted = await gate().admit(url, context.signal);
  if (!admitted.ok) return admitted;
  const status = arrived?.status ?? 0;
  return succeed(withOrigin({ tabId, windowId, url, title, ...(status > 0 && { status }) }, url));
}

/** With the debugger on the tab, Chrome's own events tell all; a script in the page would hold the page up. */
async function toldByDebugger(
  session: DebuggerSession,
  watch: NavigationWatch,
  leftMs: number,
  signal: AbortSignal,
): Promise<Arrived | undefined> {
  const ends = () => watch.ready || watch.gone || session.dialog !== undefined;
  await watch.until(ends, leftMs, signal);
  const { url, title, complete } = watch;
  const known = url !== undefined && title !== undefined && { url, title };
  const page = known || (await tabById(session.tabId));
  // What the debugger said of the document before it answers this has been heard by then.
  if (session.documentStatus === undefined) await session.send("Page.getFrameTree", undefined);
  const status = session.documentStatus ?? 0;
  return page && { url: page.url, title: page.title, status, complete };
}

/** Where the page is once it can be read; undefined when it went away meanwhile. */
async function readable(tabId: number): Promise<Arrived | undefined> {
  const injection = { target: { tabId }, func: whenReadable, injectImmediately: true };
  const results = await chrome.scripting.executeScript(injection).catch(() => []);
  return arrivedSchema.safeParse(results[0]?.result).data;
}

/** Runs inside the page. Must not wait for `load`: that waits for the scripts of extensions. */
async function whenReadable() {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (document.readyState !== "loading") resolve();
  document.addEventListener("DOMContentLoaded", () => resolve());
  await promise;
  const [entry] = performance.getEntriesByType("navigation");
  const status = entry instanceof PerformanceNavigationTiming ? entry.responseStatus : 0;
  return {
    url: location.href,
    title: document.title,
    status,
    complete: document.readyState === "complete",
  };
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

const goBackOrForward: Handler<"chrome_go_back_or_forward"> = ({ isForward, ...args }, context) => {
  const { chrome_navigate: contract } = navigationTools;
  const url = isForward ? "forward" : "back";
  return navigate(contract.args.parse({ ...args, url }), context);
};

export const navigationHandlers = {
  chrome_navigate: navigate,
  chrome_go_back_or_forward: goBackOrForward,
};
