import type { ServerStats } from "./answers.ts";

type VoiceStats = NonNullable<ServerStats["voice"]>;

const STATES: Readonly<Record<string, string>> = {
  ready: "Starts when somebody first wants to talk.",
  connecting: "Connecting to LiveKit.",
  on: "Listening.",
};

/** In plain words, by the names the server measures under. */
const STAGES: Readonly<Record<string, string>> = {
  endOfSpeech: "Silence until a sentence counts as over",
  recognition: "Recognising it",
  decision: "Understanding it",
  tool: "Doing it in Chrome",
  firstSound: "From its end to the first sound of the answer",
};

/** How voice stands, and what each part of the way from a word to its effect took. */
export function VoiceCard({ voice }: { voice: VoiceStats }) {
  const stages = Object.entries(voice.stages ?? {});
  return (
    <section class="card" aria-labelledby="voice">
      <h2 id="voice">Voice</h2>
      <p class="soft">{voice.why === undefined ? STATES[voice.state] : `Off. ${voice.why}`}</p>
      {voice.slots && (
        <dl class="counts">
          <div>
            <dt>People talking now, of at most {voice.slots.of}</dt>
            <dd>{voice.slots.used}</dd>
          </div>
          <div>
            <dt>Sessions</dt>
            <dd>{voice.sessions}</dd>
          </div>
          <div>
            <dt>Agents sent after</dt>
            <dd>{voice.dispatches}</dd>
          </div>
          {stages.map(([stage, figures]) => (
            <div key={stage}>
              <dt>{STAGES[stage] ?? stage}</dt>
              <dd>{figures ? `${figures.p50} ms, 95 of 100 within ${figures.p95}` : "–"}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
