import type { Known } from "../status/server-watch.ts";

/** What keeps somebody from talking, with the way round it. */
function obstacle({ voice, browsers }: Known): { title: string; advice: string } | undefined {
  if (voice?.state === "off") return { title: "Voice is off", advice: voice.why ?? "" };
  if (browsers.some(({ state }) => state !== "detached")) return undefined;
  return {
    title: "No browser of yours is connected",
    advice:
      "Open the extension’s popup in the Chrome that you want to talk to, and press Connect. This page notices by itself.",
  };
}

/** Before a conversation, and after one. */
export function StartCard(props: {
  known: Known;
  /** What became of the last try or conversation. */
  ended: string | undefined;
  again: boolean;
  starting: boolean;
  browserId: string | undefined;
  onBrowser: (browserId: string) => void;
  onStart: () => void;
}) {
  const { known, ended } = props;
  const hindered = obstacle(known);
  const browsers = known.browsers.filter(({ state }) => state !== "detached");
  return (
    <section class="card start" aria-labelledby="start">
      <h2 id="start">
        {hindered?.title ??
          (props.again ? "The conversation is over" : "Say it, and your browser does it")}
      </h2>
      <p role="status">{hindered?.advice ?? ended ?? WELCOME}</p>
      {!hindered && browsers.length > 1 && (
        <label class="microphone">
          Your browser
          <select
            value={props.browserId}
            onChange={(event) => props.onBrowser(event.currentTarget.value)}
          >
            {browsers.map(({ browserId, name }) => (
              <option key={browserId} value={browserId}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {hindered ? (
        <p>
          <a href="/">Start page</a>
        </p>
      ) : (
        <button type="button" class="button" disabled={props.starting} onClick={props.onStart}>
          {props.starting ? "Connecting …" : props.again ? "Start again" : "Start talking"}
        </button>
      )}
    </section>
  );
}

const WELCOME =
  "Your browser asks you for the microphone. What it hears goes to this server, and to nobody else in the room; only your own browser is moved.";
