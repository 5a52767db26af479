import type { LogEntry } from "../call-log.ts";
import { useNow } from "../cards/now.ts";
import { showTab, useTabs } from "../cards/open-tabs.ts";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";

/** How long a tab counts as worked in after the last call. */
const LATELY_MS = 60_000;

/** How often it is looked which those are. */
const LOOK_MS = 5_000;

interface Work {
  tabId: number;
  client: string;
  running: boolean;
}

/** Who works in which tab. */
export function WorkCard({ view: { log } }: { view: View }) {
  const texts = TEXTS.panel;
  const works = worksIn(log, useNow(LOOK_MS));
  const tabs = useTabs(works.map(({ tabId }) => tabId));
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
              <span class="grow cut work" title={title}>
                <bdi class="strong">{client}</bdi>
                {running && <span class="soft">{texts.now}</span>}
                <bdi class="soft">{title}</bdi>
              </span>
              {tab && (
                <button
                  type="button"
                  class="link"
                  aria-label={texts.show(title)}
                  onClick={() => showTab(tab)}
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
function worksIn(log: readonly LogEntry[], nowMs: number): Work[] {
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
