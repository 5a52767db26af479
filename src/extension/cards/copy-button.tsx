import { useEffect, useState } from "preact/hooks";
import { TEXTS } from "../texts.ts";

const COPIED_MS = 1_600;

/** Says "Copied" for a moment after `copy()` was called. */
export function useCopied(): [copied: boolean, copy: (text: string) => Promise<void>] {
  const [copied, setCopied] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setCopied(0), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    setCopied((times) => times + 1);
  };
  return [copied > 0, copy];
}

/** An id that can be copied. */
export function CopyLine({ name, value }: { name: string; value: string }) {
  const [copied, copy] = useCopied();
  return (
    <div class="line">
      <span class="name">{name}</span>
      <code title={value}>{value}</code>
      <button
        type="button"
        class="small"
        aria-label={TEXTS.popup.copy(name)}
        onClick={() => void copy(value)}
      >
        <Glyph path={copied ? TICK : SHEETS} />
      </button>
      <span class="unseen" role="status">
        {copied ? TEXTS.popup.copied : ""}
      </span>
    </div>
  );
}

const TICK = "M3 8.5 6.5 12 13 4.5";
const SHEETS = "M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3";

function Glyph({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" />
    </svg>
  );
}
