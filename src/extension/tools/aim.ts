import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { callAllFrames, callPage } from "../page/call-page.ts";
import type { ElementQuery, PageAnswer, Prepared } from "../page/page-calls.ts";
import { parseRef, queryOf } from "./element-query.ts";
import type { ToolContext } from "./handlers.ts";
import { staleRef } from "./page.ts";
import { nextRefOf, rememberNextRef } from "./tab-memory.ts";
import { untilAborted } from "./until-aborted.ts";

/** Finds the element that a call names, makes it ready, and works out where in the tab it is. */

export interface ElementArgs {
  ref?: string | undefined;
  selector?: string | undefined;
  selectorType?: "css" | "xpath" | undefined;
  coordinates?: { x: number; y: number } | undefined;
  frameId?: number | undefined;
}

/** An element in one frame; `query` holds for the document that is there now. */
export interface Aim {
  frameId: number;
  query: ElementQuery;
}

/** The element in its document, ready to be acted upon. */
export interface Target {
  documentId: string;
  frameId: number;
  query: ElementQuery;
  prepared: Extract<Prepared, { ok: true }>;
  /** In the tab's viewport, in CSS pixels. */
  point: { x: number; y: number };
}

/** How long to wait for an element to become usable, and how long at a time: a stopped call must not go on in the page. */
const PATIENCE_MS = 2_000;
const TURN_MS = 80;

/** Which element of which frame is meant; undefined when none is named. */
export async function aimAt(
  tabId: number,
  args: ElementArgs,
  { signal }: ToolContext,
): Promise<Outcome<Aim | undefined>> {
  if (args.ref !== undefined) {
    const ref = parseRef(args.ref);
    if (!ref) {
      return fail(
        "invalid_arguments",
        "ref must be as chrome_read_page or chrome_find gave it, such as e12.",
      );
    }
    return succeed({ frameId: ref.frameId, query: { by: "ref", ref: ref.ref } });
  }
  if (args.selector !== undefined) {
    const query = queryOf(args.selector, args.selectorType ?? "css");
    if (args.frameId !== undefined) return succeed({ frameId: args.frameId, query });
    return succeed({ frameId: await frameWith(tabId, query, signal), query });
  }
  if (args.coordinates) {
    return succeed({ frameId: 0, query: { by: "point", ...args.coordinates } });
  }
  return succeed(undefined);
}

/** The top frame, unless only another has such an element. */
async function frameWith(tabId: number, query: ElementQuery, signal: AbortSignal): Promise<number> {
  const top = await callPage({ tabId, frameId: 0 }, "has", query, signal);
  if (
    !top.ok ||
    top.value.answer.found === "visible" ||
    top.value.answer.found === "bad_selector"
  ) {
    return 0;
  }
  const all = await callAllFrames(tabId, "has", query, signal);
  if (!all.ok) return 0;
  const having = (found: PageAnswer<"has">["found"]) =>
    all.value.find(({ answer }) => answer.found === found)?.frameId;
  return having("visible") ?? having("hidden") ?? 0;
}

/** Waits until the element can be used, at most two seconds. */
export async function prepare(
  tabId: number,
  aim: Aim,
  purpose: "press" | "write" | "focus",
  context: ToolContext,
): Promise<Outcome<Target>> {
  const untilMs = Math.min(Date.now() + PATIENCE_MS, context.deadlineMs - 300);
  for (;;) {
    const request = {
      firstRef: await nextRefOf(tabId),
      element: aim.query,
      purpose,
      patienceMs: TURN_MS,
    };
    const asked = await callPage(
      { tabId, frameId: aim.frameId },
      "prepare",
      request,
      context.signal,
    );
    if (!asked.ok) return asked;
    const { answer, documentId, frameId } = asked.value;
    await rememberNextRef(tabId, answer.nextRef);
    if (answer.ok) {
      const point =
        purpose === "press"
          ? await inTab(tabId, asked.value.frameId, answer, context)
          : succeed(answer.point);
      if (point.ok) {
        const query: ElementQuery =
          aim.query.by === "point" ? aim.query : { by: "ref", ref: answer.ref };
        return succeed({ documentId, frameId, query, prepared: answer, point: point.value });
      }
      if (Date.now() >= untilMs) return point;
      // The frame around it is scrolled or covered: what moves it there is drawn with the next frame.
      const moved = await untilAborted(
        callPage({ tabId, frameId: 0 }, "settle", { maxMs: 50 }, context.signal),
        context.signal,
      );
      if (!moved.ok) return moved;
      continue;
    }
    const isFinal =
      answer.problem === "stale" ||
      answer.problem === "bad_selector" ||
      answer.problem === "not_a_field";
    if (isFinal || Date.now() >= untilMs) return refusal(answer);
  }
}

/** Follows a point outwards, from its frame through those around it. */
async function inTab(
  tabId: number,
  frameId: number,
  inner: Extract<Prepared, { ok: true }>,
  { signal }: ToolContext,
): Promise<Outcome<{ x: number; y: number }>> {
  if (frameId === 0) return succeed(inner.point);
  const frames = (await chrome.webNavigation.getAllFrames({ tabId })) ?? [];
  const parentOf = (id: number) =>
    frames.find((frame) => frame.frameId === id)?.parentFrameId ?? -1;
  let { path, size, url, point } = inner;
  for (let at = parentOf(frameId); at >= 0; at = parentOf(at)) {
    const request = { child: path.at(-1) ?? -1, childSize: size, childUrl: url, point };
    const mapped = await callPage({ tabId, frameId: at }, "mapPoint", request, signal);
    if (!mapped.ok) return mapped;
    const { answer } = mapped.value;
    if (!answer.ok) return refusal(answer);
    ({ path, size, url, point } = answer);
  }
  return succeed(point);
}

export function refusal({
  problem,
  by,
}: {
  problem: Exclude<Prepared, { ok: true }>["problem"];
  by?: string | undefined;
}): ReturnType<typeof fail> {
  switch (problem) {
    case "stale":
      return staleRef();
    case "missing":
      return fail(
        "element_not_found",
        "No such element. chrome_read_page or chrome_find shows what there is.",
      );
    case "bad_selector":
      return fail(
        "invalid_arguments",
        "selector is not valid. Use CSS, or XPath with selectorType xpath, or a ref.",
      );
    case "covered":
      return fail(
        "covered",
        `The element is covered by ${by ?? "another one"}. Close or move that first, or click it instead.`,
      );
    case "hidden":
      return fail(
        "not_actionable",
        "The element is hidden. Something else has to open or show it first.",
      );
    case "disabled":
      return fail(
        "not_actionable",
        "The element is disabled. Something else on the page has to enable it first.",
      );
    case "moving":
      return fail(
        "not_actionable",
        "The element did not stop moving. Try again when the page is still.",
      );
    case "outside":
      return fail(
        "not_actionable",
        "The element cannot be scrolled into view. It lies outside of what the page shows.",
      );
    case "readonly":
      return fail(
        "not_actionable",
        "The field is read-only. Another control of the page may set it.",
      );
    case "not_a_field":
      return fail(
        "not_actionable",
        "The element takes no value. Name the field itself, or click instead.",
      );
  }
}
