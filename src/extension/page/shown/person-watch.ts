import { isOwn } from "./own-elements.ts";
import { isPicking } from "./pick.ts";

/** Reports keys and clicks in a page that is being driven, so that the worker can tell whether they are the person's. */

/** A page that no call was made to for so long is not driven any more. */
const DRIVEN_MS = 30_000;

/** Alone they do nothing, and are pressed on the way to other windows. */
const MODIFIERS = new Set(["Alt", "AltGraph", "CapsLock", "Control", "Meta", "Shift"]);

const BUTTONS = ["left", "middle", "right", "back", "forward"];

let drivenMs: number | undefined;

/** A call acts here. */
export function watchPerson(): void {
  const isNew = drivenMs === undefined;
  drivenMs = performance.now();
  if (!isNew) return;
  const options = { capture: true, passive: true };
  window.addEventListener(
    "keydown",
    (event) => {
      if (!MODIFIERS.has(event.key)) report(event, `key:${event.code}`);
    },
    options,
  );
  window.addEventListener(
    "mousedown",
    (event) => report(event, `mouse:${BUTTONS[event.button]}`),
    options,
  );
}

function report(event: Event, pressed: string): void {
  if (!event.isTrusted || performance.now() - (drivenMs ?? -DRIVEN_MS) > DRIVEN_MS) return;
  if (isOwn(event.target) || isPicking()) return;
  // Gone when the extension was reloaded under the page.
  if (chrome.runtime?.id === undefined) return;
  chrome.runtime.sendMessage({ pressed }).catch(() => undefined);
}
