import { z } from "zod";
import type { Caller } from "../../../protocol/call-tool.ts";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { type BrowserToolName, worksInTab } from "../../../tools/catalogue.ts";
import { attachedTo } from "../../debugger/debugger-session.ts";
import { gate } from "../../policy/gate.ts";
import type { ToolContext } from "../tool-context.ts";
import { whyUnsupported } from "./page-address.ts";
import { lastTabOf, rememberTab } from "./tab-memory.ts";
import { within } from "../until-aborted.ts";

/** A tab that exists. */
export interface KnownTab {
  tabId: number;
  windowId: number;
  url: string;
  title: string;
  /** In front in its window. Others are not drawn. */
  active: boolean;
  /** Chrome took the page out of memory; it comes back when it is loaded again. */
  discarded: boolean;
  /** Width of its viewport in CSS pixels, when it is not zoomed; 0 when Chrome does not say. */
  width: number;
  height: number;
}

interface TabArgs {
  tabId?: number | undefined;
  windowId?: number | undefined;
  expectedUrl?: string | undefined;
}

interface PageArgs extends TabArgs {
  background?: boolean | undefined;
}

/** Kept from the call's time for what is to be done once a sleeping page is there. */
const WAKE_SPARE_MS = 500;

export const NO_SUCH_TAB = fail(
  "tab_not_found",
  "No such tab. get_windows_and_tabs lists those there are.",
);

export async function tabById(tabId: number): Promise<KnownTab | undefined> {
  return known(await chrome.tabs.get(tabId).catch(() => undefined));
}

/** Before its first page is there, a tab is where it is going: what is allowed goes by that. */
export function whereIs({ url, pendingUrl }: chrome.tabs.Tab): string {
  return url || pendingUrl || "";
}

function known(tab: chrome.tabs.Tab | undefined): KnownTab | undefined {
  if (tab?.id === undefined) return undefined;
  const url = whereIs(tab);
  return {
    tabId: tab.id,
    windowId: tab.windowId,
    url: gate().shown(url),
    // The title is the page's own text.
    title: gate().stance(url) === "deny" ? "" : (tab.title ?? ""),
    active: tab.active,
    discarded: tab.discarded,
    width: tab.width ?? 0,
    height: tab.height ?? 0,
  };
}

/** The tab that is meant, when it is where the caller expects it. */
export async function findTab(args: TabArgs, client: Caller): Promise<Outcome<KnownTab>> {
  const found = await meantTab(args, client);
  const { expectedUrl = "" } = args;
  if (!found.ok || found.value.url.startsWith(expectedUrl)) return found;
  return fail("navigated", "The tab is at another address than expectedUrl. Read the page first.");
}

/** Named, or the client's last one, or the one in front. */
async function meantTab(args: TabArgs, client: Caller): Promise<Outcome<KnownTab>> {
  if (args.tabId !== undefined) {
    const tab = await tabById(args.tabId);
    return tab ? succeed(tab) : NO_SUCH_TAB;
  }
  if (args.windowId === undefined) {
    const last = await lastTabOf(client.id);
    const tab = last === undefined ? undefined : await tabById(last);
    if (tab) return succeed(tab);
  }
  const front =
    args.windowId === undefined
      ? await chrome.tabs.query({ active: true, lastFocusedWindow: true, windowType: "normal" })
      : await chrome.tabs.query({ active: true, windowId: args.windowId }).catch(() => []);
  const [first] =
    front.length > 0 || args.windowId !== undefined
      ? front
      : await chrome.tabs.query({ active: true, windowType: "normal" });
  const tab = known(first);
  if (tab) return succeed(tab);
  return args.windowId === undefined
    ? fail("tab_not_found", "No tab is open. chrome_navigate with newTab opens one.")
    : fail("tab_not_found", "No such window. get_windows_and_tabs lists those there are.");
}

/**
 * The tab that is meant, when the tools can work in its page now, or answer the dialog of it when they are
 * `atDialog`. Becomes the client's last tab.
 */
