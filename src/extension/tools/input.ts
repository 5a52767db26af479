import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { type DebuggerSession, attach } from "../debugger/debugger-session.ts";
import { pressKey, typeText } from "../debugger/keyboard.ts";
import { type KeyPress, keyFor, parseKeys } from "../debugger/keys.ts";
import { press } from "../debugger/mouse.ts";
import { callPage } from "../page/call-page.ts";
import { act, watchFrames } from "./acting.ts";
import { type Aim, type Target, aimAt, prepare, refusal } from "./aim.ts";
import type { Handler, ToolContext } from "./handlers.ts";
import { type KnownTab, findPage } from "./tab-target.ts";
import { STOPPED, within } from "./until-aborted.ts";

const NAME_ONE = fail("invalid_arguments", "Name the element: ref, selector or coordinates.");

/** The tab and the debugger on it, ready for input. */
async function open(
  args: Parameters<typeof findPage>[0],
  context: ToolContext,
): Promise<Outcome<{ tab: KnownTab; session: DebuggerSession }>> {
  const tab = await findPage(args, context);
  if (!tab.ok) return tab;
  const session = await attach(tab.value.tabId);
  if (!session.ok) return session;
  return context.signal.aborted ? STOPPED : succeed({ tab: tab.value, session: session.value });
}

/** The element made ready, while the page as it was is taken down for the comparison. */
async function ready(
  tabId: number,
  aim: Aim,
  purpose: "press" | "write" | "focus",
  context: ToolContext,
): Promise<Outcome<Target>> {
  const [, target] = await Promise.all([
    watchFrames(tabId, aim.frameId, context),
    prepare(tabId, aim, purpose, context),
  ]);
  return context.signal.aborted ? STOPPED : target;
}

export const click: Handler<"chrome_click_element"> = async (args, context) => {
  const opened = await open(args, context);
  if (!opened.ok) return opened;
  const { tab, session } = opened.value;
  using _ = session.lease();
  const aim = await aimAt(tab.tabId, args, context);
  if (!aim.ok) return aim;
  if (!aim.value) return NAME_ONE;
  const target = await ready(tab.tabId, aim.value, "press", context);
  if (!target.ok) return target;
  const { point } = target.value;
  return act(
    {
      tab,
      session,
      frameId: target.value.frameId,
      show: args.includeSnapshot,
      waitForNavigation: args.waitForNavigation,
      run: async () => {
        const clicks = args.double ? 2 : 1;
        const done = await press(session, {
          ...point,
          button: args.button,
          clicks,
          modifiers: args.modifiers ?? [],
        });
        return done.ok ? succeed(undefined) : done;
      },
    },
    context,
  );
};

export const fillOrSelect: Handler<"chrome_fill_or_select"> = async (args, context) => {
  const opened = await open(args, context);
  if (!opened.ok) return opened;
  const { tab, session } = opened.value;
  using _ = session.lease();
  const aim = await aimAt(tab.tabId, args, context);
  if (!aim.ok) return aim;
  if (!aim.value) return NAME_ONE;
  const target = await ready(tab.tabId, aim.value, "write", context);
  if (!target.ok) return target;
  const { prepared } = target.value;
  if (prepared.field === "file") {
    return fail("invalid_arguments", "A file cannot be typed in. The person has to choose it.");
  }
  const submit = async (
    written: Outcome<string | undefined>,
  ): Promise<Outcome<string | undefined>> => {
    const enter = keyFor("\n");
    if (!written.ok || !args.submit || !enter) return written;
    const pressed = await pressKey(session, enter);
    return pressed.ok ? written : pressed;
  };
  const field = { tab, session, target: target.value };
  return act(
    {
      tab,
      session,
      frameId: target.value.frameId,
      show: args.includeSnapshot,
      run: async () =>
        submit(
          prepared.field === "toggle"
            ? await toggle(field, args.value, context)
            : await write(field, args, context),
        ),
    },
    context,
  );
};

interface Field {
  tab: KnownTab;
  session: DebuggerSession;
  target: Target;
}

/** Brings a checkbox, radio or switch into the wanted state by a click, if it is in the other. */
async function toggle(
  { tab, session, target }: Field,
  value: string | number | boolean,
  context: ToolContext,
): Promise<Outcome<string | undefined>> {
  const wanted = !/^(false|0|off|no|unchecked|)$/i.test(String(value));
  if (target.prepared.checked === wanted) return succeed("It was so already.");
  const aim = { frameId: target.frameId, query: target.query };
  const hittable = await prepare(tab.tabId, aim, "press", context);
  if (!hittable.ok) return hittable;
  if (context.signal.aborted) return STOPPED;
  const done = await press(session, {
    ...hittable.value.point,
    button: "left",
    clicks: 1,
    modifiers: [],
  });
  if (!done.ok) return done;
  const after = await stateOf(tab.tabId, target, context);
  if (!after || after.checked === wanted) return succeed(undefined);
  return succeed(
    `It is still ${wanted ? "unchecked" : "checked"}: the page, or the person, has to change it another way.`,
  );
}

