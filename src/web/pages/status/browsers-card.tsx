import type { Browser, Load } from "./answers.ts";
import { CopyButton } from "./copy-text.tsx";
import type { Known } from "./server-watch.ts";

/** More than this help nobody who reads. */
const SHOWN = 100;

const WORDS: Record<Browser["state"], string> = {
  connected: "Connected",
  suspect: "Not answering",
  paused: "Paused",
  detached: "Away",
};

/** Who is connected. */
export function BrowsersCard({ known }: { known: Known }) {
  const { browsers, loads } = known;
  const connected = browsers.filter(({ state }) => state !== "detached").length;
  return (
    <section class="card" aria-labelledby="browsers">
      <h2 id="browsers">
        Browsers{" "}
        {browsers.length > 0 && (
          <span class="count">
            {connected} of {browsers.length} connected
          </span>
        )}
      </h2>
      {browsers.length === 0 ? (
        <NoBrowser />
      ) : (
        <ul class="browsers">
          {browsers.slice(0, SHOWN).map((browser) => (
            <BrowserRow key={browser.browserId} browser={browser} load={loads[browser.browserId]} />
          ))}
        </ul>
      )}
      {browsers.length > SHOWN && <p class="soft">And {browsers.length - SHOWN} more.</p>}
    </section>
  );
}

function NoBrowser() {
  return (
    <div class="empty">
      <p>
        <strong>No browser is connected yet.</strong>
      </p>
      <p class="soft">
        First <a href="#connect-browser">connect a browser</a>, then{" "}
        <a href="#connect-client">connect an AI client</a>. The browser appears here as soon as it
        is there.
      </p>
    </div>
  );
}

function BrowserRow({ browser, load }: { browser: Browser; load: Load | undefined }) {
  const { browserId, userId, name, state } = browser;
  return (
    <li class={`browser ${state}`}>
      <h3>
        <span class="dot" aria-hidden="true" />
        <bdi class="name">{name}</bdi>
        <span class="state">{WORDS[state]}</span>
      </h3>
      <dl class="ids">
        <div>
          <dt>User</dt>
          <dd>
            <code>{userId}</code>
          </dd>
        </div>
        <div>
          <dt>Session</dt>
          <dd>
            <code>{browserId}</code>
            <CopyButton text={browserId} name={`Copy session id of ${name}`} />
          </dd>
        </div>
      </dl>
      {load && <LoadLine load={load} />}
    </li>
  );
}

function LoadLine({ load: { calls, inFlight, p50, p95 } }: { load: Load }) {
  if (calls === 0) return <p class="load soft">No calls yet</p>;
  const parts = [`${calls.toLocaleString("en")} ${calls === 1 ? "call" : "calls"}`];
  if (inFlight > 0) parts.push(`${inFlight} running`);
  if (p50 !== null && p95 !== null)
    parts.push(`half within ${time(p50)}, 95 % within ${time(p95)}`);
  return <p class="load soft">{parts.join(" · ")}</p>;
}

function time(ms: number): string {
  return ms < 1_000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
