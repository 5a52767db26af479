import { type Outcome, succeed } from "../../../protocol/failure.ts";
import { attachedTo } from "../../debugger/debugger-session.ts";
import { type Point, moveMouse } from "../../debugger/mouse.ts";
import { callAllFrames } from "../../page/call-page.ts";
import type { ElementQuery } from "../../page/call-parts.ts";
import type { ToolContext } from "../tool-context.ts";

/** How long the frame may take to hear of the mouse. */
const PATIENCE_MS = 500;

/**
 * The frame that is drawn at a point of the tab, and the point in it. The mouse goes there, and the document that
 * hears of it is the one. Where none does, it is the top one.
 */
export async function frameAtPoint(
  tabId: number,
  point: Point,
  { signal }: ToolContext,
): Promise<Outcome<{ frameId: number; query: ElementQuery }>> {
  const session = attachedTo(tabId);
  const listening = await callAllFrames(tabId, "mouse", { forget: true }, signal);
  if (!listening.ok) return listening;
  if (session) await moveMouse(session, point);
  const untilMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const frames = await callAllFrames(tabId, "mouse", { forget: false }, signal);
    if (!frames.ok) return frames;
    for (const { answer, frameId } of frames.value) {
      if (answer.at) return succeed({ frameId, query: { by: "point", ...answer.at } });
    }
    if (Date.now() >= untilMs) return succeed({ frameId: 0, query: { by: "point", ...point } });
  }
}
