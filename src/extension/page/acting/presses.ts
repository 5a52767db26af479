import { elementAt } from "../elements/flat-tree.ts";
import { reaches } from "./reaches.ts";

/** What is pressed in the course of an action, by mouse or by key, and whether it is what was meant. */

let expected: Element | undefined;
let pressed: Element | undefined;
let missed = false;
let listening = false;

/** From now on, notes what is pressed; what was pressed before is forgotten. */
export function watchPresses(): void {
  pressed = undefined;
  missed = false;
  if (listening) return;
  listening = true;
  const options = { capture: true, passive: true };
  window.addEventListener("pointerdown", noteMouse, options);
  window.addEventListener("keydown", note, options);
}

/** The next press of the mouse is meant for this element, where one is named. */
export function expectPress(element?: Element): void {
  expected = element;
}

/** Whether it hit something else: pages move things away from the mouse, or lay something over them. */
export function missedPress(): boolean {
  return missed;
}

/** What was pressed first: a page may draw itself anew between two presses. */
export function pressedElement(): Element | undefined {
  return pressed;
}

function note({ target }: Event): void {
  if (target instanceof Element) pressed ??= target;
}

function noteMouse(event: PointerEvent): void {
  note(event);
  if (!expected) return;
  const hit = elementAt(event.clientX, event.clientY);
  missed = hit !== null && !reaches(hit, expected);
  expected = undefined;
}
