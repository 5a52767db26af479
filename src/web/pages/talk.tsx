import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ConversationCard } from "../../talk/conversation-card.tsx";
import { BEFORE, type RoomView } from "../../talk/room-view.ts";
import { Sayings } from "../../talk/sayings.tsx";
import { VoiceRoom } from "../../talk/voice-room.ts";
import { CredentialCard } from "./status/credential-card.tsx";
import { Header } from "./status/header.tsx";
import { useServer } from "./status/use-server.ts";
import { askToken, whyOutOfReach } from "./talk/ask-token.ts";
import { StartCard } from "./talk/start-card.tsx";

/** Nothing yet, a conversation, or what became of the last one. */
type Talk =
  | { state: "none"; why?: string }
  | { state: "starting" }
  | { state: "in"; room: VoiceRoom };

function TalkPage() {
  const { view, credential, use } = useServer();
  const [talk, setTalk] = useState<Talk>({ state: "none" });
  const [roomView, setRoomView] = useState<RoomView>(BEFORE);
  const [browserId, setBrowserId] = useState<string>();
  const room = useRef<VoiceRoom | undefined>(undefined);
  useEffect(() => {
    const leave = () => room.current?.leave();
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  }, []);

  const known = "known" in view ? view.known : undefined;
  const present = known?.browsers.filter(({ state }) => state !== "detached") ?? [];
  const chosen = present.find((browser) => browser.browserId === browserId) ?? present[0];

  const start = async () => {
    setTalk({ state: "starting" });
    const token = await askToken(credential, chosen?.browserId);
    if (!token.ok) return setTalk({ state: "none", why: token.why });
    const why = whyOutOfReach(token.value.url, new URL(location.href));
    if (why !== undefined) return setTalk({ state: "none", why });
    const { deviceId } = roomView;
    setRoomView(BEFORE);
    room.current = new VoiceRoom({ onView: setRoomView, whyNoMicrophone });
    setTalk({ state: "in", room: room.current });
    await room.current.join(token.value, deviceId);
  };
  const forget = () => {
    room.current?.leave();
    use(undefined);
  };

  const talks = talk.state === "in" && roomView.state !== "ended";
  return (
    <>
      <Header
        title="Talk to your browser"
        view={view}
        onForget={credential === undefined ? undefined : forget}
      />
      <main class="talk">
        <p class="alarm" role="alert">
          {view.state === "gone" && "The server does not answer. This page tries again by itself."}
        </p>
        {talks ? (
          <ConversationCard
            room={talk.room}
            view={roomView}
            onTryMicrophone={window.isSecureContext ? () => talk.room.unmute() : undefined}
          />
        ) : view.state === "closed" ? (
          <CredentialCard
            why="You are heard in the room of your own browser alone. Paste your personal MCP address from the extension’s popup."
            button="Go on"
            message={view.message}
            credentialRefused={view.credentialRefused}
            onCredential={use}
          />
        ) : (
          known && (
            <StartCard
              known={known}
              ended={talk.state === "in" ? roomView.why : talk.state === "none" ? talk.why : ""}
              again={talk.state === "in"}
              starting={talk.state === "starting"}
              browserId={chosen?.browserId}
              onBrowser={setBrowserId}
              onStart={() => void start()}
            />
          )
        )}
        <section class="card" aria-labelledby="sayings">
          <h2 id="sayings">What you can say</h2>
          <Sayings />
        </section>
      </main>
    </>
  );
}

async function whyNoMicrophone(): Promise<string | undefined> {
  return window.isSecureContext
    ? undefined
    : "Browsers give the microphone to https pages and to this machine's own only.";
}

const root = document.querySelector("#page");
if (root) render(<TalkPage />, root);
