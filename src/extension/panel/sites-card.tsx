import { useState } from "preact/hooks";
import { CommandButton } from "../cards/command-button.tsx";
import { StanceChoice } from "../cards/stance-choice.tsx";
import { send } from "../cards/worker-link.ts";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";

/** The rules of sites, to be read and changed. */
export function SitesCard({ view: { sites } }: { view: View }) {
  const texts = TEXTS.panel;
  return (
    <section class="card" aria-labelledby="sites">
      <h3 id="sites">{texts.sites}</h3>
      <p class="soft">{texts.sitesMore}</p>
      <ul class="rows rules">
        <li class="line">
          <b class="grow">{texts.otherSites}</b>
          <StanceChoice
            label={texts.otherSites}
            value={sites.otherwise}
            onChoose={(stance) => void send({ do: "set_other_sites", stance })}
          />
          <span class="remove" />
        </li>
        {sites.sites.map(({ site, stance }) => (
          <li key={site} class="line">
            <span class="grow cut" title={site}>
              {site}
            </span>
            <StanceChoice
              label={site}
              value={stance}
              onChoose={(chosen) => void send({ do: "set_site", site, stance: chosen })}
            />
            <CommandButton
              command={{ do: "set_site", site }}
              look="remove"
              label={texts.removeSite(site)}
            >
              ×
            </CommandButton>
          </li>
        ))}
      </ul>
      <AddSite />
    </section>
  );
}

/** A new rule begins with Ask: nothing is lost by it, and the person sees it work. */
function AddSite() {
  const texts = TEXTS.panel;
  const [typed, setTyped] = useState("");
  const [error, setError] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    const reply = await send({ do: "set_site", site: typed, stance: "ask" });
    setError(reply.ok ? "" : reply.message);
    if (reply.ok) setTyped("");
  };
  return (
    <form class="line add" onSubmit={(event) => void submit(event)}>
      <label class="unseen" for="site">
        {texts.addSite}
      </label>
      <input
        id="site"
        autocomplete="off"
        spellcheck={false}
        placeholder={texts.sitePlaceholder}
        value={typed}
        aria-describedby="site-error"
        aria-invalid={error !== ""}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setError("");
        }}
      />
      <button>{texts.add}</button>
      <p id="site-error" class="error" role="alert">
        {error}
      </p>
    </form>
  );
}
