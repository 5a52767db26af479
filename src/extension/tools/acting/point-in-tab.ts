import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { attachedTo } from "../../debugger/debugger-session.ts";
import { type Point, moveMouse } from "../../debugger/mouse.ts";
import { callPage } from "../../page/call-page.ts";
import { NAVIGATED } from "../../page/refusal.ts";
import type { PageAnswer, PrepareRequest, Prepared } from "../../page/page-calls.ts";
import { problem } from "./element-problem.ts";
import type { ToolContext } from "../tool-context.ts";

/**
 * Where in the tab an element of a frame is to be hit.
 *
 * Chrome finds the frame under the mouse by the picture that it drew last, which may be older than the
 * page after a scroll. So the mouse is moved there first, and the frame is asked whether it came.
 */

type FramePlace = Pick<PageAnswer<"outline">, "childIndex" | "size" | "url">;
type Ready = Extract<Prepared, { ok: true }>;

/** How long the picture may take to catch up with the page. */
const PATIENCE_MS = 1_500;

export async function pointInTab(
  target: { tabId: number; documentId: string },
  frameId: number,
  element: Ready,
  purpose: PrepareRequest["purpose"],
  context: ToolContext,
): Promise<Outcome<Point>> {
  const isSet = purpose === "write" && (element.field === "select" || element.field === "value");
  if (isSet) return succeed(element.point);
  const untilMs = Math.min(Date.now() + PATIENCE_MS, context.deadlineMs - 250);
  for (;;) {
    const point = await frameToTab(target.tabId, frameId, element.point, element, context);
    if (point.ok) {
      if (purpose === "see" || purpose === "show") return point;
      const session = attachedTo(target.tabId);
      if (session) await moveMouse(session, point.value);
    }
    const came = await callPage(target, "pointed", element.point, context.signal);
    if (!came.ok) return came;
    if (point.ok && came.value.answer.here) return point;
    if (Date.now() < untilMs) continue;
    return point.ok
      ? fail(
          "not_actionable",
          "Something that is drawn over the frame of the element takes its clicks.",
        )
      : point;
  }
}

/** A point of a frame as one of the tab's viewport, by way of the frames between. */
export async function frameToTab(
  tabId: number,
  frameId: number,
  point: Point,
  place: FramePlace,
  { signal }: ToolContext,
): Promise<Outcome<Point>> {
  let at = place;
  let here = point;
  let frame = frameId;
  while (frame !== 0) {
    const known = await chrome.webNavigation.getFrame({ tabId, frameId: frame });
    if (!known || known.parentFrameId < 0) return NAVIGATED;
    frame = known.parentFrameId;
    const request = { child: at.childIndex, childSize: at.size, childUrl: at.url, point: here };
    const mapped = await callPage({ tabId, frameId: frame }, "mapPoint", request, signal);
    if (!mapped.ok) return mapped;
    const { answer } = mapped.value;
    if (!answer.ok) return problem(answer.problem, answer.by);
    at = answer;
    here = answer.point;
  }
  return succeed(here);
}
