import { Composer } from "./composer.tsx";
import { HoldToTalk } from "./hold-to-talk.tsx";
import { LevelMeter } from "./level-meter.tsx";
import { MicrophoneChoice } from "./microphone-choice.tsx";
import { TranscriptList } from "./transcript-list.tsx";
import type { RoomView, VoiceRoom } from "./voice-room.ts";

const AGENT: Readonly<Record<string, string>> = {
  initializing: "Getting ready",
  listening: "Listening",
  thinking: "Working on it",
  speaking: "Answering",
};

/** One word or two on how the conversation stands, and the colour of its dot. */
function standing({ state, agent, microphone }: RoomView): { words: string; colour: string } {
  if (state === "connecting") return { words: "Connecting", colour: "busy" };
  if (state === "reconnecting") return { words: "Reconnecting", colour: "busy" };
  if (agent === undefined) return { words: "Waiting for the agent", colour: "busy" };
  if (agent === "listening" && microphone.state !== "live") {
    return { words: microphone.state === "muted" ? "Muted" : "Reading only", colour: "quiet-dot" };
  }
  return { words: AGENT[agent] ?? agent, colour: agent };
}

/** The conversation while it lasts. */
export function ConversationCard(props: {
  room: VoiceRoom;
  view: RoomView;
  deviceId: string | undefined;
  onChoose: (deviceId: string) => void;
}) {
  const { room, view } = props;
  const { microphone } = view;
  const { words, colour } = standing(view);
  const works = view.state === "open" && microphone.state !== "asking";
  const write = (text: string) => void room.write(text);
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
        <button type="button" class="quiet" onClick={() => void room.leave()}>
          End
        </button>
      </div>
      <TranscriptList lines={view.lines} />
      {view.asksYesOrNo && (
        <div class="question" role="group" aria-label="Shall it be done?">
          <button type="button" class="button" onClick={() => write("yes")}>
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
          {window.isSecureContext && (
            <button type="button" onClick={() => void room.unmute()}>
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
            onClick={() => void (microphone.state === "muted" ? room.unmute() : room.mute())}
          >
            {microphone.state === "muted" ? "Unmute" : "Mute"}
          </button>
          <LevelMeter track={microphone.state === "live" ? room.track : undefined} />
          <HoldToTalk onHold={() => void room.unmute()} onRelease={() => void room.mute()} />
          {works && <MicrophoneChoice chosen={props.deviceId} onChoose={props.onChoose} />}
        </fieldset>
      )}
    </section>
  );
}
