import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { TEXTS } from "../texts.ts";
import { onEscape } from "./on-escape.ts";

/** Asks once more before something is done. It takes the focus, and Escape takes it back. */
export function SecondLook(props: {
  /** What is about to be done. */
  label: string;
  /** What comes of it. */
  children: ComponentChildren;
  yes: string;
  look: "primary" | "danger";
  onYes: () => void;
  onNo: () => void;
}) {
  const { label, children, yes, look, onYes, onNo } = props;
  const group = useRef<HTMLDivElement>(null);
  // Not one of its buttons: a key that is still held would press it.
  useLayoutEffect(() => group.current?.focus(), []);
  return (
    <div
      ref={group}
      class="second-look"
      role="group"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onEscape(true, onNo)}
    >
      <p class="small" role="alert">
        {children}
      </p>
      <div class="buttons">
        <button type="button" class={look} onClick={onYes}>
          {yes}
        </button>
        <button type="button" onClick={onNo}>
          {TEXTS.popup.cancel}
        </button>
      </div>
    </div>
  );
}
