import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { type Modifier, moveMouse, press, turnWheel } from "../../debugger/mouse.ts";
import { openPoint } from "../../policy/frames.ts";
import { callPage } from "../../page/call-page.ts";
import type { PageAnswer } from "../../page/page-calls.ts";
import { type Stage, type Step, act } from "./aftermath.ts";
import { type ElementArgs, aimAt, locate, namesPlace } from "./aim.ts";
import { drag } from "./drag.ts";
import { problem } from "./element-problem.ts";
import { parseRef } from "../reading/element-query.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { within } from "../until-aborted.ts";

type ClickArgs = BrowserToolArgs<"chrome_click_element">;

/** Clicks, as often as a double or triple click needs. `heldMs`: for pages that want the button held. */
export async function clickTimes(
  args: ClickArgs,
  clicks: number,
  context: ToolContext,
  heldMs = 0,
): ReturnType<Handler<"chrome_click_element">> {
  if (!namesPlace(args)) {
    return fail("invalid_arguments", "Say what to click: ref, selector or coordinates.");
  }
  return act(args, context, async ({ tab, session }) => {
    const aimed = await aimAt(tab.tabId, args, "press", context);
    if (!aimed.ok) return aimed;
    const { point } = aimed.value;
    const { button } = args;
    const modifiers = heldKeys(args.modifiers);
    const { signal } = context;
    const hold =
      heldMs > 0 ? () => within(Promise.withResolvers<void>().promise, heldMs, signal) : undefined;
    return succeed({ run: () => press(session, { ...point, button, clicks, modifiers, hold }) });
  });
}

function heldKeys(held: ClickArgs["modifiers"] = []): readonly Modifier[] {
  if (Array.isArray(held)) return held;
  const all: [Modifier, boolean | undefined][] = [
    ["Alt", held.altKey],
    ["Control", held.ctrlKey],
    ["Meta", held.metaKey],
    ["Shift", held.shiftKey],
  ];
  return all.flatMap(([key, isHeld]) => (isHeld ? [key] : []));
}

const click: Handler<"chrome_click_element"> = (args, context) =>
  clickTimes(args, args.double ? 2 : 1, context);

const hover: Handler<"chrome_hover"> = async (args, context) => {
  if (!namesPlace(args)) {
    return fail("invalid_arguments", "Say where to go: ref, selector or coordinates.");
  }
  const prepare = async ({ tab, session }: Stage): Promise<Outcome<Step>> => {
    const aimed = await aimAt(tab.tabId, args, "press", context);
    if (!aimed.ok) return aimed;
    const { point } = aimed.value;
    return succeed({ run: () => moveMouse(session, point), changesLooks: true });
  };
  // In a frame, aiming moves the mouse there already.
  return act(args, context, prepare, { watchFirst: true });
};

type ScrollArgs = BrowserToolArgs<"chrome_scroll">;

const DIRECTIONS = {
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
} as const;

/** Further than any page is long. */
const ALL_THE_WAY = 1e7;

const scroll: Handler<"chrome_scroll"> = async (args, context) => {
  const direction = args.toTop ? "up" : args.toBottom ? "down" : args.direction;
  if (direction === undefined && (args.ref ?? args.selector) === undefined) {
    return fail("invalid_arguments", "Say how to scroll: direction, toTop, toBottom, or a ref.");
  }
  return act(args, context, async (stage) =>
    direction === undefined
      ? intoView(stage, args, context)
      : scrolling(stage, args, direction, context),
  );
};

async function intoView(
  { tab }: Stage,
  args: ScrollArgs,
  context: ToolContext,
): Promise<Outcome<Step>> {
  let placed = "";
  return succeed({
    run: async () => {
      const aimed = await aimAt(tab.tabId, args, "show", context);
      if (!aimed.ok) return aimed;
      const { x, y } = aimed.value.point;
      placed = `In view at ${Math.round(x)}, ${Math.round(y)}.`;
      return aimed;
    },
    outcome: async () => placed,
    changesLooks: true,
  });
}

async function scrolling(
  { tab, session }: Stage,
  args: ScrollArgs,
  direction: keyof typeof DIRECTIONS,
  context: ToolContext,
): Promise<Outcome<Step>> {
  const { tabId } = tab;
  const isWhole = args.container === undefined && !namesPlace(args);
  const named = isWhole ? undefined : await locate(tabId, containerArgs(args), context);
  if (named && !named.ok) return named;
  const by = DIRECTIONS[direction];
  const amount = args.toTop || args.toBottom ? ALL_THE_WAY : args.amount;
  const container = named?.value.query;
  const target = { tabId, frameId: named?.value.frameId ?? args.frameId ?? 0 };
  let went: PageAnswer<"scroll"> | undefined;
  return succeed({
    run: async () => {
      const scrolled = await callPage(target, "scroll", { by, amount, container }, context.signal);
      if (!scrolled.ok) return scrolled;
      went = scrolled.value.answer;
      if (went.problem) return problem(went.problem);
      if (went.moved !== 0) return scrolled;
      // A map or a board that listens to the wheel alone.
      const at = args.coordinates ?? { x: tab.width / 2, y: tab.height / 2 };
      const open = await openPoint(tabId, at, context.signal);
      if (!open.ok) return open;
      const far = Math.min(amount ?? 400, 10_000);
      return turnWheel(session, at, { x: by.x * far, y: by.y * far });
    },
    outcome: async (didChange) => {
      if (went?.moved === 0 && didChange) return "Nothing scrolled; the wheel was turned there:";
      if (!went || aheadOf(went, direction) > 0) return went ? scrollText(went, direction) : "";
      // Lists grow when their end is reached.
      const now = await callPage(target, "scroll", { by, amount: 0, container }, context.signal);
      const { left, at } = now.ok ? now.value.answer : went;
      return scrollText({ ...went, left, at }, direction);
    },
    changesLooks: true,
  });
}

function aheadOf({ at, left }: PageAnswer<"scroll">, direction: keyof typeof DIRECTIONS): number {
  return direction === "down" || direction === "right" ? left : at;
}

function scrollText(went: PageAnswer<"scroll">, direction: keyof typeof DIRECTIONS): string {
  const { moved, whole } = went;
  const what = whole ? "The page" : "That part of the page";
  const ahead = aheadOf(went, direction);
  const further = ahead > 0 ? `${ahead} px are left` : "this is the end";
  return moved === 0
    ? `${what} did not scroll ${direction}: ${further}.`
    : `${what} scrolled ${direction} by ${Math.abs(moved)} px; ${further}.`;
}

/** What scrolls: the container, or what holds the element or point. */
function containerArgs(args: ScrollArgs): ElementArgs {
  const { container, selectorType, frameId } = args;
  if (container === undefined) return args;
  return parseRef(container)
    ? { ref: container, selectorType, frameId }
    : { selector: container, selectorType, frameId };
}

export const mouseHandlers = {
  chrome_click_element: click,
  chrome_hover: hover,
  chrome_drag: drag,
  chrome_scroll: scroll,
};
