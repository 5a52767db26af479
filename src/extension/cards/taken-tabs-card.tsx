import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";
import { CommandButton } from "./command-button.tsx";
import { useNow } from "./now.ts";
import { useTabs } from "./open-tabs.ts";

/** The tabs that the person took over from clients, for how long, and the way to give them back. */
export function TakenTabsCard({ view }: { view: View }) {
  return view.takenTabs.length === 0 ? null : <TakenTabs view={view} />;
}

function TakenTabs({ view: { takenTabs, log } }: { view: View }) {
  const texts = TEXTS.panel;
  const nowMs = useNow(1_000);
  const tabs = useTabs(takenTabs.map(({ tabId }) => tabId));
  return (
    <section class="card" aria-labelledby="taken">
      <h3 id="taken">{texts.taken}</h3>
      <ul class="tabs">
        {takenTabs.map(({ tabId, untilMs }) => {
          const title = tabs.get(tabId)?.title ?? texts.aTab;
          const client = log.findLast((entry) => entry.tabId === tabId)?.client;
          const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
          return (
            <li key={tabId} class="paused">
              <span class="dot" aria-hidden="true" />
              <span class="grow cut" title={title}>
                <bdi class="strong">{title}</bdi>
                <br />
                <span class="soft">{texts.takenFrom(client ?? texts.someClient, seconds)}</span>
              </span>
              <CommandButton command={{ do: "give_back", tabId }} label={texts.giveBackTab(title)}>
                {texts.giveBack}
              </CommandButton>
            </li>
          );
        })}
      </ul>
      <p class="small">{texts.takenMore}</p>
    </section>
  );
}
