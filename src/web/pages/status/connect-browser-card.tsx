import { isLoopback } from "./client-setups.ts";
import { CodeBlock, CopyButton } from "./copy-text.tsx";

const DEFAULT_PORT = "3001";
const EXTENSIONS = "chrome://extensions";

/** Two ways to connect a Chrome. */
export function ConnectBrowserCard({ origin }: { origin: string }) {
  const here = isLoopback(origin);
  const port = new URL(origin).port || "80";
  const launch = port === DEFAULT_PORT ? "launch" : `launch --port ${port}`;
  return (
    <section class="card" aria-labelledby="connect-browser">
      <h2 id="connect-browser" tabIndex={-1}>
        Connect a browser
      </h2>
      <h3>The Chrome you use</h3>
      <ol class="steps">
        <li>
          <a class="button" href="/extension.zip" download>
            Download the extension
          </a>{" "}
          and unpack the zip into a folder that stays.
        </li>
        <li>
          Open{" "}
          <span class="together">
            <code>{EXTENSIONS}</code>
            <CopyButton text={EXTENSIONS} name={`Copy ${EXTENSIONS}`} />
          </span>{" "}
          in Chrome or Edge.
        </li>
        <li>
          Switch on <strong>Developer mode</strong>, top right.
        </li>
        <li>
          Press <strong>Load unpacked</strong> and choose the folder.
        </li>
        <LastStep origin={origin} byItself={here && port === DEFAULT_PORT} />
      </ol>
      {here && (
        <>
          <h3>Or one of its own</h3>
          <p>
            This opens a Chrome with a fresh profile and the extension in it. In the folder of the
            project:
          </p>
          <CodeBlock text={`npx -y bun@1.4.5 run ${launch}`} name="the launch command" />
          <p class="soft">
            With the executable: <code>chrome-mcp-remote-server {launch}</code>
          </p>
        </>
      )}
    </section>
  );
}

function LastStep({ origin, byItself }: { origin: string; byItself: boolean }) {
  if (byItself) return <li>It connects by itself and appears in the list of browsers.</li>;
  return (
    <li>
      Open the extension’s popup, set <strong>Server</strong> to{" "}
      <span class="together">
        <code>{origin}</code>
        <CopyButton text={origin} name="Copy the server’s address" />
      </span>{" "}
      and press <strong>Use this server</strong>, then <strong>Connect</strong>. If it asks for an
      invitation, paste the one you were given.
    </li>
  );
}
