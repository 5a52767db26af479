import { useEffect, useState } from "preact/hooks";

const SHOWN_MS = 1_600;

const WORDS = { copied: "Copied", selected: "Selected: press Ctrl+C" } as const;

/** Copies `text`; says so, to a screen reader too. `name` is what the button is called. */
export function CopyButton({ text, name }: { text: string; name: string }) {
  const [said, setSaid] = useState<keyof typeof WORDS>();
  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => setSaid(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (button: HTMLElement) => {
    setSaid((await copied(text, button)) ? "copied" : "selected");
  };
  return (
    <span class="copy">
      <button
        type="button"
        class="quiet"
        aria-label={name}
        onClick={(event) => void copy(event.currentTarget)}
      >
        {said === undefined ? "Copy" : WORDS[said]}
      </button>
      <span class="unseen" role="status">
        {said === undefined ? "" : WORDS[said]}
      </span>
    </span>
  );
}

/** Text to be pasted elsewhere. */
export function CodeBlock({ text, name }: { text: string; name: string }) {
  return (
    <div class="code">
      <pre>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} name={`Copy ${name}`} />
    </div>
  );
}

/** The clipboard is there only on loopback and https. Elsewhere the text is selected, ready for the keyboard. */
async function copied(text: string, button: HTMLElement): Promise<boolean> {
  if (window.isSecureContext) {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (done) return true;
  }
  const shown = button.parentElement?.parentElement?.querySelector("code");
  if (shown) getSelection()?.selectAllChildren(shown);
  return false;
}
