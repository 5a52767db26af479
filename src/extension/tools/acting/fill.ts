import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";
import { enterLines, pressKey, typeText } from "../../debugger/keyboard.ts";
import { keyFor, parseKeys } from "../../debugger/keys.ts";
import { press } from "../../debugger/mouse.ts";
import { callPage } from "../../page/call-page.ts";
import type { Aim } from "./aim.ts";
import { choose } from "./choice.ts";
import { problem } from "./element-problem.ts";
import { slideTo } from "./slider.ts";
import { chooseTyped } from "./typed-choice.ts";
import type { ToolContext } from "../tool-context.ts";

/** How a field of each kind is filled: by keys and clicks where a person would, else as the page's script would. */

export type FieldValue = Pick<
  BrowserToolArgs<"chrome_fill_or_select">,
  "value" | "clear" | "slowly"
>;

export interface Filling {
  run: () => Promise<Outcome<unknown>>;
  /** What to say of the field besides what changed, if anything did. */
  outcome: (didChange: boolean) => Promise<string>;
}

export function filling(
  aim: Aim,
  session: DebuggerSession,
  wish: FieldValue,
  context: ToolContext,
): Outcome<Filling> {
  switch (aim.element.field) {
    case "toggle":
      return toggling(aim, session, wish);
    case "select":
    case "value":
      return succeed({
        run: () => setInPage(aim, wish, context),
        outcome: (didChange) => stands(aim, wish, didChange, context),
      });
    case "text":
    case "editable":
      return succeed(
        aim.element.offersOptions && wish.value !== ""
          ? typingAndChoosing(aim, session, wish, context)
          : {
              run: () => typing(aim, session, wish, context),
              outcome: (didChange) => stands(aim, wish, didChange, context),
            },
      );
    case "slider":
      return sliding(aim, session, wish, context);
    case "choice":
      return succeed({
        run: () => choose(String(wish.value), aim, session, context),
        outcome: () => Promise.resolve(""),
      });
    case "file":
      return fail("not_actionable", "This field takes a file: chrome_upload_file gives it one.");
    case "none":
      return problem("not_a_field");
  }
}

function toggling(
  { element, point }: Aim,
  session: DebuggerSession,
  { value }: FieldValue,
): Outcome<Filling> {
  const wanted = wantedState(value);
  if (wanted === undefined) {
    return fail("invalid_arguments", "A checkbox, switch or radio takes true or false.");
  }
  return succeed({
    run: async () =>
      element.checked === wanted ? succeed(undefined) : press(session, leftClick(point)),
    outcome: async () =>
      element.checked === wanted ? `It already was ${wanted ? "on" : "off"}.` : "",
  });
}

function sliding(
  aim: Aim,
  session: DebuggerSession,
  { value }: FieldValue,
  context: ToolContext,
): Outcome<Filling> {
  const wanted = typeof value === "boolean" || value === "" ? Number.NaN : Number(value);
  if (!Number.isFinite(wanted)) return fail("invalid_arguments", "A slider takes a number.");
  return succeed({
    run: () => slideTo(wanted, aim, session, context),
    outcome: () => Promise.resolve(""),
  });
}

function leftClick(point: Aim["point"]) {
  return { ...point, button: "left", clicks: 1, modifiers: [] } as const;
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
  { value }: FieldValue,
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
  wish: FieldValue,
  context: ToolContext,
): Promise<Outcome<unknown>> {
  const pressed = await press(session, leftClick(aim.point));
  if (!pressed.ok) return pressed;
  const request = { element: aim.query, value: "", clear: wish.clear };
  const selected = await callPage(aim.target, "write", request, context.signal);
  if (!selected.ok) return selected;
  if (selected.value.answer.problem) return problem(selected.value.answer.problem);
  // What the editor shows is not in its field, so only the editor can select it.
  if (aim.element.behindEditor && wish.clear) {
    const all = await pressNamed(session, SELECT_ALL);
    if (!all.ok) return all;
  }
  return enterText(aim, session, wish, context);
}

