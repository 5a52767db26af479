import type { ServerView } from "./server-watch.ts";

const WORDS: Record<ServerView["state"], string> = {
  starting: "Asking the server",
  open: "Live",
  closed: "Locked",
  gone: "No answer",
};

/** The page's title, and how the server does. */
export function Header(props: {
  title: string;
  view: ServerView;
  onForget: (() => void) | undefined;
}) {
  const { state } = props.view;
  return (
    <header>
      <Mark />
      <h1>{props.title}</h1>
      <p class={`live ${state}`} role="status">
        <span class="dot" aria-hidden="true" />
        {WORDS[state]}
      </p>
      {props.onForget && state !== "closed" && (
        <button type="button" class="quiet" onClick={props.onForget}>
          Forget my credential
        </button>
      )}
    </header>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 128 128" width="32" height="32" aria-hidden="true">
      <defs>
        <linearGradient id="mark" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stop-color="#2f6fed" />
          <stop offset="1" stop-color="#12a594" />
        </linearGradient>
      </defs>
      <rect x="4" y="4" width="120" height="120" rx="30" fill="url(#mark)" />
      <path
        d="M46 46 L100 65 L76 75 L66 99 Z"
        fill="#fff"
        stroke="#fff"
        stroke-width="8"
        stroke-linejoin="round"
      />
      <path
        d="M28 66 A42 42 0 0 1 66 28"
        fill="none"
        stroke="#fff"
        stroke-width="11"
        stroke-linecap="round"
      />
    </svg>
  );
}
