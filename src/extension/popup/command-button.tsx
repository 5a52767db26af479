import type { ComponentChildren } from "preact";
import type { Command } from "../popup-messages.ts";
import { send } from "./worker-link.ts";

/** A button that tells the worker one thing; the answer is seen in how things stand then. */
export function CommandButton(props: {
  command: Command;
  primary?: boolean;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={props.primary ? "primary" : ""}
      onClick={() => void send(props.command)}
    >
      {props.children}
    </button>
  );
}
