import type { ComponentChildren } from "preact";
import type { Command } from "../popup-messages.ts";
import { send } from "./worker-link.ts";

/** A button that tells the worker one thing; the answer is seen in how things stand then. */
export function CommandButton(props: {
  command: Command;
  look?: "primary" | "danger" | "link" | "remove";
  /** What it does, where its sign does not say. */
  label?: string;
  /** What more is told of it, where its sign says what it does. */
  more?: string;
  disabled?: boolean;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={props.look ?? ""}
      aria-label={props.label}
      title={props.label ?? props.more}
      disabled={props.disabled}
      onClick={() => void send(props.command)}
    >
      {props.children}
    </button>
  );
}
