import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../tools/catalogue.ts";
import type { DebuggerSession } from "../debugger/debugger-session.ts";
import { pressKey, typeText } from "../debugger/keyboard.ts";
import { type KeyPress, keyFor, parseKeys } from "../debugger/keys.ts";
import { press } from "../debugger/mouse.ts";
import { openPoint } from "../policy/frames.ts";
import { callPage } from "../page/call-page.ts";
import { type Stage, type Step, act } from "./aftermath.ts";
import { type Aim, aimAt } from "./aim.ts";
import { problem } from "./element-problem.ts";
import type { Handler, ToolContext } from "./handlers.ts";

const click: Handler<"chrome_click_element"> = async (args, context) => {
  if (args.ref === undefined && args.selector === undefined && !args.coordinates) {
    return fail("invalid_arguments", "Say what to click: ref, selector or coordinates.");
  }
  return act(args, context, async ({ tab, session }) => {
    const aimed = await aimAt(tab.tabId, args, "press", context);
    if (!aimed.ok) return aimed;
    const { point } = aimed.value;
    const { button, double, modifiers = [] } = args;
    return succeed({
      run: () => press(session, { ...point, button, clicks: double ? 2 : 1, modifiers }),
    });
  });
};

type FillArgs = BrowserToolArgs<"chrome_fill_or_select">;

const fillOrSelect: Handler<"chrome_fill_or_select"> = async (args, context) => {
  if (args.ref === undefined && args.selector === undefined) {
    return fail("invalid_arguments", "Say what to fill in: ref or selector.");
  }
  return act(args, context, async ({ tab, session }) => {
    const aimed = await aimAt(tab.tabId, args, "write", context);
    if (!aimed.ok) return aimed;
    return filling(aimed.value, session, args, context);
  });
};

/** How a field of this kind is filled. */
function filling(
  aim: Aim,
  session: DebuggerSession,
  args: FillArgs,
  context: ToolContext,
): Outcome<Step> {
  switch (aim.element.field) {
    case "toggle":
      return toggling(aim, session, args);
    case "select":
    case "value":
      return succeed({
        run: async () => {
          const set = await setInPage(aim, args, context);
          return set.ok && args.submit ? submit(session) : set;
        },
        outcome: () => stands(aim, args, context),
      });
    case "text":
    case "editable":
      return succeed({
        run: () => typing(aim, session, args, context),
        outcome: () => stands(aim, args, context),
      });
    case "file":
      return fail("not_actionable", "This field takes a file, which this tool cannot give.");
    case "none":
      return problem("not_a_field");
  }
}

function toggling(
  { element, point }: Aim,
  session: DebuggerSession,
  { value, submit: submits }: FillArgs,
): Outcome<Step> {
  const wanted = wantedState(value);
  if (wanted === undefined) {
    return fail("invalid_arguments", "A checkbox, switch or radio takes true or false.");
  }
  return succeed({
    run: async () => {
      const pressed =
        element.checked === wanted
          ? succeed(undefined)
          : await press(session, { ...point, button: "left", clicks: 1, modifiers: [] });
      return pressed.ok && submits ? submit(session) : pressed;
    },
    outcome: async () =>
      element.checked === wanted ? `It already was ${wanted ? "on" : "off"}.` : "",
  });
}

function wantedState(value: string | number | boolean): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = String(value).trim().toLowerCase();
  if (/^(true|on|yes|1|checked)$/.test(word)) return true;
  return /^(false|off|no|0|unchecked|)$/.test(word) ? false : undefined;
}

/** Selects, dates, sliders and colours have no text to type: their value is set as the page's own script would. */
async function setInPage(
  aim: Aim,
  { value }: FillArgs,
  { signal }: ToolContext,
): Promise<Outcome<unknown>> {
  const request = { element: aim.query, value: String(value), clear: true };
  const written = await callPage(aim.target, "write", request, signal);
  if (!written.ok) return written;
  const { done, problem: what, options } = written.value.answer;
  if (done) return succeed(undefined);
  if (what) return problem(what);
  return fail(
    "invalid_arguments",
    `There is no such option. The list has ${options?.length ?? 0} others; chrome_read_page names them.`,
  );
}

async function typing(
  aim: Aim,
  session: DebuggerSession,
  args: FillArgs,
  context: ToolContext,
): Promise<Outcome<unknown>> {
  const { point } = aim;
  const pressed = await press(session, { ...point, button: "left", clicks: 1, modifiers: [] });
  if (!pressed.ok) return pressed;
  const request = { element: aim.query, value: "", clear: args.clear };
  const selected = await callPage(aim.target, "write", request, context.signal);
  if (!selected.ok) return selected;
  if (selected.value.answer.problem) return problem(selected.value.answer.problem);
  const typed = await enterText(session, String(args.value), args, context);
  return typed.ok && args.submit ? submit(session) : typed;
}

async function enterText(
  session: DebuggerSession,
  value: string,
  { clear, slowly }: FillArgs,
  context: ToolContext,
): Promise<Outcome<unknown>> {
  if (value === "") return clear ? pressNamed(session, "Delete") : succeed(undefined);
  if (slowly) return typeText(session, value, async () => !context.signal.aborted);
  return session.send("Input.insertText", { text: value });
}

/** Says what a field holds when that is not what was asked for. */
async function stands(
  aim: Aim,
  { value, clear }: FillArgs,
  { signal }: ToolContext,
): Promise<string> {
  const state = await callPage(aim.target, "state", aim.query, signal);
  if (!state.ok || !state.value.answer.found) return "";
  const { value: now, secret } = state.value.answer;
  if (secret || !clear || aim.element.field === "select" || aim.element.field === "editable")
    return "";
  if (now === String(value)) return "";
  return `The field now holds ${JSON.stringify(now.slice(0, 120))}, which is not what was given.`;
}

function submit(session: DebuggerSession): Promise<Outcome<unknown>> {
  return pressNamed(session, "Enter");
}

function pressNamed(session: DebuggerSession, name: string): Promise<Outcome<unknown>> {
  const [key] = parseKeys(name) ?? [];
  return key ? pressKey(session, key) : Promise.resolve(succeed(undefined));
}

const keyboard: Handler<"chrome_keyboard"> = (args, context) =>
  act(args, context, async ({ tab, session }: Stage) => {
    const named = args.ref !== undefined || args.selector !== undefined;
    if (named) {
      const aimed = await aimAt(tab.tabId, args, "focus", context);
      if (!aimed.ok) return aimed;
      const request = { element: aimed.value.query, value: "", clear: false };
      const focused = await callPage(aimed.value.target, "write", request, context.signal);
      if (!focused.ok) return focused;
    }
    return succeed({
      run: () => pressAll(session, args.keys, args.delay, context),
      movesFocus: true,
    });
  });

/** Keys by their names; anything else is text to type. */
async function pressAll(
  session: DebuggerSession,
  keys: string,
  delayMs: number,
  { signal }: ToolContext,
): Promise<Outcome<unknown>> {
  const presses: (KeyPress | string)[] =
    parseKeys(keys) ?? [...keys].map((sign) => keyFor(sign) ?? sign);
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

export const inputHandlers = {
  chrome_click_element: click,
  chrome_fill_or_select: fillOrSelect,
  chrome_keyboard: keyboard,
};
