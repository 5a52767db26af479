import { fail, succeed } from "../../../protocol/failure.ts";
import { browserName } from "../../browser-name.ts";
import { gate } from "../../policy/gate.ts";
import { takeOvers } from "../../takeover/take-overs.ts";
import { TEXTS } from "../../texts.ts";
import type { Handler } from "../tool-context.ts";
import { lastTabOf, rememberTab } from "./tab-memory.ts";
import { needPermission } from "../../policy/optional-permissions.ts";
import { groupNames } from "./tab-groups.ts";
import { NO_SUCH_TAB, findPage, tabById, whereIs } from "./tab-target.ts";
import { within } from "../until-aborted.ts";

/** Kept from the call's time, so that the answer still gets through. */
const SPARE_MS = 200;

const getWindowsAndTabs: Handler<"get_windows_and_tabs"> = async () => {
  const [windows, groups] = await Promise.all([
    chrome.windows.getAll({ populate: true }),
    groupNames(),
  ]);
  return succeed({
    data: {
      browser: browserName(),
      windows: windows.flatMap(({ id, focused, incognito, tabs }) =>
        id === undefined
          ? []
          : [
              {
                windowId: id,
                focused,
                ...(incognito ? { incognito } : {}),
                tabs: (tabs ?? []).flatMap((tab) => tabLine(tab, groups)),
              },
            ],
      ),
    },
  });
};

/** A tab as lists of tabs show it; none when it has no id. */
export function tabLine(tab: chrome.tabs.Tab, groups: ReadonlyMap<number, string>) {
  if (tab.id === undefined) return [];
  const group = groups.get(tab.groupId);
  const url = whereIs(tab);
  const isClosed = gate().stance(url) === "deny";
  return [
    {
      tabId: tab.id,
      url: gate().shown(url),
      title: isClosed ? TEXTS.policy.closedTab : (tab.title ?? ""),
      active: tab.active,
      ...(tab.audible ? { audible: true } : {}),
      ...(tab.discarded ? { discarded: true } : {}),
      ...(tab.pinned ? { pinned: true } : {}),
      ...(group === undefined ? {} : { group }),
    },
  ];
}

const switchTab: Handler<"chrome_switch_tab"> = async (args, { client, signal }) => {
  const { tabId, windowId } = args;
  const known = await tabById(tabId);
  if (known && windowId !== undefined && windowId !== known.windowId) {
    return fail("tab_not_found", "The tab is in another window. Leave windowId out to find it.");
  }
  const admitted = await gate().admit(known?.url ?? "", signal);
  if (!admitted.ok) return admitted;
  const tab = await chrome.tabs.update(tabId, { active: true }).catch(() => undefined);
  if (!tab) return NO_SUCH_TAB;
  await Promise.all([
    chrome.windows.update(tab.windowId, { focused: true }).catch(() => undefined),
    rememberTab(client.id, tabId),
  ]);
  return succeed({
    data: { tabId, windowId: tab.windowId, url: whereIs(tab), title: tab.title ?? "" },
  });
};

const closeTabs: Handler<"chrome_close_tabs"> = async ({ tabIds, url }, { client, signal }) => {
  const wanted = new Set(tabIds);
  if (url !== undefined) {
    for (const tab of await chrome.tabs.query({})) {
      if (tab.id !== undefined && whereIs(tab).startsWith(url)) wanted.add(tab.id);
    }
  }
  if (tabIds === undefined && url === undefined) {
    const last = await lastTabOf(client.id);
    if (last === undefined) {
      return fail("invalid_arguments", "You used no tab yet: name tabIds or a url.");
    }
    wanted.add(last);
  }
  const known = await Promise.all([...wanted].map(tabById));
  for (const tab of known) {
    const admitted = await gate().admit(tab?.url ?? "", signal);
    if (!admitted.ok) return admitted;
    // Nobody knew which these are before.
    const refused = tab && takeOvers.refusal(tab.tabId);
    if (refused) return refused;
  }
  const closed = known.flatMap((tab) => (tab ? [tab.tabId] : []));
  if (closed.length === 0) {
    return fail(
      "tab_not_found",
      "None of these tabs is open. get_windows_and_tabs lists those there are.",
    );
  }
  await chrome.tabs.remove(closed).catch(() => undefined);
  return succeed({ data: { closed } });
};

