import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import type { Acted } from "../../tools/target.ts";
import type { DebuggerSession } from "../debugger/debugger-session.ts";
import { callPage } from "../page/call-page.ts";
import type { ToolContext } from "./handlers.ts";
import { NavigationWatch } from "./navigation-watch.ts";
import { interactiveOutline } from "./page.ts";
import { nextRefOf, rememberNextRef } from "./tab-memory.ts";
import { type KnownTab, dialogAdvice, tabById, withOrigin } from "./tab-target.ts";
import { STOPPED, untilAborted } from "./until-aborted.ts";

/**
 * Does something to a page, waits for what that causes and no longer, and tells what it was.
 *
 *   watched ──▶ acted ──▶ nothing moved ─────────────────────────▶ "nothing changed"
 *                 ├──▶ changing ── still, requests answered ─────▶ what changed
 *                 ├──▶ navigating ── the new page can be read ───▶ where the tab is
 *                 └──▶ a dialog opened ──────────────────────────▶ which kind
 */

/** How long to follow what an action caused. */
const AFTERMATH_MS = 2_000;
/** A page that never stands still is not waited for longer. */
const RESTLESS_MS = 500;
const EFFECT_CHARS = 800;

export interface Action {
  tab: KnownTab;
  session: DebuggerSession;
  /** Frames to watch besides the top one. */
  frameId: number;
  show: "effect" | "none" | "interactive" | "diff";
  /** Wait for the page that the action opens, as long as the call may last. */
  waitForNavigation?: boolean | undefined;
  /** The action itself. Its note is put before the effect. */
  run: () => Promise<Outcome<string | undefined>>;
}

type ActedOutcome = Outcome<{ data: Acted; origin?: string }>;

/** Starts to watch the frames that an action may change. */
export async function watchFrames(
  tabId: number,
  frameId: number,
  { signal }: ToolContext,
): Promise<Outcome<unknown>> {
  const firstRef = await nextRefOf(tabId);
  const frames = frameId === 0 ? [0] : [0, frameId];
  const watched = await Promise.all(
    frames.map((id) => callPage({ tabId, frameId: id }, "watch", { firstRef }, signal)),
  );
  for (const frame of watched)
    if (frame.ok) await rememberNextRef(tabId, frame.value.answer.nextRef);
  return watched.at(-1) ?? STOPPED;
}

export async function act(action: Action, context: ToolContext): Promise<ActedOutcome> {
  const { tab, session } = action;
  const { signal } = context;
  using watch = new NavigationWatch(tab.tabId);
  const requestsBefore = new Set(session.requests);
  const dialog = Promise.withResolvers<void>();
  const unlisten = session.listen(({ method }) => {
    if (method === "Page.javascriptDialogOpening" || method === "detached") dialog.resolve();
    if (method.startsWith("Network.")) watch.nudge();
  });
  using _ = { [Symbol.dispose]: unlisten };

  // A dialog that the action opens holds the action up until somebody answers it.
  const running = action.run();
  const ran = await untilAborted(Promise.race([running, dialog.promise]), signal);
  if (!ran.ok) return ran;
  if (session.dialog !== undefined) {
    running.catch(() => undefined);
    return tell(action, [dialogAdvice(session.dialog)], watch);
  }
  if (ran.value && !ran.value.ok) return ran.value;
  const note = ran.value?.value;

  const untilMs = Math.min(Date.now() + AFTERMATH_MS, context.deadlineMs - 300);
  const ownRequests = () => [...session.requests].filter((id) => !requestsBefore.has(id)).length;
  for (;;) {
    const settled = await settle(action, untilMs, Promise.race([dialog.promise]), signal);
    if (signal.aborted) return STOPPED;
    if (session.dialog !== undefined)
      return tell(action, [note, dialogAdvice(session.dialog)], watch);
    if (watch.started || settled === "gone") {
      return afterNavigation(action, watch, note, context);
    }
    const left = untilMs - Date.now();
    if ((ownRequests() === 0 && watch.frames.size === 0) || left <= 0) break;
    await watch.until(
      () =>
        (ownRequests() === 0 && watch.frames.size === 0) ||
        watch.started ||
        session.dialog !== undefined,
      left,
      signal,
    );
  }
  if (action.waitForNavigation) {
    await watch.until(
      () => watch.started || watch.moved,
      context.deadlineMs - 300 - Date.now(),
      signal,
    );
    if (watch.started) return afterNavigation(action, watch, note, context);
  }
  const changes = await changesIn(action, context);
  return tell(action, [note, ...changes], watch, context);
}

