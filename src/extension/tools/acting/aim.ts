import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { callAllFrames, callPage } from "../../page/call-page.ts";
import { openPoint } from "../../policy/frames.ts";
import type { ElementQuery } from "../../page/call-parts.ts";
import type { PrepareRequest, Prepared } from "../../page/page-calls.ts";
import { parseRef, queryOf } from "../reading/element-query.ts";
import { withFrameRefs } from "../reading/frame-refs.ts";
import type { ToolContext } from "../tool-context.ts";
import { problem } from "./element-problem.ts";
import { frameAtPoint } from "./frame-at-point.ts";
import { pointInTab } from "./point-in-tab.ts";
import { nextRefOf, rememberNextRef } from "../tabs/tab-memory.ts";

/** How an element is named in a call. */
export interface ElementArgs {
  ref?: string | undefined;
  selector?: string | undefined;
  selectorType: "css" | "xpath";
  /** Words of the label of a field. */
  label?: string | undefined;
  coordinates?: { x: number; y: number } | undefined;
  frameId?: number | undefined;
}

type Ready = Extract<Prepared, { ok: true }>;

/** An element that can be acted upon now, in the one document that it was found in. */
export interface Aim {
  target: { tabId: number; documentId: string };
  query: ElementQuery;
  element: Ready;
  /** Where to hit it, in the tab's viewport. */
  point: { x: number; y: number };
}

/** Kept from the time of the call, so that the answer still gets through. */
const SPARE_MS = 400;

/** How long an element may take until it can be used. */
const PATIENCE_MS = 2_000;

/**
 * Finds an element and waits until it is ready for `purpose`: in view, standing still, enabled, and
 * covered by nothing, in its own frame and in every frame around it.
 */
export async function aimAt(
  tabId: number,
  args: ElementArgs,
  purpose: PrepareRequest["purpose"],
  context: ToolContext,
): Promise<Outcome<Aim>> {
  const located = await locate(tabId, args, context);
  if (!located.ok) return located;
  const { query: meant } = located.value;
  if (located.value.frameId === 0 && (meant.by === "point" || meant.by === "focus")) {
    const open = await openPoint(tabId, meant.by === "point" ? meant : "focus", context.signal);
    if (!open.ok) return open;
  }
  const isPoint = purpose === "write" && meant.by === "point";
  const placed = isPoint ? await frameAtPoint(tabId, meant, context) : located;
  if (!placed.ok) return placed;
  const { frameId, query } = placed.value;
  const request: PrepareRequest = {
    firstRef: await nextRefOf(tabId),
    element: query,
    purpose,
    patienceMs: Math.max(0, Math.min(PATIENCE_MS, context.deadlineMs - Date.now() - SPARE_MS)),
  };
  const prepared = await callPage({ tabId, frameId }, "prepare", request, context.signal);
  if (!prepared.ok) return prepared;
  const { documentId, answer } = prepared.value;
  await rememberNextRef(tabId, answer.nextRef);
  if (!answer.ok) return problem(answer.problem, answer.by && withFrameRefs(answer.by, frameId));
  const target = { tabId, documentId };
  const needsPoint = purpose !== "focus" && query.by !== "focus" && frameId !== 0;
  const point = needsPoint
    ? await pointInTab(target, frameId, answer, purpose, context)
    : succeed(answer.point);
  if (!point.ok) return point;
  // What lies at a point may be something else as soon as a list opens there.
  const named = isPoint ? ({ by: "ref", ref: answer.ref } as const) : query;
  return succeed({ target, query: named, element: answer, point: point.value });
}

/** Whether a call names an element or a point at all. */
export function namesPlace({ ref, selector, coordinates }: Partial<ElementArgs>): boolean {
  return ref !== undefined || selector !== undefined || coordinates !== undefined;
}

/** In which frame an element is, and how it is named there. */
export async function locate(
  tabId: number,
  { ref, selector, selectorType, label, coordinates, frameId }: ElementArgs,
  { signal }: ToolContext,
): Promise<Outcome<{ frameId: number; query: ElementQuery }>> {
  if (ref !== undefined) {
    const parsed = parseRef(ref);
    if (!parsed)
      return fail("invalid_arguments", "ref must be as chrome_read_page gave it, such as e12.");
    return succeed({ frameId: parsed.frameId, query: { by: "ref", ref: parsed.ref } });
  }
  if (selector !== undefined || label !== undefined) {
    const query: ElementQuery =
      selector === undefined
        ? { by: "label", label: label ?? "" }
        : queryOf(selector, selectorType);
    if (frameId !== undefined) return succeed({ frameId, query });
    const frames = await callAllFrames(tabId, "has", query, signal);
    if (!frames.ok) return frames;
    const inOrder = frames.value.toSorted((a, b) => a.frameId - b.frameId);
    const best =
      inOrder.find(({ answer }) => answer.found === "visible") ??
      inOrder.find(({ answer }) => answer.found === "hidden");
    // Not there yet: the top frame waits for it.
    return succeed({ frameId: best?.frameId ?? 0, query });
  }
  if (coordinates) return succeed({ frameId: 0, query: { by: "point", ...coordinates } });
  return succeed({ frameId: frameId ?? 0, query: { by: "focus" } });
}
