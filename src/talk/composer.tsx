import { useState } from "preact/hooks";

/** The same sentences, written. */
export function Composer(props: { disabled: boolean; onWrite: (text: string) => void }) {
  const [text, setText] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (props.disabled || text.trim() === "") return;
    props.onWrite(text.trim());
    setText("");
  };
  return (
    <form class="composer" onSubmit={submit}>
      <input
        aria-label="Write instead of speaking"
        placeholder="Or write: click sign in"
        autocomplete="off"
        dir="auto"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button class="button primary" disabled={props.disabled}>
        Send
      </button>
    </form>
  );
}
