import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { CredentialCard } from "./status/credential-card.tsx";
import { Header } from "./status/header.tsx";
import { useServer } from "./status/use-server.ts";
import { askToken, whyOutOfReach } from "./talk/ask-token.ts";
import { ConversationCard } from "./talk/conversation-card.tsx";
import { SayingsCard } from "./talk/sayings-card.tsx";
import { StartCard } from "./talk/start-card.tsx";
import { BEFORE, type RoomView, VoiceRoom } from "./talk/voice-room.ts";

/** Nothing yet, a conversation, or what became of the last one. */
type Talk =
  | { state: "none"; why?: string }
  | { state: "starting" }
  | { state: "in"; room: VoiceRoom };

function TalkPage() {
  const { view, credential, use } = useServer();
  const [talk, setTalk] = useState<Talk>({ state: "none" });
  const [roomView, setRoomView] = useState<RoomView>(BEFORE);
  const [deviceId, setDeviceId] = useState<string>();
  const [browserId, setBrowserId] = useState<string>();
  const room = useRef<VoiceRoom | undefined>(undefined);
  useEffect(() => {
    const leave = () => void room.current?.leave();
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
    setRoomView(BEFORE);
    room.current = new VoiceRoom(setRoomView);
    setTalk({ state: "in", room: room.current });
    await room.current.join(token.value, deviceId);
  };
  const choose = (next: string) => {
    setDeviceId(next);
    void room.current?.choose(next);
  };
  const forget = () => {
    void room.current?.leave();
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
            deviceId={deviceId}
            onChoose={choose}
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
        <SayingsCard />
      </main>
    </>
  );
}

const root = document.querySelector("#page");
if (root) render(<TalkPage />, root);
