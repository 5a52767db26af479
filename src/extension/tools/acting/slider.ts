import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";
import { HeldMouse } from "../../debugger/drag.ts";
import { pressKey } from "../../debugger/keyboard.ts";
import { parseKeys } from "../../debugger/keys.ts";
import { callPage } from "../../page/call-page.ts";
import type { ToolContext } from "../tool-context.ts";
import type { Aim } from "./aim.ts";
import { problem } from "./element-problem.ts";

/**
 * Sets a slider that is no input, as a person does: by arrow keys where it has some, else by the mouse. How far a key or a
 * pixel takes it is found out on the way, by what it says of itself (`aria-valuenow`).
 */

/** Keys between two looks at where it stands. */
const MOST_PRESSES = 100;

/** Looks, by keys or with the mouse: more than any slider with a reasonable number of steps takes. */
const MOST_LOOKS = 20;

/** The first move of the mouse, in CSS pixels. */
const PROBE_PX = 20;

interface Stand {
  now: number;
  min: number;
  max: number;
  vertical: boolean;
  focused: boolean;
}

export async function slideTo(
  wanted: number,
  aim: Aim,
  session: DebuggerSession,
  context: ToolContext,
): Promise<Outcome<unknown>> {
  const first = await look(aim, true, context);
  if (!first.ok) return first;
  const { now, min, max, focused } = first.value;
  if (wanted < min || wanted > max) {
    return fail("invalid_arguments", `This slider goes from ${min} to ${max}.`);
  }
  if (isNear(now, wanted)) return succeed(undefined);
  const byKeys = focused ? await pressTowards(wanted, first.value, aim, session, context) : first;
  if (!byKeys.ok || isNear(byKeys.value.now, wanted)) return byKeys;
  if (byKeys.value.now !== now) {
    return fail(
      "not_actionable",
      `The arrow keys take this slider to ${byKeys.value.now}, not to ${wanted}. Give a value that it has, or drag it with chrome_drag.`,
    );
  }
  const byMouse = await dragTowards(wanted, byKeys.value, aim, session, context);
  if (!byMouse.ok || isNear(byMouse.value.now, wanted)) return byMouse;
  return fail(
    "not_actionable",
    `The slider stands at ${byMouse.value.now}: neither arrow keys nor the mouse took it to ${wanted}. Look at a picture of it, then chrome_drag or chrome_keyboard.`,
  );
}

async function look(
  { target, query }: Aim,
  focus: boolean,
  { signal }: ToolContext,
): Promise<Outcome<Stand>> {
  if (signal.aborted) return fail("cancelled", "The call was stopped on the way.");
  const asked = await callPage(target, "slider", { element: query, focus }, signal);
  if (!asked.ok) return asked;
  const { problem: what, now, ...rest } = asked.value.answer;
  if (what) return problem(what);
  if (now === undefined) {
    return fail(
      "not_actionable",
      "This slider does not tell its value. Move it with chrome_drag or chrome_keyboard and look at a picture of it.",
    );
  }
  return succeed({ ...rest, now });
}

async function pressTowards(
  wanted: number,
  start: Stand,
  aim: Aim,
  session: DebuggerSession,
  context: ToolContext,
): Promise<Outcome<Stand>> {
  let [more, less] = start.vertical ? ["ArrowUp", "ArrowDown"] : ["ArrowRight", "ArrowLeft"];
  let at = start;
  /** How far one key takes it, once that is known. */
  let step = Infinity;
  for (let looks = 0; looks < MOST_LOOKS && !isNear(at.now, wanted); looks++) {
    const way = wanted - at.now;
    const isEnd = looks === 0 && (wanted === at.min || wanted === at.max);
    const presses = Number.isFinite(step) ? Math.round(Math.abs(way) / step) : 1;
    if (presses === 0) break;
    const key = isEnd ? (way > 0 ? "End" : "Home") : way > 0 ? more : less;
    const pressed = await pressOften(key, Math.min(presses, MOST_PRESSES), session, context);
    if (!pressed.ok) return pressed;
    const next = await look(aim, false, context);
    if (!next.ok) return next;
    const moved = next.value.now - at.now;
    at = next.value;
    if (isEnd) continue;
    if (moved === 0) break;
    step = Math.abs(moved) / Math.min(presses, MOST_PRESSES);
    // Where lines run from right to left, so do sliders.
    if (Math.sign(moved) !== Math.sign(way)) [more, less] = [less, more];
  }
  return succeed(at);
}

async function pressOften(
  name: string,
  times: number,
  session: DebuggerSession,
  { signal }: ToolContext,
): Promise<Outcome<unknown>> {
  const [key] = parseKeys(name) ?? [];
  for (let nth = 0; key && nth < times && !signal.aborted; nth++) {
    const pressed = await pressKey(session, key);
    if (!pressed.ok) return pressed;
  }
  return succeed(undefined);
}

/** Between a place where it is too low and one where it is too high, once both are known. */
async function dragTowards(
  wanted: number,
  start: Stand,
  aim: Aim,
  session: DebuggerSession,
  context: ToolContext,
): Promise<Outcome<Stand>> {
  await using mouse = await HeldMouse.press(session, aim.point, context.signal);
  const pressed = await look(aim, false, context);
  if (!pressed.ok) return pressed;
  let at = pressed.value;
  let along = 0;
  const tried = [{ along, now: at.now }];
  for (let looks = 0; looks < MOST_LOOKS && !isNear(at.now, wanted); looks++) {
    along = nextPlace(wanted, tried, start.vertical);
    const { x, y } = aim.point;
    const place = start.vertical ? { x, y: y + along } : { x: x + along, y };
    const moved = await mouse.moveTo(place, 2);
    if (!moved.ok) return moved;
    const next = await look(aim, false, context);
    if (!next.ok) return next;
    at = next.value;
    tried.push({ along, now: at.now });
  }
  const released = await mouse.release();
  return released.ok ? await look(aim, false, context) : released;
}

/** Where to try next, in pixels from where the mouse was pressed. */
function nextPlace(
  wanted: number,
  tried: readonly { along: number; now: number }[],
  vertical: boolean,
): number {
  const under = tried.findLast(({ now }) => now < wanted);
  const over = tried.findLast(({ now }) => now > wanted);
  if (under && over) {
    const part = (wanted - under.now) / (over.now - under.now);
    const between = under.along + (over.along - under.along) * part;
    // In turn by halves: a slider may go slower at one end.
    return tried.length % 3 === 0 ? (under.along + over.along) / 2 : between;
  }
  const farther = PROBE_PX * 2 ** (tried.length - 1);
  const [first] = tried;
  const isUp = vertical ? -1 : 1;
  return (first && first.now < wanted ? farther : -farther) * isUp;
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}
