import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { navigationTools } from "../../../tools/navigation.ts";
import { attach, attachedTo, openDialogIn } from "../../debugger/debugger-session.ts";
import { hearFrames } from "../../debugger/frame-network.ts";
import { CLOSED, dialogAdvice } from "../../debugger/standstill.ts";
import { gate } from "../../policy/gate.ts";
import { interactiveOutline } from "../reading/interactive-outline.ts";
import { BLANK, untilBlank } from "./blank-page.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { arrival } from "./arrival.ts";
import { type Destination, depart } from "./departure.ts";
import { NavigationWatch } from "./navigation-watch.ts";
import { addressOf } from "./page-address.ts";
import { stopLoadingOnAbort } from "./stop-loading.ts";
import { joinOwnGroup } from "./tab-groups.ts";
import { lastTabOf, rememberTab } from "./tab-memory.ts";
import { type KnownTab, bringToFront, findTab, tabById, withOrigin } from "./tab-target.ts";

type Args = BrowserToolArgs<"chrome_navigate">;
type Place = Pick<KnownTab, "tabId" | "windowId">;

/** What is left of the call's time for waiting, so that the answer still gets through. */
const SPARE_MS = 250;

const STILL_EMPTY = "The page shows nothing yet. chrome_wait_for waits for what is to come.";

const navigate: Handler<"chrome_navigate"> = async (args, context) => {
  const direct = await directly(args, context);
  if (direct) return direct;
  const opens = args.newTab || args.newWindow;
  const found = opens ? undefined : await findTab(args, context.client);
  if (found && !found.ok) return found;
  const direction = directionOf(args);
  // A page of the server is the person's: they look who is connected, or go on talking there.
  const isNamed = args.tabId !== undefined && context.client.kind !== "voice";
  const stays = !isNamed && gate().isOwnServer(found?.value.url ?? "");
  const tab = stays && args.url !== undefined && !direction ? undefined : found;
  if (direction && opens) {
    return fail("invalid_arguments", "A new tab has nothing to go back or forward to.");
  }
  const address = args.url === undefined || direction ? undefined : addressOf(args.url);
  if (address && !address.ok) return address;
  const admitted = await mayGo(tab?.value.url, address?.value, context);
  if (!admitted.ok) return admitted;
  if (!tab) return open(args, address?.value ?? BLANK, context);
  if (!direction && !address && !args.refresh) {
    return fail("invalid_arguments", "Say where to go: url, or refresh.");
  }

  const { tabId } = tab.value;
  const heard = args.waitUntil === "networkidle" ? await hearAll(tabId) : succeed(undefined);
  if (!heard.ok) return heard;
  using _heard = heard.value;
  if (args.width !== undefined || args.height !== undefined) {
    await chrome.windows.update(tab.value.windowId, sizeOf(args)).catch(() => undefined);
  }
  const to: Destination = address ? { go: "to", url: address.value } : { go: direction ?? "again" };
  return await go(tabId, () => Promise.resolve(tab.value), to, args, context);
};

function directionOf({ url }: Args): "back" | "forward" | undefined {
  return url === "back" || url === "forward" ? url : undefined;
}

/**
 * To an address in a tab that has the debugger, which knows where the page is: the tab itself is looked up while
 * the page is on its way. Undefined where there is more to be done.
 */
async function directly(
  args: Args,
  context: ToolContext,
): Promise<Awaited<ReturnType<Handler<"chrome_navigate">>> | undefined> {
  const { client } = context;
  const isMore =
    args.newTab || args.newWindow || args.width || args.height || args.waitUntil === "networkidle";
  const isLookedAt = directionOf(args) || args.expectedUrl !== undefined || client.kind === "voice";
  if (isMore || args.url === undefined || isLookedAt) return undefined;
  const tabId = args.tabId ?? (args.windowId ? undefined : await lastTabOf(client.id));
  const session = tabId === undefined ? undefined : attachedTo(tabId);
  const address = addressOf(args.url);
  if (!session?.address || !address.ok || gate().isOwnServer(session.address)) return undefined;
  const admitted = await mayGo(session.address, address.value, context);
  if (!admitted.ok) return admitted;
  const to = { go: "to", url: address.value } as const;
  return go(session.tabId, () => tabById(session.tabId), to, args, context);
}

/** From where the tab is, which the person may have closed to clients, to an address. */
function mayGo(from: string | undefined, address: string | undefined, { signal }: ToolContext) {
  const leaves = from !== undefined && gate().stance(from) === "deny" ? from : undefined;
  return gate().admit(leaves ?? address ?? "", signal);
}

async function go(
  tabId: number,
  placeOf: () => Promise<Place | undefined>,
  to: Destination,
  args: Args,
  context: ToolContext,
): ReturnType<Handler<"chrome_navigate">> {
  const dialog = openDialogIn(tabId);
  if (dialog) return fail("dialog_open", dialogAdvice(dialog));
  const session = attachedTo(tabId);
  using _lease = session?.lease();
  using watch = new NavigationWatch(tabId, session);
  using _stopping = stopLoadingOnAbort(tabId, context.signal);
  const departing = depart(tabId, to, session);
  // Chrome does what it is asked in that order: the page is to be on its way first.
  const place = placeOf();
  const begun = await departing;
  if (!begun.ok) return begun;
  const there = await place;
  if (!there) return CLOSED;
  return await arrive(there, watch, to.go === "to" ? to.url : undefined, args, context);
}

/** What is still asked for is known by the debugger alone. */
async function hearAll(tabId: number): Promise<Outcome<Disposable>> {
  const debug = await attach(tabId);
  return debug.ok ? succeed(await hearFrames(debug.value)) : debug;
}

function sizeOf({ width, height }: Args) {
  return { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
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
  using _stopping = stopLoadingOnAbort(made.id, context.signal);
  await joinOwnGroup(context.client, [made]);
  const place = { tabId: made.id, windowId: made.windowId };
  return await arrive(place, watch, url, args, context);
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
  url: string | undefined,
  args: Args,
  context: ToolContext,
): ReturnType<Handler<"chrome_navigate">> {
  const { tabId, windowId } = place;
  const { signal } = context;
  await rememberTab(context.client.id, tabId);
  const left = () => context.deadlineMs - Date.now() - SPARE_MS;
  const arrived =
    url === BLANK
      ? await untilBlank(tabId, left(), signal)
      : await arrival(tabId, watch, { waitUntil: args.waitUntil, left, signal });
  if (!arrived.ok) return arrived;
  const page = arrived.value ?? (await tabById(tabId));
  if (!page) return fail("tab_not_found", "The tab was closed while the page loaded.");
  if (!args.background) await bringToFront(place);
  // It may have been sent on to another site.
  const admitted = await gate().admit(page.url, signal);
  if (!admitted.ok) return admitted;
  const { status = 0, filled = true } = arrived.value ?? {};
  const data = { tabId, windowId, url: page.url, title: page.title };
  const shows = args.includeSnapshot === "interactive";
  const outline = shows ? await interactiveOutline(tabId, context) : undefined;
  const told = {
    ...(status > 0 && { status }),
    ...(!filled && { note: STILL_EMPTY }),
    ...(outline !== undefined && { outline }),
  };
  return succeed(withOrigin({ ...data, ...told }, page.url));
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
