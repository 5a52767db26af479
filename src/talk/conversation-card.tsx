import { AskedCard } from "./asked-card.tsx";
import { Composer } from "./composer.tsx";
import { HoldToTalk } from "./hold-to-talk.tsx";
import { LevelMeter } from "./level-meter.tsx";
import { MicrophoneChoice } from "./microphone-choice.tsx";
import type { RoomView, TalkingRoom } from "./room-view.ts";
import { TranscriptList } from "./transcript-list.tsx";

const AGENT: Readonly<Record<string, string>> = {
  initializing: "Getting ready",
  listening: "Listening",
  thinking: "Working on it",
  speaking: "Answering",
};

/** One word or two on how the conversation stands, and the colour of its dot. */
function standing({ state, agent, waits, microphone }: RoomView): {
  words: string;
  colour: string;
} {
  if (state === "connecting") return { words: "Connecting", colour: "busy" };
  if (state === "reconnecting") return { words: "Reconnecting", colour: "busy" };
  if (agent === undefined) {
    return {
      words: waits ? "All places are taken; waiting for one" : "Waiting for the agent",
      colour: "busy",
    };
  }
  if (agent === "listening" && microphone.state !== "live") {
    return { words: microphone.state === "muted" ? "Muted" : "Reading only", colour: "quiet-dot" };
  }
  return { words: AGENT[agent] ?? agent, colour: agent };
}

/** The conversation while it lasts. */
export function ConversationCard(props: {
  room: TalkingRoom;
  view: RoomView;
  /** What to do about a microphone that was refused; undefined where nothing helps. */
  onTryMicrophone: (() => void) | undefined;
}) {
  const { room, view } = props;
  const { microphone } = view;
  const { words, colour } = standing(view);
  const works = view.state === "open" && microphone.state !== "asking";
  const write = (text: string) => room.write(text);
  return (
    <section class="card conversation" aria-labelledby="conversation">
      <div class="standing">
        <h2 id="conversation" class="unseen">
          Conversation
        </h2>
        <p role="status" class={colour}>
          <span class="dot" aria-hidden="true" />
          {words}
        </p>
        <button type="button" class="quiet" onClick={() => room.leave()}>
          End
        </button>
      </div>
      <TranscriptList lines={view.lines} />
      {view.asked && <AskedCard asked={view.asked} onWrite={write} />}
      {view.asksYesOrNo !== undefined && (
        <div class="question" role="group" aria-labelledby="yes-or-no">
          <p id="yes-or-no" dir="auto">
            {view.asksYesOrNo}
          </p>
          <button type="button" class="button primary" onClick={() => write("yes")}>
            Yes
          </button>
          <button type="button" onClick={() => write("no")}>
            No
          </button>
        </div>
      )}
      <Composer disabled={view.state !== "open"} onWrite={write} />
      {microphone.state === "refused" ? (
        <div class="refused" role="alert">
          <p>{microphone.why} What you write is understood as well.</p>
          {props.onTryMicrophone && (
            <button type="button" onClick={props.onTryMicrophone}>
              Try the microphone again
            </button>
          )}
        </div>
      ) : (
        <fieldset class="hearing" disabled={!works}>
          <legend class="unseen">Microphone</legend>
          <button
            type="button"
            class="mute"
            aria-pressed={microphone.state === "muted"}
            onClick={() => (microphone.state === "muted" ? room.unmute() : room.mute())}
          >
            {microphone.state === "muted" ? "Unmute" : "Mute"}
          </button>
          <LevelMeter room={room} live={microphone.state === "live"} />
          <HoldToTalk onHold={() => room.unmute()} onRelease={() => room.mute()} />
          {works && (
            <MicrophoneChoice chosen={view.deviceId} onChoose={(next) => room.choose(next)} />
          )}
        </fieldset>
      )}
    </section>
  );
}
