import { useState } from "preact/hooks";
import { ConversationCard } from "../../talk/conversation-card.tsx";
import { Sayings } from "../../talk/sayings.tsx";
import { send } from "../cards/worker-link.ts";
import { microphonePermission } from "../talk/microphone-permission.ts";
import { TEXTS } from "../texts.ts";
import { useRoom } from "./remote-room.ts";

/** Talking to this browser. It goes on while the panel is closed. */
export function TalkCard({ connected }: { connected: boolean }) {
  const texts = TEXTS.talk;
  const { room, view } = useRoom();
  const [starting, setStarting] = useState(false);
  const [why, setWhy] = useState<string>();

  const start = async () => {
    setStarting(true);
    const deviceId = view?.deviceId;
    const joined = await send({ do: "talk", ...(deviceId !== undefined && { deviceId }) });
    setStarting(false);
    setWhy(joined.ok ? undefined : joined.message);
    if (joined.ok && (await microphonePermission()).state !== "granted") await openMicrophonePage();
  };

  if (room && view && view.state !== "ended") {
    return (
      <>
        <ConversationCard
          room={room}
          // What clients ask has a card of its own in the panel.
          view={{ ...view, asked: undefined }}
          onTryMicrophone={() => void tryMicrophone(room)}
        />
        <details class="card">
          <summary>{texts.sayings}</summary>
          <Sayings />
        </details>
      </>
    );
  }
  if (!connected) return null;
  return (
    <section class="card" aria-labelledby="talk">
      <h3 id="talk">{texts.title}</h3>
      <p role="status">{why ?? (view ? (view.why ?? texts.over) : texts.lead)}</p>
      <div class="buttons">
        <button type="button" class="primary" disabled={starting} onClick={() => void start()}>
          {starting ? texts.starting : view ? texts.again : texts.start}
        </button>
      </div>
    </section>
  );
}

/** What hears already is only switched on; the question of Chrome's is another page's matter. */
async function tryMicrophone(room: { unmute(): void }): Promise<void> {
  if ((await microphonePermission()).state === "granted") room.unmute();
  else await openMicrophonePage();
}

async function openMicrophonePage(): Promise<void> {
  await chrome.tabs.create({ url: chrome.runtime.getURL("microphone.html") });
}
