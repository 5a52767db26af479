import { useEffect, useState } from "preact/hooks";
import { hostOf } from "../badge.ts";
import { webOrigin } from "../policy/origins.ts";
import { stanceOf } from "../policy/site-rules.ts";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";
import { StanceChoice } from "./stance-choice.tsx";
import { send } from "./worker-link.ts";

/** What clients may do on the site that the person is looking at. */
export function ThisSiteCard({ view: { sites } }: { view: View }) {
  const origin = useOriginInFront();
  if (origin === undefined) return null;
  const host = hostOf(origin);
  return (
    <section class="card line" aria-label={`${TEXTS.panel.thisSite} ${host}`}>
      <p class="grow cut" title={host}>
        <span class="soft">{TEXTS.panel.thisSite}</span>
        <br />
        <b>{host}</b>
      </p>
      <StanceChoice
        label={`${TEXTS.panel.thisSite} ${host}`}
        value={stanceOf(sites, origin)}
        onChoose={(stance) => void send({ do: "set_site", site: origin, stance })}
      />
    </section>
  );
}

/** Follows the tab in front, so that the side panel stays with it. */
function useOriginInFront(): string | undefined {
  const [origin, setOrigin] = useState<string>();
  useEffect(() => {
    const look = () => {
      const query = { active: true, currentWindow: true };
      chrome.tabs.query(query).then(
        ([tab]) => setOrigin(webOrigin(tab?.url ?? "")),
        () => setOrigin(undefined),
      );
    };
    look();
    chrome.tabs.onActivated.addListener(look);
    chrome.tabs.onUpdated.addListener(look);
    return () => {
      chrome.tabs.onActivated.removeListener(look);
      chrome.tabs.onUpdated.removeListener(look);
    };
  }, []);
  return origin;
}
