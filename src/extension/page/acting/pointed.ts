import { nextFrame } from "../watching/next-frame.ts";
import type { PageAnswer } from "../page-calls.ts";

/** Where the mouse was last over this document. */
let mouse: { x: number; y: number } | undefined;

let listening = false;

/** From now on, notes where the mouse is. */
export function followMouse(): void {
  mouse = undefined;
  if (listening) return;
  listening = true;
  const note = ({ clientX, clientY }: PointerEvent) => {
    mouse = { x: clientX, y: clientY };
  };
  window.addEventListener("pointermove", note, { capture: true, passive: true });
}

/** Where the mouse is over this document, if it came since it was last forgotten; the next frame is waited for. */
export async function mouseHere({ forget }: { forget: boolean }): Promise<PageAnswer<"mouse">> {
  if (forget) followMouse();
  else if (!mouse) await nextFrame();
  return mouse ? { at: mouse } : {};
}

/** Whether the mouse is at this point, as soon as it is; the next frame is waited for. */
export async function pointed({ x, y }: { x: number; y: number }): Promise<PageAnswer<"pointed">> {
  if (!isAt(x, y)) await nextFrame();
  return { here: isAt(x, y) };
}

/** Chrome rounds to device pixels on the way through scaled frames. */
function isAt(x: number, y: number): boolean {
  return mouse !== undefined && Math.abs(mouse.x - x) < 2 && Math.abs(mouse.y - y) < 2;
}