/** Waits until the watched frames stand still. */
async function settle(
  { tab, frameId }: Action,
  untilMs: number,
  interrupted: Promise<void>,
  signal: AbortSignal,
): Promise<"still" | "gone"> {
  const maxMs = Math.max(Math.min(RESTLESS_MS, untilMs - Date.now()), 0);
  const frames = frameId === 0 ? [0] : [0, frameId];
  const all = Promise.all(
    frames.map((id) => callPage({ tabId: tab.tabId, frameId: id }, "settle", { maxMs }, signal)),
  );
  const settled = await Promise.race([all, interrupted]);
  const gone = settled?.some((frame) => !frame.ok && frame.failure.code === "navigated");
  return gone ? "gone" : "still";
}

async function changesIn(action: Action, { signal }: ToolContext): Promise<string[]> {
  const { tab, frameId, show } = action;
  const maxChars = show === "diff" ? 20_000 : EFFECT_CHARS - 100;
  const frames = frameId === 0 ? [0] : [frameId, 0];
  const found = await Promise.all(
    frames.map((id) =>
      callPage({ tabId: tab.tabId, frameId: id }, "changes", { maxChars }, signal),
    ),
  );
  const texts: string[] = [];
  for (const frame of found) {
    if (!frame.ok) continue;
    await rememberNextRef(tab.tabId, frame.value.answer.nextRef);
    const text = withFrame(frame.value.answer.text, frame.value.frameId);
    if (text !== "") texts.push(text);
  }
  return texts;
}

function withFrame(text: string, frameId: number): string {
  return frameId === 0 ? text : text.replaceAll("[ref=e", `[ref=f${frameId}e`);
}

async function afterNavigation(
  action: Action,
  watch: NavigationWatch,
  note: string | undefined,
  context: ToolContext,
): Promise<ActedOutcome> {
  const limitMs = action.waitForNavigation ? context.deadlineMs - 300 - Date.now() : AFTERMATH_MS;
  const isOver = () =>
    watch.ready || watch.failed !== undefined || watch.gone || action.session.dialog !== undefined;
  const there = await watch.until(isOver, limitMs, context.signal);
  if (context.signal.aborted) return STOPPED;
  if (action.session.dialog !== undefined) {
    return tell(action, [note, dialogAdvice(action.session.dialog)], watch);
  }
  if (watch.gone) return tell(action, [note, "The tab was closed."], watch);
  const aborted = watch.failed?.includes("ERR_ABORTED");
  if (watch.failed !== undefined && !aborted) {
    return tell(
      action,
      [note, `A page was opened and could not be loaded (${watch.failed.replace("net::", "")}).`],
      watch,
    );
  }
  if (aborted) {
    const changes = await changesIn(action, context);
    return tell(
      action,
      [note, "A download or a page that was not opened.", ...changes],
      watch,
      context,
    );
  }
  return tell(action, [note, ...(there ? [] : ["The new page is still loading."])], watch, context);
}

/** Where the tab is now, and what the action did. */
async function tell(
  action: Action,
  parts: readonly (string | undefined)[],
  watch: NavigationWatch,
  context?: ToolContext,
): Promise<ActedOutcome> {
  const { tab, show } = action;
  const now = await tabById(tab.tabId);
  if (!now && !watch.gone) return fail("tab_not_found", "The tab was closed.");
  const { url, title } = now ?? tab;
  const lines = parts.filter((part) => part !== undefined && part !== "");
  const moved = url !== tab.url || watch.started;
  if (moved)
    lines.unshift(url === tab.url ? "The page was loaded again." : `Now at ${url} "${title}".`);
  for (const id of watch.opened) {
    const opened = await tabById(id);
    lines.push(`Opened a new tab: tabId ${id}${opened?.url ? ` ${opened.url}` : ""}.`);
  }
  if (lines.length === 0) lines.push("nothing changed");
  const effect = lines.join("\n");
  const data = { tabId: tab.tabId, url, title };
  if (show === "none") return succeed(withOrigin({ ...data, effect: "" }, url));
  if (show === "interactive" && context && !watch.gone) {
    const outline = await interactiveOutline(tab.tabId, context);
    if (outline.ok)
      return succeed(withOrigin({ ...data, effect: `${effect}\n\n${outline.value}` }, url));
  }
  const limit = show === "diff" ? 20_000 : EFFECT_CHARS;
  return succeed(withOrigin({ ...data, effect: effect.slice(0, limit) }, url));
}
