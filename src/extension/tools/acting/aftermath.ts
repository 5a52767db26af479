/**
 * An action and what it causes, from just before it until the page is calm again:
 *
 *   watch ─▶ act ─▶ settle ─▶ requests that it started ─▶ settle ─▶ changes
 *                     ├── a navigation began ─▶ until the new page can be read
 *                     └── a dialog opened ─▶ at once: the page stands still
 *
 * Nothing here waits for a clock; the bound is there for pages that never come to rest.
 */
import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { Acted } from "../../../tools/target.ts";
import { noteNewListeners } from "../../debugger/click-listeners.ts";
import { type DebuggerSession, attach } from "../../debugger/debugger-session.ts";
import { drawn } from "../../debugger/drawing.ts";
import { type Dialog, PAGE_CRASHED } from "../../debugger/standstill.ts";
import { callAllFrames } from "../../page/call-page.ts";
import { gate } from "../../policy/gate.ts";
import { withFrameRefs } from "../reading/frame-refs.ts";
import type { ToolContext } from "../tool-context.ts";
import { NavigationWatch } from "../tabs/navigation-watch.ts";
import { interactiveOutline } from "../reading/interactive-outline.ts";
import { nextRefOf, rememberNextRef } from "../tabs/tab-memory.ts";
import { type KnownTab, findPage, tabById, withOrigin } from "../tabs/tab-target.ts";
import { untilAborted } from "../until-aborted.ts";

const MOST_MS = 2_000;

/** Kept from the call's time for telling what became of a wait that was in vain. */
const TELLING_MS = 500;
const EFFECT_CHARS = 800;
const DIFF_CHARS = 20_000;

export interface ActingArgs {
  tabId?: number | undefined;
  windowId?: number | undefined;
  frameId?: number | undefined;
  background?: boolean | undefined;
  expectedUrl?: string | undefined;
  timeoutMs?: number | undefined;
  includeSnapshot: "effect" | "none" | "interactive" | "diff";
  waitForNavigation?: boolean | undefined;
}

export interface Stage {
  tab: KnownTab;
  session: DebuggerSession;
}

/** One step, ready to be done: nothing has happened yet when it is made. */
export interface Step {
  run: () => Promise<Outcome<unknown>>;
  /** What to say besides what changed, if anything did. Asked for when the page is calm. */
  outcome?: (didChange: boolean) => Promise<string>;
  /** Where the focus went is part of what the step did. */
  movesFocus?: boolean;
  /** The answer names what it selected apart from what changed. */
  namesSelection?: boolean;
  /** It may change how things look without changing what the page is made of. */
  changesLooks?: boolean;
}

const MISSED =
  "The press did not reach the element: it moved away, or something came over it, as the mouse got there. Keys may do it: chrome_keyboard with the element and Enter.";

interface Manner {
  /** Preparing the step may change the page already. */
  watchFirst?: boolean;
  /** The step answers a dialog; what it changed is told from the moment that the dialog came of. */
  atDialog?: boolean;
}

interface Happened {
  watch: NavigationWatch;
  downloads: string[];
  /** Elements came to the page. */
  grew: boolean;
}

const downloadSchema = z.object({ suggestedFilename: z.string() });

