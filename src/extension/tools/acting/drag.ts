import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { HeldMouse } from "../../debugger/drag.ts";
import type { Point } from "../../debugger/mouse.ts";
import { openPoint } from "../../policy/frames.ts";
import { callPage } from "../../page/call-page.ts";
import { type Stage, type Step, act } from "./aftermath.ts";
import { aimAt, locate } from "./aim.ts";
import { problem } from "./element-problem.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { frameToTab } from "./point-in-tab.ts";
import { within } from "../until-aborted.ts";

type Args = BrowserToolArgs<"chrome_drag">;

/** Steps that are taken before it is known who carries: more than any page takes for a click. */
const FIRST_PX = 12;
const FIRST_STEPS = 3;

/** How long Chrome may take to hand over what a page began to drag. */
const HAND_OVER_MS = 1_000;

/** Past the middle of the target, because lists make room only then. */
const PAST_PX = 6;

export const drag: Handler<"chrome_drag"> = async (args, context) => {
  const { from, to } = args;
  if (from.ref === undefined && from.selector === undefined && !from.coordinates) {
    return fail("invalid_arguments", "Say in `from` what to drag: ref, selector or coordinates.");
  }
  if (to.ref === undefined && to.selector === undefined && !to.coordinates && !to.offset) {
    return fail(
      "invalid_arguments",
      "Say in `to` where to drag it: ref, selector, coordinates or offset.",
    );
  }
  return act(args, context, (stage) => dragging(stage, args, context));
};

async function dragging(
  { tab, session }: Stage,
  args: Args,
  context: ToolContext,
): Promise<Outcome<Step>> {
  const { tabId } = tab;
  const { signal } = context;
  const there = isElement(args.to)
    ? await aimAt(tabId, placeArgs(args, args.to), "see", context)
    : undefined;
  if (there && !there.ok) return there;
  const aimed = await aimAt(tabId, placeArgs(args, args.from), "press", context);
  if (!aimed.ok) return aimed;
  const { target, query, point: start } = aimed.value;
  return succeed({
    run: async () => {
      const watched = await callPage(target, "dragBegin", query, signal);
      if (!watched.ok) return watched;
      await using mouse = await HeldMouse.press(session, start, signal);
      const rough = there?.value.point ?? pointGiven(args, start);
      const first = await mouse.moveTo(towards(start, rough), FIRST_STEPS);
      if (!first.ok) return first;
      const state = await callPage(target, "dragState", {}, signal);
      if (state.ok && state.value.answer.started) {
        await within(mouse.carry(), HAND_OVER_MS, signal);
      }
      const end = await endOf(tabId, args, start, context);
      if (!end.ok) return end;
      const open = await openPoint(tabId, end.value, signal);
      if (!open.ok) return open;
      const moved = await mouse.moveTo(end.value, args.steps);
      if (!moved.ok) return moved;
      // Once more where it is: pages that look once in a while see the end, too.
      const settled = await mouse.moveTo(end.value, 1);
      if (!settled.ok) return settled;
      return await mouse.release();
    },
    outcome: async (didChange) => {
      const ended = await callPage(target, "dragEnd", {}, signal);
      const told = ended.ok ? ended.value.answer.told : "";
      if (told !== "") return told;
      return didChange
        ? "The dragged element stayed where it was. What changed:"
        : "The dragged element did not move.";
    },
    changesLooks: true,
  });
}

type Place = Args["to"];

function isElement({ ref, selector }: Place): boolean {
  return ref !== undefined || selector !== undefined;
}

function placeArgs({ frameId }: Args, place: Args["from"]) {
  return { ...place, frameId };
}

/** Where it goes when no element is named. */
function pointGiven({ to }: Args, start: Point): Point {
  const { x, y } = to.coordinates ?? start;
  return { x: x + (to.offset?.x ?? 0), y: y + (to.offset?.y ?? 0) };
}

function towards(start: Point, end: Point): Point {
  const far = Math.hypot(end.x - start.x, end.y - start.y);
  if (far <= FIRST_PX) return end;
  const part = FIRST_PX / far;
  return { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part };
}

/** Where to let go, measured when the page already knows that something is dragged. */
async function endOf(
  tabId: number,
  args: Args,
  start: Point,
  context: ToolContext,
): Promise<Outcome<Point>> {
  const { to } = args;
  if (!isElement(to)) return succeed(pointGiven(args, start));
  const located = await locate(tabId, placeArgs(args, to), context);
  if (!located.ok) return located;
  const { frameId, query } = located.value;
  const spot = await callPage({ tabId, frameId }, "dropSpot", query, context.signal);
  if (!spot.ok) return spot;
  const { problem: what, box, across, ...place } = spot.value.answer;
  if (what) return problem(what);
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const inTab = await frameToTab(tabId, frameId, middle, place, context);
  if (!inTab.ok) return inTab;
  const by = fromMiddle(to, box, across, { from: start, to: inTab.value });
  return succeed({ x: inTab.value.x + by.x, y: inTab.value.y + by.y });
}

/** From the middle of the target to where it is let go. */
function fromMiddle(
  { position, offset }: Place,
  { width, height }: { width: number; height: number },
  across: boolean,
  way: { from: Point; to: Point },
): Point {
  if (offset) return offset;
  if (position === "inside") return { x: 0, y: 0 };
  if (position) {
    const part = position === "before" ? -0.3 : 0.3;
    return across ? { x: width * part, y: 0 } : { x: 0, y: height * part };
  }
  const [dx, dy] = [way.to.x - way.from.x, way.to.y - way.from.y];
  const past = (far: number, size: number) => Math.sign(far) * Math.min(PAST_PX, size / 5);
  return Math.abs(dx) > Math.abs(dy) ? { x: past(dx, width), y: 0 } : { x: 0, y: past(dy, height) };
}