function typingAndChoosing(
  aim: Aim,
  session: DebuggerSession,
  wish: FieldValue,
  context: ToolContext,
): Filling {
  let choice = { chosen: false, said: "" };
  return {
    run: async () => {
      const typed = await typing(aim, session, wish, context);
      if (!typed.ok) return typed;
      const done = await chooseTyped(String(wish.value), aim, session, context);
      if (done.ok) choice = done.value;
      return done;
    },
    outcome: async (didChange) => {
      const held = choice.chosen ? "" : await stands(aim, wish, didChange, context);
      return [held, choice.said].filter((line) => line !== "").join("\n");
    },
  };
}

const SELECT_ALL = navigator.userAgent.includes("Mac OS X") ? "Meta+a" : "Control+a";

async function enterText(
  { element }: Aim,
  session: DebuggerSession,
  { value, clear, slowly }: FieldValue,
  { signal }: ToolContext,
): Promise<Outcome<unknown>> {
  const text = String(value);
  if (text === "") return clear ? pressNamed(session, "Delete") : succeed(undefined);
  // A person who types on comes to the next box of a code.
  if (slowly || text.length > roomIn(element))
    return typeText(session, text, async () => !signal.aborted);
  if (element.field === "editable") return enterLines(session, text, signal);
  // The last sign by its key: pages that look for suggestions or check what is typed listen to keys.
  const last = text.at(-1) ?? "";
  const key = last === "\n" ? undefined : keyFor(last);
  const head = key ? text.slice(0, -1) : text;
  const entered =
    head === "" ? succeed(undefined) : await session.send("Input.insertText", { text: head });
  return entered.ok && key ? pressKey(session, key) : entered;
}

function roomIn({ room }: Aim["element"]): number {
  return room ?? Number.POSITIVE_INFINITY;
}

/** Says what a field holds, or shows, when that is not what was asked for. */
async function stands(
  aim: Aim,
  { value, clear }: FieldValue,
  didChange: boolean,
  { signal }: ToolContext,
): Promise<string> {
  const state = await callPage(aim.target, "state", aim.query, signal);
  if (!state.ok || !state.value.answer.found) return "";
  const { value: now, secret, unshown } = state.value.answer;
  if (unshown !== undefined) {
    return `The list behind it holds ${JSON.stringify(unshown)}, but what is seen of it does not show that. Choose in what is seen: click it open.`;
  }
  if (secret || !clear || aim.element.behindEditor) return "";
  if (aim.element.field === "select" || aim.element.field === "editable") return "";
  if (now === String(value)) return "";
  // What was typed became something else, such as a tag beside the field.
  if (now === "" && didChange) return "The field is empty again. What changed:";
  if (now.length === roomIn(aim.element) && String(value).startsWith(now)) {
    return `The field now holds ${JSON.stringify(now)} and takes no more; the rest was typed into what the page went on to, if anything.`;
  }
  if (signsOf(now) === signsOf(String(value)) && signsOf(now) !== "") {
    return `The field writes it as ${JSON.stringify(now.slice(0, 120))}.`;
  }
  return `The field now holds ${JSON.stringify(now.slice(0, 120))}, which is not what was given.`;
}

/** Sends the form of a field: by its button where it has one, else by Enter in the field. */
export async function submit(
  { target, query }: Aim,
  session: DebuggerSession,
  { signal }: ToolContext,
): Promise<Outcome<unknown>> {
  const sent = await callPage(target, "submit", query, signal);
  if (!sent.ok) return sent;
  return sent.value.answer.sent ? sent : pressNamed(session, "Enter");
}

function pressNamed(session: DebuggerSession, name: string): Promise<Outcome<unknown>> {
  const [key] = parseKeys(name) ?? [];
  return key ? pressKey(session, key) : Promise.resolve(succeed(undefined));
}

/** Without what a mask puts between them. */
function signsOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, "");
}
