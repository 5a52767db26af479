import { useState } from "preact/hooks";
import { credentialIn } from "./credential.ts";

/** Shown where the server wants to know who asks. */
export function CredentialCard(props: {
  /** What it is wanted for, and where to find it. */
  why: string;
  button: string;
  /** What the server said. */
  message: string;
  credentialRefused: boolean;
  onCredential: (credential: string) => void;
}) {
  const [pasted, setPasted] = useState("");
  const [problem, setProblem] = useState<string>();
  const error = problem ?? (props.credentialRefused ? props.message : "");

  const submit = (event: Event) => {
    event.preventDefault();
    const credential = credentialIn(pasted);
    if (credential === undefined) {
      setProblem("There is no credential in it. It begins with cmc_, cmv_ or cma_.");
    } else {
      setProblem(undefined);
      props.onCredential(credential);
    }
  };

  return (
    <section class="card" aria-labelledby="credential-title">
      <h2 id="credential-title">Who are you?</h2>
      <p>{props.why}</p>
      <form class="credential" onSubmit={submit}>
        <label for="credential">MCP address or credential</label>
        <input
          id="credential"
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={pasted}
          aria-describedby="credential-error credential-kept"
          aria-invalid={error !== ""}
          onInput={(event) => {
            setPasted(event.currentTarget.value);
            setProblem("");
          }}
        />
        <button class="button">{props.button}</button>
      </form>
      <p id="credential-error" class="error" role="alert">
        {error}
      </p>
      <p id="credential-kept" class="soft">
        It stays in this tab until you close it.
      </p>
    </section>
  );
}
