import { useEffect, useRef } from "preact/hooks";
import type { Line } from "./transcript.ts";

const NAMES = { person: "You", agent: "Browser" } as const;

/** What was said, the latest at the bottom and in sight. Only what is final is told to a screen reader. */
export function TranscriptList({ lines }: { lines: readonly Line[] }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const shown = list.current;
    if (shown) shown.scrollTop = shown.scrollHeight;
  }, [lines]);
  const told = lines.findLast(({ final }) => final);
  return (
    <>
      <ol class="transcript" ref={list} tabIndex={0} aria-label="What was said">
        {lines.length === 0 && (
          <li class="nothing-yet">
            Say “open example dot com”, or write it below. What is said appears here.
          </li>
        )}
        {lines.map(({ id, who, text, final }) => (
          <li key={`${who} ${id}`} class={final ? who : `${who} partial`}>
            <span class="unseen">{NAMES[who]}: </span>
            <bdi>{text}</bdi>
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {told && `${NAMES[told.who]}: ${told.text}`}
      </p>
    </>
  );
}
