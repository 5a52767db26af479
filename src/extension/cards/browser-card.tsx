import { useState } from "preact/hooks";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";
import { CopyLine } from "./copy-button.tsx";
import { onEscape } from "./on-escape.ts";
import { ServerForm } from "./server-form.tsx";
import { send } from "./worker-link.ts";

/** Who this browser is, and to which server it belongs. */
export function BrowserCard({ view: { label, serverUrl, connection } }: { view: View }) {
  const texts = TEXTS.popup;
  const [typed, setTyped] = useState<string>();
  const save = () => {
    const name = typed?.trim() ?? "";
    if (name !== "" && name !== label) void send({ do: "rename", label: name });
    setTyped(undefined);
  };
  return (
    <section class="card" aria-labelledby="browser">
      <h3 id="browser">{texts.browser}</h3>
      <div class="rows">
        <form
          class="line"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <label class="name" for="label">
            {texts.name}
          </label>
          <input
            id="label"
            autocomplete="off"
            dir="auto"
            maxLength={80}
            value={typed ?? label}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onBlur={save}
            onKeyDown={onEscape(typed !== undefined, () => setTyped(undefined))}
          />
        </form>
        <ServerForm serverUrl={serverUrl} />
        {connection.state === "connected" && (
          <>
            <CopyLine name={texts.user} value={connection.session.userId} />
            <CopyLine name={texts.session} value={connection.session.sessionId} />
          </>
        )}
      </div>
    </section>
  );
}
