import { useRef, useState } from "preact/hooks";
import { OWN_CREDENTIAL, clientSetups, mcpAddress } from "./client-setups.ts";
import { CodeBlock } from "./copy-text.tsx";

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** What to paste where, for each AI client. */
export function ConnectClientCard(props: { origin: string; needsCredential: boolean }) {
  const setups = clientSetups(mcpAddress(props.origin, props.needsCredential));
  const [index, setIndex] = useState(0);
  const tabs = useRef<(HTMLButtonElement | null)[]>([]);
  const setup = setups[index];
  if (!setup) return null;

  const choose = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (index + step + setups.length) % setups.length;
    setIndex(next);
    tabs.current[next]?.focus();
  };

  return (
    <section class="card" aria-labelledby="connect-client">
      <h2 id="connect-client" tabIndex={-1}>
        Connect an AI client
      </h2>
      {props.needsCredential && (
        <p>
          Press <strong>Copy MCP address</strong> in the extension’s popup: it ends in your
          credential. Use it in place of the address with <code>{OWN_CREDENTIAL}</code>, and give it
          to nobody.
        </p>
      )}
      <div class="tabs" role="tablist" aria-label="AI client" onKeyDown={choose}>
        {setups.map(({ client }, position) => (
          <button
            key={client}
            type="button"
            role="tab"
            id={`client-tab-${position}`}
            aria-selected={position === index}
            aria-controls="client-panel"
            tabIndex={position === index ? 0 : -1}
            ref={(tab) => {
              tabs.current[position] = tab;
            }}
            onClick={() => setIndex(position)}
          >
            {client}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="client-panel" aria-labelledby={`client-tab-${index}`}>
        <p class="where">{setup.where}</p>
        <CodeBlock key={setup.client} text={setup.text} name={`settings for ${setup.client}`} />
        {setup.note !== undefined && <p class="soft">{setup.note}</p>}
      </div>
    </section>
  );
}
