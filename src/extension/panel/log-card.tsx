import type { LogEntry } from "../call-log.ts";
import { hostOf } from "../badge.ts";
import { CommandButton } from "../cards/command-button.tsx";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** Every call of late, the newest first. */
export function LogCard({ view: { log } }: { view: View }) {
  const texts = TEXTS.panel;
  return (
    <section class="card" aria-labelledby="log">
      <div class="log-head">
        <h3 id="log">{texts.log}</h3>
        {log.length > 0 && (
          <CommandButton command={{ do: "clear_log" }} look="link">
            {texts.clearLog}
          </CommandButton>
        )}
      </div>
      {log.length === 0 ? (
        <p class="soft">{texts.logNone}</p>
      ) : (
        <ol class="log" tabIndex={0} aria-labelledby="log">
          {log.toReversed().map((entry) => (
            <Line key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Line({ entry }: { entry: LogEntry }) {
  const { title, detail, state, durationMs, client, origin, atMs } = entry;
  const at = new Date(atMs);
  const where = origin === undefined ? "" : ` · ${hostOf(origin)}`;
  return (
    <li class={moodOf(state)}>
      <span class="dot" aria-hidden="true" />
      <span class="cut" title={detail}>
        {title} <bdi class="soft">{detail}</bdi>
      </span>
      <span class="soft">{durationMs !== undefined && TEXTS.panel.ms(durationMs)}</span>
      <span class="soft cut" title={`${wordsFor(state)} · ${client}${where}`}>
        {wordsFor(state)} · <bdi>{client}</bdi>
        {where}
      </span>
      <time class="soft" dateTime={at.toISOString()}>
        {TIME.format(at)}
      </time>
    </li>
  );
}

function moodOf(state: LogEntry["state"]): string {
  if (state === "running") return "busy";
  return state === "done" ? "good" : "bad";
}

/** The code of a failure reads well enough. */
function wordsFor(state: LogEntry["state"]): string {
  const { states } = TEXTS.panel;
  if (state === "running" || state === "done" || state === "lost") return states[state];
  return state.replaceAll("_", " ");
}