/** Prepares a step, does it, waits for what it causes, and tells that. */
export async function act(
  args: ActingArgs,
  context: ToolContext,
  prepare: (stage: Stage) => Promise<Outcome<Step>>,
  manner: Manner = {},
): Promise<Outcome<{ data: Acted; origin?: string }>> {
  const found = await findPage(args, context, manner);
  if (!found.ok) return found;
  const tab = found.value;
  const attached = await attach(tab.tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();
  using _drawn = drawn(session, tab);
  const tells = args.includeSnapshot === "effect" || args.includeSnapshot === "diff";
  const look = () =>
    tells && !manner.atDialog ? watchFrames(tab.tabId, context.signal) : succeed(null);
  const before = manner.watchFirst ? await look() : succeed(null);
  if (!before.ok) return before;
  const step = await prepare({ tab, session });
  if (!step.ok) return step;
  const watching = manner.watchFirst ? before : await look();
  if (!watching.ok) return watching;
  if (context.signal.aborted) return fail("cancelled", "The call was stopped before it was done.");

  using watch = new NavigationWatch(tab.tabId);
  const began = new Set(session.requests.keys());
  const dialog = Promise.withResolvers<"dialog">();
  const happened: Happened = { watch, downloads: [], grew: false };
  const stopListening = session.listen(({ method, params }) => {
    if (method === "Page.javascriptDialogOpening") dialog.resolve("dialog");
    if (method === "Page.downloadWillBegin") {
      happened.downloads.push(downloadSchema.safeParse(params).data?.suggestedFilename ?? "");
    }
    watch.nudge();
  });
  try {
    const done = await untilAborted(
      Promise.race([step.value.run(), dialog.promise]),
      context.signal,
    );
    if (!done.ok) return done;
    if (done.value !== "dialog") {
      if (!done.value.ok && !watch.started) return done.value;
      const calm = await untilAborted(
        Promise.race([
          calmDown(tab.tabId, session, happened, began, args, context),
          dialog.promise,
        ]),
        context.signal,
      );
      if (!calm.ok) return calm;
    }
  } finally {
    stopListening();
  }
  if (session.standstill.crashed) return PAGE_CRASHED;
  return await tell(tab, session, happened, args, context, step.value);
}

async function watchFrames(tabId: number, signal: AbortSignal): Promise<Outcome<null>> {
  const watching = await callAllFrames(
    tabId,
    "watch",
    { firstRef: await nextRefOf(tabId) },
    signal,
  );
  if (!watching.ok) return watching;
  await rememberNextRef(tabId, Math.max(0, ...watching.value.map(({ answer }) => answer.nextRef)));
  return succeed(null);
}

async function calmDown(
  tabId: number,
  session: DebuggerSession,
  happened: Happened,
  before: ReadonlySet<string>,
  args: ActingArgs,
  context: ToolContext,
): Promise<"calm"> {
  const untilMs = Math.min(Date.now() + MOST_MS, context.deadlineMs - 100);
  const left = () => untilMs - Date.now();
  const { signal } = context;
  const { watch } = happened;
  const settle = async () => {
    const calm = await callAllFrames(tabId, "settle", { maxMs: Math.max(0, left()) }, signal);
    happened.grew ||= calm.ok && calm.value.some(({ answer }) => answer.grew);
  };
  const begun = () => watch.started || watch.gone;
  // What the page's own process said before it answers this has been heard by then.
  const heard = () => session.send("Runtime.evaluate", { expression: "0" });
  await Promise.race([settle().then(heard), watch.until(begun, left(), signal)]);
  await watch.until(() => begun() || !session.leaving, left(), signal);
  if (!watch.started) {
    const own = () => [...session.requests.keys()].some((id) => !before.has(id));
    if (own()) {
      await watch.until(() => begun() || !own(), left(), signal);
      if (!watch.started) await settle();
    }
  }
  const waitsLong = args.waitForNavigation === true;
  const forPage = () => (waitsLong ? context.deadlineMs - TELLING_MS - Date.now() : left());
  if (waitsLong && !watch.started) await watch.until(begun, forPage(), signal);
  if (watch.started) {
    await watch.until(
      () => watch.ready || watch.failed !== undefined || watch.gone,
      forPage(),
      signal,
    );
  }
  return "calm";
}

async function tell(
  before: KnownTab,
  session: DebuggerSession,
  happened: Happened,
  args: ActingArgs,
  context: ToolContext,
  step: Step,
): Promise<Outcome<{ data: Acted; origin?: string }>> {
  const tab = await tabById(before.tabId);
  if (!tab) {
    const data = { ...withoutWindow(before), effect: "The tab was closed by this." };
    return succeed(withOrigin(data, before.url));
  }
  const lines: string[] = [];
  const { watch, downloads } = happened;
  const { dialog } = session.standstill;
  if (dialog) lines.push(`${dialogText(dialog)} Answer it with chrome_handle_dialog.`);
  lines.push(...(await Promise.all([...watch.opened].map(openedText))));
  lines.push(...downloads.map((name) => `A download began: ${inQuotes(name)}.`));
  if (watch.failed !== undefined) lines.push("The page that this leads to could not be loaded.");
  else if (watch.committed) lines.push(`Went to a new page.`);
  else if (tab.url !== before.url) lines.push("The address changed.");
  else if (args.waitForNavigation && !dialog) lines.push("No other page opened.");

  const changes = dialog ? [] : await shown(tab.tabId, happened, args, context, step);
  if (!dialog && !watch.committed && args.includeSnapshot !== "none") {
    const outcome = await step.outcome?.(lines.length + changes.length > 0);
    if (outcome !== undefined && outcome !== "") lines.push(outcome);
  }
  lines.push(...changes);
  if (lines.length === 0 && args.includeSnapshot !== "none") lines.push("Nothing changed.");
  const effect = lines.join("\n");
  const capped = args.includeSnapshot === "effect" ? effect.slice(0, EFFECT_CHARS) : effect;
  return succeed(withOrigin({ ...withoutWindow(tab), effect: capped }, tab.url));
}

function inQuotes(text: string): string {
  return JSON.stringify(text.replaceAll(/\s+/g, " ").slice(0, 300));
}

/** A dialog of the page with what it says. */
export function dialogText({ type, message, defaultPrompt }: Dialog): string {
  const preset = defaultPrompt ? `, with ${inQuotes(defaultPrompt)} to be changed` : "";
  return type === "beforeunload"
    ? "The page asks whether to leave it (beforeunload)."
    : `The page's ${type} dialog is open: ${inQuotes(message)}${preset}.`;
}

async function openedText(tabId: number): Promise<string> {
  const tab = await chrome.tabs.get(tabId).catch(() => undefined);
  const url = gate().shown(tab?.pendingUrl ?? tab?.url ?? "");
  return `A new tab opened: tabId ${tabId}${url === "" ? "" : `, ${url.slice(0, 200)}`}.`;
}

function withoutWindow({ tabId, url, title }: KnownTab): Omit<Acted, "effect"> {
  return { tabId, url, title };
}

/** What the caller asked to see of the page after the action. */
async function shown(
  tabId: number,
  { watch, grew }: Happened,
  args: ActingArgs,
  context: ToolContext,
  step: Step,
): Promise<string[]> {
  if (args.includeSnapshot === "none") return [];
  if (args.includeSnapshot === "interactive") {
    const outline = await interactiveOutline(tabId, context);
    return outline === undefined ? [] : [outline];
  }
  if (watch.committed) return [];
  // What came may listen for the mouse and say so in no other way.
  if (grew) await noteNewListeners(tabId, context.signal);
  const maxChars = args.includeSnapshot === "diff" ? DIFF_CHARS : EFFECT_CHARS - 160;
  const request = {
    maxChars,
    tellFocus: step.movesFocus ?? false,
    tellSelection: !step.namesSelection,
    always: step.changesLooks ?? false,
  };
  const changes = await callAllFrames(tabId, "changes", request, context.signal);
  if (!changes.ok) return [];
  await rememberNextRef(tabId, Math.max(0, ...changes.value.map(({ answer }) => answer.nextRef)));
  const lines = changes.value
    .toSorted((a, b) => a.frameId - b.frameId)
    .map(({ frameId, answer }) => withFrameRefs(answer.text, frameId))
    .filter((text) => text !== "");
  return changes.value.some(({ answer }) => answer.missed) ? [MISSED, ...lines] : lines;
}
