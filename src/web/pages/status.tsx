import { render } from "preact";
import { BrowsersCard } from "./status/browsers-card.tsx";
import { ConnectBrowserCard } from "./status/connect-browser-card.tsx";
import { ConnectClientCard } from "./status/connect-client-card.tsx";
import { CredentialCard } from "./status/credential-card.tsx";
import { Header } from "./status/header.tsx";
import { StatisticsCard } from "./status/statistics-card.tsx";
import { TalkCard } from "./status/talk-card.tsx";
import { useServer } from "./status/use-server.ts";
import { VoiceCard } from "./status/voice-card.tsx";

function StatusPage() {
  const { view, credential, use } = useServer();
  const { origin } = location;
  const known = "known" in view ? view.known : undefined;
  return (
    <>
      <Header
        title="Chrome MCP Remote Server"
        view={view}
        onForget={credential === undefined ? undefined : () => use(undefined)}
      />
      <main>
        <p class="alarm" role="alert">
          {view.state === "gone" && "The server does not answer. This page tries again by itself. "}
          {view.state === "gone" && known && "Until then it shows what was last known."}
        </p>
        {view.state === "closed" && (
          <CredentialCard
            why="The server shows each person their own browsers, and everything to whoever runs it. Paste your personal MCP address from the extension’s popup, or an admin credential."
            button="Show my browsers"
            message={view.message}
            credentialRefused={view.credentialRefused}
            onCredential={use}
          />
        )}
        {known && <BrowsersCard known={known} />}
        {known?.voice && known.voice.state !== "off" && <TalkCard />}
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

const root = document.querySelector("#page");
if (root) render(<StatusPage />, root);
