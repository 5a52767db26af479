import { useEffect, useState } from "preact/hooks";
import type { LogEntry } from "../call-log.ts";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";

/** How long a tab counts as worked in after the last call. */
const LATELY_MS = 60_000;

interface Work {
  tabId: number;
  client: string;
  running: boolean;
}

/** Who works in which tab. */
export function WorkCard({ view: { log } }: { view: View }) {
  const texts = TEXTS.panel;
  const works = worksIn(log, useNow());
  const tabs = useTabs(works.map(({ tabId }) => tabId).join());
  return (
    <section class="card" aria-labelledby="driving">
      <h3 id="driving">{texts.driving}</h3>
      {works.length === 0 && <p class="soft">{texts.drivingNone}</p>}
      <ul class="tabs">
        {works.map(({ tabId, client, running }) => {
          const tab = tabs.get(tabId);
          const title = tab?.title ?? texts.closedTab;
          return (
            <li key={`${tabId} ${client}`} class={running ? "busy" : "good"}>
              <span class="dot" aria-hidden="true" />
              <span class="grow cut" title={title}>
                <b>{client}</b> {running && <span class="soft">{texts.now} </span>}
                <span class="soft">{title}</span>
              </span>
              {tab && (
                <button
                  type="button"
                  class="link"
                  aria-label={texts.show(title)}
                  onClick={() => show(tab)}
                >
                  {texts.showTab}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The newest first; each client once for each tab. */
export function worksIn(log: readonly LogEntry[], nowMs: number): Work[] {
  const works = new Map<string, Work>();
  for (const { tabId, client, state, atMs, durationMs } of log.toReversed()) {
    const running = state === "running";
    const isLate = running || atMs + (durationMs ?? 0) > nowMs - LATELY_MS;
    if (tabId === undefined || !isLate) continue;
    const key = `${tabId} ${client}`;
    works.set(key, { tabId, client, running: running || works.get(key)?.running === true });
  }
  return [...works.values()];
}

/** The time, moved on while the panel is looked at. */
function useNow(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(nowMs, Date.now());
}

/** The tabs of these ids, as they are called now. */
function useTabs(ids: string): ReadonlyMap<number, chrome.tabs.Tab> {
  const [tabs, setTabs] = useState<ReadonlyMap<number, chrome.tabs.Tab>>(new Map());
  useEffect(() => {
    const look = async () => {
      const wanted = new Set(ids.split(",").map(Number));
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
  }, [ids]);
  return tabs;
}

function show({ id, windowId }: chrome.tabs.Tab): void {
  if (id === undefined) return;
  void chrome.tabs.update(id, { active: true });
  void chrome.windows.update(windowId, { focused: true });
}
