import { useEffect, useState } from "preact/hooks";

/** The tabs of these ids that are open, as they are called now. */
export function useTabs(ids: readonly number[]): ReadonlyMap<number, chrome.tabs.Tab> {
  const [tabs, setTabs] = useState<ReadonlyMap<number, chrome.tabs.Tab>>(new Map());
  const wantedIds = ids.join();
  useEffect(() => {
    const look = async () => {
      const wanted = new Set(wantedIds.split(",").map(Number));
      const open = await chrome.tabs.query({});
      const found = open.flatMap((tab): [number, chrome.tabs.Tab][] =>
        tab.id !== undefined && wanted.has(tab.id) ? [[tab.id, tab]] : [],
      );
      setTabs(new Map(found));
    };
    const again = () => void look();
    again();
    chrome.tabs.onUpdated.addListener(again);
    chrome.tabs.onRemoved.addListener(again);
    return () => {
      chrome.tabs.onUpdated.removeListener(again);
      chrome.tabs.onRemoved.removeListener(again);
    };
  }, [wantedIds]);
  return tabs;
}

/** Brings a tab to the front, and its window with it. */
export function showTab({ id, windowId }: chrome.tabs.Tab): void {
  if (id === undefined) return;
  void chrome.tabs.update(id, { active: true });
  void chrome.windows.update(windowId, { focused: true });
}
