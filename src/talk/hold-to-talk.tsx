import { useEffect, useRef, useState } from "preact/hooks";

/** These do something of their own with the space bar. */
const OWN_SPACE = "input, textarea, select, button, a, summary, [contenteditable]";

/** A muted microphone hears while this is held, by pointer, or by the space bar anywhere on the page. */
export function HoldToTalk(props: { onHold: () => void; onRelease: () => void }) {
  const [held, setHeld] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const holding = useRef(false);

  const hold = () => {
    if (holding.current) return;
    holding.current = true;
    setHeld(true);
    latest.current.onHold();
  };
  const release = () => {
    if (!holding.current) return;
    holding.current = false;
    setHeld(false);
    latest.current.onRelease();
  };

  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.code !== "Space" || event.ctrlKey || event.altKey || event.metaKey) return;
      const { target } = event;
      const elsewhere = target instanceof Element ? target.closest(OWN_SPACE) : null;
      if (elsewhere !== null && elsewhere !== button.current) return;
      event.preventDefault();
      hold();
    };
    const up = (event: KeyboardEvent) => {
      if (event.code === "Space") release();
    };
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    // A key that is let go in another window is never told here.
    window.addEventListener("blur", release);
    window.addEventListener("pagehide", release);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", release);
      window.removeEventListener("pagehide", release);
      release();
    };
  }, []);

  return (
    <button
      ref={button}
      type="button"
      class="hold"
      aria-pressed={held}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        hold();
      }}
      onPointerUp={release}
      onPointerCancel={release}
    >
      Hold to talk <kbd>Space</kbd>
    </button>
  );
}
