import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";
import { pressKey } from "../../debugger/keyboard.ts";
import { type KeyPress, keyFor, parseKeys } from "../../debugger/keys.ts";
import { press as click } from "../../debugger/mouse.ts";
import { openPoint } from "../../policy/frames.ts";
import { callPage } from "../../page/call-page.ts";
import { type ActingArgs, type Stage, act } from "./aftermath.ts";
import { type ElementArgs, aimAt, namesPlace } from "./aim.ts";
import type { Handler, ToolContext } from "../tool-context.ts";

const keyboard: Handler<"chrome_keyboard"> = (args, context) =>
  pressKeys(args, args.keys, context, args.delay);

type KeyArgs = ElementArgs & ActingArgs;

/** Keys by their names; anything else is text to type. */
export function pressKeys(args: KeyArgs, keys: string, context: ToolContext, delayMs = 0) {
  return press(args, parseKeys(keys) ?? signsOf(keys), context, delayMs);
}

/** Text, also when it is the name of a key. */
export function typeLiterally(args: KeyArgs, text: string, context: ToolContext) {
  return press(args, signsOf(text), context, 0);
}

function signsOf(text: string): (KeyPress | string)[] {
  return [...text].map((sign) => keyFor(sign) ?? sign);
}

function press(
  args: KeyArgs,
  presses: (KeyPress | string)[],
  context: ToolContext,
  delayMs: number,
) {
  return act(args, context, async ({ tab, session }: Stage) => {
    const focused = await focusing({ tab, session }, args, context);
    if (!focused.ok) return focused;
    const run = async () => {
      const there = await focused.value();
      return there.ok ? pressAll(session, presses, delayMs, context) : there;
    };
    return succeed({ run, movesFocus: true });
  });
}

/** What is left to be done until the named element, or what is at the named point, gets the keys. */
async function focusing(
  { tab, session }: Stage,
  args: KeyArgs,
  context: ToolContext,
): Promise<Outcome<() => Promise<Outcome<unknown>>>> {
  const done = () => Promise.resolve(succeed(undefined));
  if (!namesPlace(args)) return succeed(done);
  const isPoint = args.ref === undefined && args.selector === undefined;
  const aimed = await aimAt(tab.tabId, args, isPoint ? "press" : "focus", context);
  if (!aimed.ok) return aimed;
  const { point, query, target } = aimed.value;
  if (isPoint) {
    return succeed(() => click(session, { ...point, button: "left", clicks: 1, modifiers: [] }));
  }
  const request = { element: query, value: "", clear: false };
  const focused = await callPage(target, "write", request, context.signal);
  return focused.ok ? succeed(done) : focused;
}

async function pressAll(
  session: DebuggerSession,
  presses: (KeyPress | string)[],
  delayMs: number,
  { signal }: ToolContext,
): Promise<Outcome<unknown>> {
  for (const [nth, key] of presses.entries()) {
    if (nth > 0 && delayMs > 0) await pause(delayMs, signal);
    if (signal.aborted) return fail("cancelled", "The call was stopped between two keys.");
    // Each key may move the focus.
    const open = await openPoint(session.tabId, "focus", signal);
    if (!open.ok) return open;
    const sent =
      typeof key === "string"
        ? await session.send("Input.insertText", { text: key })
        : await pressKey(session, key);
    if (!sent.ok) return sent;
  }
  return succeed(undefined);
}

/** The pause between keys that the caller asked for. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}

export const keyboardHandlers = { chrome_keyboard: keyboard };