interface WriteArgs {
  value: string | number | boolean;
  clear: boolean;
  slowly: boolean;
}

async function write(
  { tab, session, target }: Field,
  { value, clear, slowly }: WriteArgs,
  context: ToolContext,
): Promise<Outcome<string | undefined>> {
  const { tabId } = tab;
  const text = String(value);
  const request = { element: target.query, value: text, clear };
  const { documentId, prepared } = target;
  const written = await callPage({ tabId, documentId }, "write", request, context.signal);
  if (!written.ok) return written;
  const { answer } = written.value;
  if (answer.problem !== undefined) return refusal({ problem: answer.problem });
  if (!answer.done) {
    return fail(
      "not_actionable",
      "The list has no such option. Its options are in its line of chrome_read_page.",
    );
  }
  if (prepared.field === "text" || prepared.field === "editable") {
    const typed = await type(session, text, { clear, slowly }, context);
    if (!typed.ok) return typed;
  }
  return succeed(await whatStuck(tabId, target, text, clear, context));
}

async function type(
  session: DebuggerSession,
  text: string,
  { clear, slowly }: { clear: boolean; slowly: boolean },
  { signal }: ToolContext,
): Promise<Outcome<unknown>> {
  if (text === "") {
    const erase = parseKeys("Delete")?.[0];
    return clear && erase ? pressKey(session, erase) : succeed(undefined);
  }
  if (slowly) return typeText(session, text, async () => !signal.aborted);
  return session.send("Input.insertText", { text });
}

/** A note when the field does not show what was written. */
async function whatStuck(
  tabId: number,
  target: Target,
  wanted: string,
  clear: boolean,
  context: ToolContext,
): Promise<string | undefined> {
  const after = await stateOf(tabId, target, context);
  if (!after || after.secret || target.prepared.field === "select") return undefined;
  const plain = (text: string) => text.replace(/\s+/g, " ").trim();
  const shown = plain(after.value);
  const expected = plain(wanted);
  if (shown === expected || (!clear && shown.endsWith(expected))) return undefined;
  if (Number(shown) === Number(expected) && shown !== "") return undefined;
  return `The field did not take this value as it is; it now holds ${JSON.stringify(shown.slice(0, 200))}.`;
}

async function stateOf(tabId: number, target: Target, { signal }: ToolContext) {
  const { documentId, query } = target;
  const asked = await callPage({ tabId, documentId }, "state", query, signal);
  return asked.ok && asked.value.answer.found ? asked.value.answer : undefined;
}

export const keyboard: Handler<"chrome_keyboard"> = async (args, context) => {
  const opened = await open(args, context);
  if (!opened.ok) return opened;
  const { tab, session } = opened.value;
  using _ = session.lease();
  const { tabId } = tab;
  const aim = await aimAt(tabId, args, context);
  if (!aim.ok) return aim;
  let frameId = args.frameId ?? 0;
  if (aim.value) {
    const target = await ready(tabId, aim.value, "focus", context);
    if (!target.ok) return target;
    ({ frameId } = target.value);
    const { documentId, query } = target.value;
    const focused = await callPage({ tabId, documentId }, "focus", query, context.signal);
    if (!focused.ok) return focused;
  } else {
    const watched = await watchFrames(tabId, frameId, context);
    if (!watched.ok) return watched;
  }
  const presses = parseKeys(args.keys);
  const pause = async () => {
    if (args.delay > 0) await within(new Promise(() => undefined), args.delay, context.signal);
    return !context.signal.aborted;
  };
  return act(
    {
      tab,
      session,
      frameId,
      show: args.includeSnapshot,
      run: async () => {
        const done = presses
          ? await pressAll(session, presses, pause)
          : await enterText(session, args.keys, args.delay, pause);
        return done.ok ? succeed(undefined) : done;
      },
    },
    context,
  );
};

async function pressAll(
  session: DebuggerSession,
  presses: readonly KeyPress[],
  pause: () => Promise<boolean>,
): Promise<Outcome<unknown>> {
  for (const [at, key] of presses.entries()) {
    if (at > 0 && !(await pause())) return STOPPED;
    const pressed = await pressKey(session, key);
    if (!pressed.ok) return pressed;
  }
  return succeed(undefined);
}

/** Long texts are not typed key by key unless that is asked for. */
const KEY_BY_KEY = 500;

function enterText(
  session: DebuggerSession,
  text: string,
  delay: number,
  pause: () => Promise<boolean>,
): Promise<Outcome<unknown>> {
  return delay === 0 && text.length > KEY_BY_KEY
    ? session.send("Input.insertText", { text })
    : typeText(session, text, pause);
}
