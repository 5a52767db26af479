import { useState } from "preact/hooks";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";
import { statusWords } from "./status-words.ts";
import { CommandButton } from "./command-button.tsx";
import { send } from "./worker-link.ts";

/** How things stand, and the one thing most likely wanted now. */
export function StatusCard({ view }: { view: View }) {
  const { mood, headline, lines } = statusWords(view);
  return (
    <section class={`card status ${mood}`} aria-label={headline}>
      <div role="status">
        <h2>
          <span class="dot" aria-hidden="true" />
          {headline}
        </h2>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <StatusActions view={view} />
    </section>
  );
}

function StatusActions({ view: { connection, paused, running } }: { view: View }) {
  const texts = TEXTS.popup;
  switch (connection.state) {
    case "connected":
      return (
        <div class="buttons">
          <CommandButton command={{ do: "pause", paused: !paused }} look="primary">
            {paused ? texts.resume : texts.pause}
          </CommandButton>
          {running > 0 && (
            <CommandButton command={{ do: "stop" }} look="danger" more={TEXTS.panel.stopMore}>
              {TEXTS.panel.stop}
            </CommandButton>
          )}
          <CommandButton command={{ do: "disconnect" }}>{texts.disconnect}</CommandButton>
        </div>
      );
    case "stopped":
      return <WayBack code={connection.stop.code} serverUrl={connection.serverUrl} />;
    case "waiting":
    case "connecting":
      return connection.trouble ? (
        <div class="buttons">
          <CommandButton command={{ do: "connect" }} look="primary">
            {texts.tryNow}
          </CommandButton>
          <CommandButton command={{ do: "disconnect" }}>{texts.disconnect}</CommandButton>
        </div>
      ) : (
        <div class="buttons">
          <CommandButton command={{ do: "disconnect" }}>{texts.cancel}</CommandButton>
        </div>
      );
    case "off":
      return <Connect />;
    case "asleep":
      return null;
  }
}

/** What the person can do after the server said no. */
function WayBack({ code, serverUrl }: { code: string; serverUrl: string }) {
  if (code === "invitation_needed") return <Invitation />;
  if (code === "protocol_too_old") return <NewerExtension serverUrl={serverUrl} />;
  if (code !== "unknown_token" && code !== "revoked") return <Connect />;
  return (
    <>
      <p class="small">{TEXTS.popup.newUserMore}</p>
      <div class="buttons">
        <CommandButton command={{ do: "connect_as_new_user" }} look="primary">
          {TEXTS.popup.connectAsNewUser}
        </CommandButton>
        <CommandButton command={{ do: "connect" }}>{TEXTS.popup.tryNow}</CommandButton>
      </div>
    </>
  );
}

function NewerExtension({ serverUrl }: { serverUrl: string }) {
  return (
    <>
      <p class="small">
        <a href={`${serverUrl}/extension.zip`} target="_blank" rel="noreferrer">
          {TEXTS.popup.newerExtension}
        </a>
      </p>
      <Connect />
    </>
  );
}

function Connect() {
  return (
    <div class="buttons">
      <CommandButton command={{ do: "connect" }} look="primary">
        {TEXTS.popup.connect}
      </CommandButton>
    </div>
  );
}

function Invitation() {
  const [invitation, setInvitation] = useState("");
  const [error, setError] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (invitation.trim() === "") setError(TEXTS.popup.invitationMissing);
    else void send({ do: "connect", invitation: invitation.trim() });
  };
  return (
    <form onSubmit={submit}>
      <label for="invitation">{TEXTS.popup.invitation}</label>
      <input
        id="invitation"
        autocomplete="off"
        spellcheck={false}
        maxLength={128}
        value={invitation}
        onInput={(event) => setInvitation(event.currentTarget.value)}
        aria-describedby="invitation-error"
      />
      <p id="invitation-error" class="error" role="alert">
        {error}
      </p>
      <div class="buttons">
        <button class="primary">{TEXTS.popup.connect}</button>
      </div>
    </form>
  );
}
