import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";
import { isNewer } from "../version-order.ts";

/** Which versions meet here, and whether the server has a newer extension. */
export function Versions({ view: { connection, version } }: { view: View }) {
  if (connection.state !== "connected") {
    return <footer>{TEXTS.popup.versions(version, undefined)}</footer>;
  }
  const { serverVersion, latestExtensionVersion } = connection.session;
  return (
    <footer>
      {TEXTS.popup.versions(version, serverVersion)}
      {isNewer(latestExtensionVersion, version) && (
        <a href={`${connection.serverUrl}/extension.zip`} target="_blank" rel="noreferrer">
          {TEXTS.panel.update(latestExtensionVersion)}
        </a>
      )}
    </footer>
  );
}
