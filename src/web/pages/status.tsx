import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { BrowsersCard } from "./status/browsers-card.tsx";
import { ConnectBrowserCard } from "./status/connect-browser-card.tsx";
import { ConnectClientCard } from "./status/connect-client-card.tsx";
import { CredentialCard } from "./status/credential-card.tsx";
import { keepCredential, keptCredential } from "./status/credential.ts";
import { Header } from "./status/header.tsx";
import { type ServerView, ServerWatch } from "./status/server-watch.ts";
import { StatisticsCard } from "./status/statistics-card.tsx";
import { VoiceCard } from "./status/voice-card.tsx";

function StatusPage() {
  const [view, setView] = useState<ServerView>({ state: "starting" });
  const [credential, setCredential] = useState(keptCredential);
  const watch = useMemo(
    () => new ServerWatch({ fetch: ask, after, onView: setView }, credential),
    [],
  );
  useEffect(() => watchWhileVisible(watch), [watch]);
  const use = (next: string | undefined) => {
    keepCredential(next);
    setCredential(next);
    watch.useCredential(next);
  };

  const { origin } = location;
  const known = "known" in view ? view.known : undefined;
  return (
    <>
      <Header view={view} onForget={credential === undefined ? undefined : () => use(undefined)} />
      <main>
        <p class="alarm" role="alert">
          {view.state === "gone" && "The server does not answer. This page tries again by itself. "}
          {view.state === "gone" && known && "Until then it shows what was last known."}
        </p>
        {view.state === "closed" && (
          <CredentialCard
            message={view.message}
            credentialRefused={view.credentialRefused}
            onCredential={use}
          />
        )}
        {known && <BrowsersCard known={known} />}
        <div class="pair">
          <ConnectBrowserCard origin={origin} />
          <ConnectClientCard
            origin={origin}
            needsCredential={credential !== undefined || view.state === "closed"}
          />
        </div>
        {known?.server && <StatisticsCard stats={known.server} />}
        {known?.server?.voice && <VoiceCard voice={known.server.voice} />}
      </main>
    </>
  );
}

function watchWhileVisible(watch: ServerWatch): () => void {
  const follow = () => {
    if (document.visibilityState === "visible") watch.start();
    else watch.stop();
  };
  follow();
  document.addEventListener("visibilitychange", follow);
  return () => {
    document.removeEventListener("visibilitychange", follow);
    watch.stop();
  };
}

/** `fetch` itself works only as a function of the window. */
function ask(path: string, init: RequestInit): Promise<Response> {
  return fetch(path, init);
}

function after(ms: number, next: () => void): () => void {
  const timer = setTimeout(next, ms);
  return () => clearTimeout(timer);
}

const root = document.querySelector("#page");
if (root) render(<StatusPage />, root);