export async function findPage(
  args: PageArgs,
  context: ToolContext,
  { atDialog = false } = {},
): Promise<Outcome<KnownTab>> {
  const found = await findTab(args, context.client);
  if (!found.ok) return found;
  let tab = context.client.kind === "voice" ? await talkedAbout(found.value) : found.value;
  const unsupported = whyUnsupported(tab.url);
  if (unsupported !== undefined) {
    return fail("unsupported_page", `${unsupported} Go elsewhere with chrome_navigate first.`);
  }
  const admitted = await gate().admit(tab.url, context.signal);
  if (!admitted.ok) return admitted;
  if (tab.discarded) {
    const woken = await wake(tab.tabId, context);
    if (!woken.ok) return woken;
    tab = woken.value;
  }
  const stands = attachedTo(tab.tabId)?.standstill.why;
  if (stands && !(atDialog && stands.failure.code === "dialog_open")) return stands;
  await rememberTab(context.client.id, tab.tabId);
  if (args.background === false) await bringToFront(tab);
  return succeed(tab);
}

/** Who talks from a page of the server means the page that they were on before. */
async function talkedAbout(tab: KnownTab): Promise<KnownTab> {
  if (!gate().isOwnServer(tab.url)) return tab;
  const others = await chrome.tabs.query({ url: ["http://*/*", "https://*/*"] });
  const [latest] = others
    .filter(({ url }) => !gate().isOwnServer(url ?? ""))
    .toSorted((one, other) => (other.lastAccessed ?? 0) - (one.lastAccessed ?? 0));
  return known(latest) ?? tab;
}

/** Loads a discarded page where it is, behind the others. Some versions of Chrome give it another tab id. */
async function wake(
  tabId: number,
  { deadlineMs, signal }: ToolContext,
): Promise<Outcome<KnownTab>> {
  let id = tabId;
  const { promise, resolve } = Promise.withResolvers<void>();
  const replaced = (added: number, removed: number) => {
    if (removed === id) id = added;
  };
  const updated = (changed: number, { status }: { status?: string }) => {
    if (changed === id && status === "complete") resolve();
  };
  chrome.tabs.onReplaced.addListener(replaced);
  chrome.tabs.onUpdated.addListener(updated);
  await chrome.tabs.reload(tabId).catch(() => undefined);
  const loaded = await within(promise, deadlineMs - Date.now() - WAKE_SPARE_MS, signal);
  chrome.tabs.onReplaced.removeListener(replaced);
  chrome.tabs.onUpdated.removeListener(updated);
  const tab = await tabById(id);
  if (!tab) return NO_SUCH_TAB;
  return loaded && !tab.discarded
    ? succeed(tab)
    : fail("timeout", "The tab was asleep and did not load in the time. Give a longer timeoutMs.");
}

export async function bringToFront(tab: { tabId: number; windowId: number }): Promise<void> {
  await Promise.all([
    chrome.tabs.update(tab.tabId, { active: true }),
    chrome.windows.update(tab.windowId, { focused: true }),
  ]).catch(() => undefined);
}

const namedTab = z.object({
  tabId: z.number().optional(),
  windowId: z.number().optional(),
  tabIds: z.array(z.number()).optional(),
  newTab: z.boolean().optional(),
  newWindow: z.boolean().optional(),
});

/** The tab that a call will have to itself; undefined when it makes one, or touches none. */
export async function tabForLock(
  tool: BrowserToolName,
  args: unknown,
  client: Caller,
): Promise<number | undefined> {
  const parsed = namedTab.safeParse(args);
  if (!parsed.success || !worksInTab(tool)) return undefined;
  const { tabIds, newTab, newWindow, ...named } = parsed.data;
  if (newTab || newWindow) return undefined;
  if (tool === "chrome_close_tabs") return tabIds?.[0];
  // Whether it exists is the handler's business: one question to Chrome less.
  if (named.tabId !== undefined) return named.tabId;
  const found = await findTab(named, client);
  return found.ok ? found.value.tabId : undefined;
}

export function originOf(url: string): string | undefined {
  return /^https?:/.test(url) && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** The origin of a page beside its data, where it has one. */
export function withOrigin<D>(data: D, url: string): { data: D; origin?: string } {
  const origin = originOf(url);
  return origin === undefined ? { data } : { data, origin };
}
