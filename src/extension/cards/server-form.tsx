import { useState } from "preact/hooks";
import { hostOf } from "../badge.ts";
import { isUnencrypted, parseServerUrl } from "../server-url.ts";
import { TEXTS } from "../texts.ts";
import { onEscape } from "./on-escape.ts";
import { SecondLook } from "./second-look.tsx";
import { send } from "./worker-link.ts";

/** Which server this browser belongs to. A new one is confirmed before anything is sent to it. */
export function ServerForm({ serverUrl }: { serverUrl: string }) {
  const texts = TEXTS.popup;
  const [typed, setTyped] = useState<string>();
  const [error, setError] = useState("");
  const [asked, setAsked] = useState<string>();

  const submit = (event: Event) => {
    event.preventDefault();
    const url = parseServerUrl(typed ?? serverUrl);
    if (!url.ok) setError(url.failure.message);
    else if (url.value === serverUrl) setTyped(undefined);
    else setAsked(url.value);
  };
  const leave = () => {
    setTyped(undefined);
    setError("");
    setAsked(undefined);
  };
  const use = async (url: string) => {
    setAsked(undefined);
    const reply = await send({ do: "set_server", serverUrl: url });
    if (reply.ok) setTyped(undefined);
    else setError(reply.message);
  };

  return (
    <>
      <form onSubmit={submit}>
        <div class="line">
          <label class="name" for="address">
            {texts.server}
          </label>
          <input
            id="address"
            autocomplete="off"
            spellcheck={false}
            value={typed ?? serverUrl}
            aria-describedby="address-error"
            aria-invalid={error !== ""}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setError("");
              setAsked(undefined);
            }}
            onKeyDown={onEscape(typed !== undefined, leave)}
          />
        </div>
        <p id="address-error" class="error" role="alert">
          {error}
        </p>
        {typed !== undefined && typed !== serverUrl && asked === undefined && (
          <div class="buttons">
            <button>{texts.useServer}</button>
            <button type="button" onClick={leave}>
              {texts.cancel}
            </button>
          </div>
        )}
      </form>
      {asked !== undefined && (
        <SecondLook
          label={texts.useServer}
          yes={texts.connect}
          look="primary"
          onYes={() => void use(asked)}
          onNo={() => setAsked(undefined)}
        >
          {texts.serverSure(hostOf(asked))} {isUnencrypted(asked) && texts.serverUnencrypted}
        </SecondLook>
      )}
    </>
  );
}
