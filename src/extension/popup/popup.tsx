import "../jitless.ts";
import { render } from "preact";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";
import { isNewer } from "../version-order.ts";
import { BrowserCard } from "./browser-card.tsx";
import { ClientsCard } from "./clients-card.tsx";
import { StatusCard } from "./status-card.tsx";
import { useView } from "./worker-link.ts";

function Popup() {
  const view = useView();
  if (!view) return null;
  return (
    <main>
      <header>
        <img src="icons/icon-48.png" alt="" width="24" height="24" />
        <h1>{chrome.runtime.getManifest().name}</h1>
      </header>
      <StatusCard view={view} />
      {view.connection.state === "connected" && <ClientsCard />}
      <BrowserCard view={view} />
      <Versions view={view} />
    </main>
  );
}

function Versions({ view: { connection, version } }: { view: View }) {
  if (connection.state !== "connected") {
    return <footer>{TEXTS.popup.versions(version, undefined)}</footer>;
  }
  const { serverVersion, latestExtensionVersion } = connection.session;
  return (
    <footer>
      {TEXTS.popup.versions(version, serverVersion)}
      {isNewer(latestExtensionVersion, version) && (
        <a href={`${connection.serverUrl}/extension.zip`} target="_blank" rel="noreferrer">
          {TEXTS.popup.update(latestExtensionVersion)}
        </a>
      )}
    </footer>
  );
}

const root = document.querySelector("#popup");
if (root) render(<Popup />, root);
