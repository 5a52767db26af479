import { useState } from "preact/hooks";
import { TEXTS } from "../texts.ts";
import { useCopied } from "./copy-button.tsx";
import { SecondLook } from "./second-look.tsx";
import { send } from "./worker-link.ts";

/** Ways to hand the personal MCP address to an AI client. */
export function ClientsCard() {
  const texts = TEXTS.popup;
  const [error, setError] = useState("");
  const [asking, setAsking] = useState(false);
  const [addressCopied, copyAddress] = useCopied();
  const [configurationCopied, copyConfiguration] = useCopied();

  const get = async (what: "address" | "new_address", copy: (address: string) => Promise<void>) => {
    setError("");
    const reply = await send({ do: what });
    if (!reply.ok) setError(reply.message);
    else if (reply.value !== undefined) {
      await copy(reply.value).catch(() => setError(texts.failed));
    }
  };

  return (
    <section class="card" aria-labelledby="clients">
      <h3 id="clients">{texts.clients}</h3>
      <div class="stack">
        <button type="button" onClick={() => void get("address", copyAddress)}>
          {addressCopied ? texts.copied : texts.copyAddress}
        </button>
        <button
          type="button"
          onClick={() =>
            void get("address", (address) => copyConfiguration(clientConfiguration(address)))
          }
        >
          {configurationCopied ? texts.copied : texts.copyConfiguration}
        </button>
      </div>
      <p class="unseen" role="status">
        {addressCopied || configurationCopied ? texts.copied : ""}
      </p>
      {asking ? (
        <SecondLook
          label={texts.newAddress}
          yes={texts.newAddressDo}
          look="danger"
          onYes={() => {
            setAsking(false);
            void get("new_address", copyAddress);
          }}
          onNo={() => setAsking(false)}
        >
          {texts.newAddressSure}
        </SecondLook>
      ) : (
        <p class="small">
          {texts.addressSecret}{" "}
          <button type="button" class="link" onClick={() => setAsking(true)}>
            {texts.newAddress}
          </button>
        </p>
      )}
      <p class="error" role="alert">
        {error}
      </p>
    </section>
  );
}

/** What MCP clients take as their configuration. */
function clientConfiguration(url: string): string {
  const server = { type: "streamableHttp", url };
  return JSON.stringify({ mcpServers: { "chrome-mcp-remote-server": server } }, null, 2);
}
