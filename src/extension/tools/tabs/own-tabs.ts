import type { Caller } from "../../../protocol/call-tool.ts";
import { fail, succeed } from "../../../protocol/failure.ts";
import { navigationTools } from "../../../tools/navigation.ts";
import { gate } from "../../policy/gate.ts";
import { needPermission } from "../../policy/optional-permissions.ts";
import { TEXTS } from "../../texts.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { useTool } from "../use-tool.ts";
import { BLANK } from "./blank-page.ts";
import { groupNames, joinOwnGroup, ownTabs } from "./tab-groups.ts";
import { rememberTab } from "./tab-memory.ts";
import { bringToFront, whereIs } from "./tab-target.ts";
import { tabLine } from "./tabs.ts";

const tabsContext: Handler<"chrome_tabs_context"> = async (args, { client }) => {
  if (args.createIfEmpty && (await ownTabs(client)).length === 0) {
    await openBlank(client, args);
  }
  return succeed({ data: await standing(client) });
};

interface Place {
  background: boolean;
  windowId?: number | undefined;
}

/** A tab with nothing in it: there is no page whose coming could be waited for. */
async function openBlank(client: Caller, place: Place): Promise<number | undefined> {
  const { background, windowId } = place;
  const inWindow = windowId === undefined ? {} : { windowId };
  const wish = { url: BLANK, active: false, ...inWindow };
  const tab = await chrome.tabs.create(wish).catch(() => undefined);
  if (tab?.id === undefined) return undefined;
  await joinOwnGroup(client, [tab]);
  await rememberTab(client.id, tab.id);
  if (!background) await bringToFront({ tabId: tab.id, windowId: tab.windowId });
  return tab.id;
}

const tabsCreate: Handler<"chrome_tabs_create"> = async (args, call) => {
  const { client } = call;
  const { background, url, windowId } = args;
  const opened =
    url === BLANK
      ? succeed(await openBlank(client, args))
      : await navigate({ background, url, windowId }, call);
  if (!opened.ok) return opened;
  const tabId = opened.value;
  // Chrome throws at what can be no tab.
  const tab = tabId === undefined ? undefined : await chrome.tabs.get(tabId).catch(() => undefined);
  const [line] = tab ? tabLine(tab, await groupNames()) : [];
  if (!tab || !line)
    return fail("tab_not_found", "The tab was closed at once, or there is no such window.");
  return succeed({ data: { ...line, windowId: tab.windowId, ...(await noteFor(client)) } });
};

/** A new tab, which joins the client's group. */
async function navigate(to: Place & { url: string }, context: ToolContext) {
  const opened = await useTool("chrome_navigate", { ...to, newTab: true }, context);
  if (!opened.ok) return opened;
  return succeed(navigationTools.chrome_navigate.result.parse(opened.value.data).tabId);
}

const tabsAdopt: Handler<"chrome_tabs_adopt"> = async ({ tabIds }, { client, signal }) => {
  const tabs: chrome.tabs.Tab[] = [];
  for (const id of new Set(tabIds)) {
    const tab = await chrome.tabs.get(id).catch(() => undefined);
    if (!tab) {
      return fail("tab_not_found", `There is no tab ${id}. get_windows_and_tabs lists them.`);
    }
    const admitted = await gate().admit(whereIs(tab), signal);
    if (!admitted.ok) return admitted;
    tabs.push(tab);
  }
  await joinOwnGroup(client, tabs);
  const [first] = tabs;
  if (first?.id !== undefined) await rememberTab(client.id, first.id);
  return succeed({ data: await standing(client) });
};

async function standing(client: Caller) {
  const [tabs, names, note] = await Promise.all([ownTabs(client), groupNames(), noteFor(client)]);
  const lines = tabs.flatMap((tab) =>
    tabLine(tab, names).map((line) => ({ ...line, windowId: tab.windowId })),
  );
  return { group: client.name, tabs: lines, ...note };
}

/** Said when the group cannot carry the client's name. */
async function noteFor({ name }: Caller): Promise<{ note?: string }> {
  const permitted = await needPermission("tabGroups");
  return permitted.ok ? {} : { note: TEXTS.policy.unnamedGroup(name) };
}

export const ownTabsHandlers = {
  chrome_tabs_context: tabsContext,
  chrome_tabs_create: tabsCreate,
  chrome_tabs_adopt: tabsAdopt,
};
