import { fail, succeed } from "../../protocol/failure.ts";
import { gate } from "../policy/gate.ts";
import { TEXTS } from "../texts.ts";
import type { Handler } from "./handlers.ts";
import { lastTabOf, rememberTab } from "./tab-memory.ts";
import { originOf, tabById } from "./tab-target.ts";

const getWindowsAndTabs: Handler<"get_windows_and_tabs"> = async () => {
  const windows = await chrome.windows.getAll({ populate: true });
  return succeed({
    data: {
      windows: windows.flatMap(({ id, focused, incognito, tabs }) =>
        id === undefined
          ? []
          : [
              {
                windowId: id,
                focused,
                ...(incognito ? { incognito } : {}),
                tabs: (tabs ?? []).flatMap(lineOf),
              },
            ],
      ),
    },
  });
};

function lineOf(tab: chrome.tabs.Tab) {
  if (tab.id === undefined) return [];
  const url = tab.url ?? "";
  const isClosed = gate().stance(url) === "deny";
  return [
    {
      tabId: tab.id,
      url: isClosed ? (originOf(url) ?? "") : url,
      title: isClosed ? TEXTS.policy.closedTab : (tab.title ?? ""),
      active: tab.active,
      ...(tab.audible ? { audible: true } : {}),
      ...(tab.discarded ? { discarded: true } : {}),
      ...(tab.pinned ? { pinned: true } : {}),
    },
  ];
}

const switchTab: Handler<"chrome_switch_tab"> = async ({ tabId }, { client, signal }) => {
  const known = await tabById(tabId);
  const admitted = await gate().admit(known?.url ?? "", signal);
  if (!admitted.ok) return admitted;
  const tab = await chrome.tabs.update(tabId, { active: true }).catch(() => undefined);
  if (!tab)
    return fail("tab_not_found", "No such tab. get_windows_and_tabs lists those there are.");
  await Promise.all([
    chrome.windows.update(tab.windowId, { focused: true }).catch(() => undefined),
    rememberTab(client.id, tabId),
  ]);
  return succeed({
    data: { tabId, windowId: tab.windowId, url: tab.url ?? "", title: tab.title ?? "" },
  });
};

const closeTabs: Handler<"chrome_close_tabs"> = async ({ tabIds, url }, { client, signal }) => {
  const wanted = new Set(tabIds);
  if (url !== undefined) {
    for (const tab of await chrome.tabs.query({})) {
      if (tab.id !== undefined && tab.url?.startsWith(url)) wanted.add(tab.id);
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

export const tabHandlers = {
  get_windows_and_tabs: getWindowsAndTabs,
  chrome_switch_tab: switchTab,
  chrome_close_tabs: closeTabs,
};