const tabGroup: Handler<"chrome_tab_group"> = async (args, { signal }) => {
  const permitted = await needPermission("tabGroups");
  if (!permitted.ok) return permitted;
  const { action, tabIds = [], title, color, collapsed } = args;
  if (action !== "list") {
    for (const tab of await Promise.all(tabIds.map(tabById))) {
      if (!tab) return NO_SUCH_TAB;
      const admitted = await gate().admit(tab.url, signal);
      if (!admitted.ok) return admitted;
    }
  }
  const [first, ...others] = tabIds;
  if (first === undefined && (action === "add" || action === "remove")) {
    return fail("invalid_arguments", `To ${action} tabs, name them by tabIds.`);
  }
  let { groupId } = args;
  if (action === "remove" && first !== undefined) await chrome.tabs.ungroup([first, ...others]);
  if (action === "add" && first !== undefined) {
    const into = groupId === undefined ? {} : { groupId };
    groupId = await chrome.tabs.group({ tabIds: [first, ...others], ...into }).catch(() => -1);
  }
  if (action === "add" || action === "update") {
    const change = {
      ...(title === undefined ? {} : { title }),
      ...(color === undefined ? {} : { color }),
      ...(collapsed === undefined ? {} : { collapsed }),
    };
    const changed = await chrome.tabGroups.update(groupId ?? -1, change).catch(() => undefined);
    if (!changed) return fail("tab_not_found", "No such group. Action list names those there are.");
  }
  return succeed({ data: { groups: await allGroups() } });
};

async function allGroups() {
  const [groups, tabs] = await Promise.all([chrome.tabGroups.query({}), chrome.tabs.query({})]);
  return groups.map(({ id, windowId, title = "", color, collapsed }) => ({
    groupId: id,
    windowId,
    title,
    color,
    collapsed,
    tabIds: tabs.flatMap((tab) => (tab.groupId === id && tab.id !== undefined ? [tab.id] : [])),
  }));
}

const waitForTab: Handler<"chrome_wait_for_tab"> = async (args, { deadlineMs, signal }) => {
  const { tabId, url = "", title = "" } = args;
  const isMeant = (tab: chrome.tabs.Tab) =>
    (tabId === undefined ? url !== "" || title !== "" : tab.id === tabId) &&
    tab.status === "complete" &&
    tab.url?.includes(url) &&
    tab.title?.includes(title);
  if (tabId === undefined && url === "" && title === "") {
    return fail("invalid_arguments", "Say which tab: tabId, url or title.");
  }
  const { promise, resolve } = Promise.withResolvers<chrome.tabs.Tab>();
  const updated = (_id: number, _change: unknown, tab: chrome.tabs.Tab) => {
    if (isMeant(tab)) resolve(tab);
  };
  chrome.tabs.onUpdated.addListener(updated);
  for (const tab of await chrome.tabs.query({})) if (isMeant(tab)) resolve(tab);
  const came = await within(promise, deadlineMs - Date.now() - SPARE_MS, signal);
  chrome.tabs.onUpdated.removeListener(updated);
  if (!came) return fail("timeout", "No such tab has loaded in the time.");
  const tab = await promise;
  const [line] = tabLine(tab, await groupNames());
  return line ? succeed({ data: { ...line, windowId: tab.windowId } }) : NO_SUCH_TAB;
};

/** Chrome's own steps, in percent. */
const ZOOMS = [25, 33, 50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400, 500];

const zoom: Handler<"chrome_zoom"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId } = found.value;
  const now = Math.round((await chrome.tabs.getZoom(tabId)) * 100);
  const next =
    args.to === "in" ? ZOOMS.find((one) => one > now) : ZOOMS.findLast((one) => one < now);
  // Zero is whatever the person has as normal.
  await chrome.tabs.setZoom(tabId, args.to === "reset" ? 0 : (next ?? now) / 100);
  const reached = Math.round((await chrome.tabs.getZoom(tabId)) * 100);
  return succeed({ data: { tabId, percent: reached } });
};

export const tabHandlers = {
  get_windows_and_tabs: getWindowsAndTabs,
  chrome_switch_tab: switchTab,
  chrome_close_tabs: closeTabs,
  chrome_tab_group: tabGroup,
  chrome_wait_for_tab: waitForTab,
  chrome_zoom: zoom,
};
