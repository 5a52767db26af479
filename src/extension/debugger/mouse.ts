import { type Outcome, succeed } from "../../protocol/failure.ts";
import type { DebuggerSession } from "./debugger-session.ts";

export type Modifier = "Alt" | "Control" | "Ctrl" | "Meta" | "Shift";

const BITS: Record<Modifier, number> = { Alt: 1, Control: 2, Ctrl: 2, Meta: 4, Shift: 8 };
const BUTTON_BITS = { left: 1, right: 2, middle: 4 } as const;

export function modifierBits(modifiers: readonly Modifier[]): number {
  return modifiers.reduce((bits, modifier) => bits | BITS[modifier], 0);
}

export interface Press {
  /** In the tab's viewport, in CSS pixels. */
  x: number;
  y: number;
  button: keyof typeof BUTTON_BITS;
  /** 2 for a double click. */
  clicks: number;
  modifiers: readonly Modifier[];
  /** Begun when the button is down: it is let go when this is over. */
  hold?: (() => Promise<unknown>) | undefined;
}

/** Moves the mouse there and presses. Unless the button is held, all is sent at once: Chrome keeps the order, and need not be waited for between. */
export async function press(session: DebuggerSession, wish: Press): Promise<Outcome<unknown>> {
  const { x, y, button, clicks } = wish;
  const modifiers = modifierBits(wish.modifiers);
  const at = { x, y, modifiers, pointerType: "mouse" } as const;
  const sent = [
    session.send("Input.dispatchMouseEvent", { ...at, type: "mouseMoved", button: "none" }),
  ];
  for (let clickCount = 1; clickCount <= clicks; clickCount++) {
    const down = { ...at, button, clickCount, buttons: BUTTON_BITS[button] };
    sent.push(session.send("Input.dispatchMouseEvent", { ...down, type: "mousePressed" }));
    if (wish.hold) await wish.hold();
    sent.push(
      session.send("Input.dispatchMouseEvent", { ...down, type: "mouseReleased", buttons: 0 }),
    );
  }
  const outcomes = await Promise.all(sent);
  return outcomes.find((outcome) => !outcome.ok) ?? succeed(undefined);
}

export interface Point {
  x: number;
  y: number;
}

/** Moves the mouse there, by way of a point beside it: one that stays where it is tells nobody. */
export async function moveMouse(session: DebuggerSession, at: Point): Promise<Outcome<unknown>> {
  const moved = { type: "mouseMoved", button: "none", y: at.y } as const;
  const [, there] = await Promise.all([
    session.send("Input.dispatchMouseEvent", { ...moved, x: at.x + 1 }),
    session.send("Input.dispatchMouseEvent", { ...moved, x: at.x }),
  ]);
  return there;
}

/** Turns the wheel, for what scrolls by no other way. */
export function turnWheel(
  session: DebuggerSession,
  at: Point,
  by: Point,
): Promise<Outcome<unknown>> {
  const wheel = { type: "mouseWheel", ...at, deltaX: by.x, deltaY: by.y } as const;
  return session.send("Input.dispatchMouseEvent", wheel);
}
