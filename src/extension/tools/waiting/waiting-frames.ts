import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import type { Condition } from "../../../tools/waiting.ts";
import { type FrameAnswer, callPage } from "../../page/call-page.ts";
import type { ElementQuery } from "../../page/call-parts.ts";
import { gate } from "../../policy/gate.ts";
import { parseRef, queryOf } from "../reading/element-query.ts";
import { withFrameRefs } from "../reading/frame-refs.ts";
import type { ToolContext } from "../tool-context.ts";
import { NavigationWatch } from "../tabs/navigation-watch.ts";
import { nextRefOf, rememberNextRef } from "../tabs/tab-memory.ts";
import { STOPPED } from "../until-aborted.ts";
import { type Came, TOO_LATE } from "./waiting-events.ts";

/**
 * Waiting for what is seen in a page. Every frame waits by itself, those that come meanwhile, too; the first
 * that has it ends the others. What is to be gone has to be gone in all.
 */

type Args = BrowserToolArgs<"chrome_wait_for">;
type Asked = Outcome<FrameAnswer<"waitFor">>;

/** Kept from the call's time, so that the answer still gets through. */
const SPARE_MS = 200;

/** A page is asked anew after this long, so that one that is stuck is told from one that waits. */
const ASK_AGAIN_MS = 5_000;

export async function inPage(
  tabId: number,
  args: Args,
  context: ToolContext,
): Promise<Outcome<Came>> {
  const { condition } = args;
  const ref = condition.ref === undefined ? undefined : parseRef(condition.ref);
  if (condition.ref !== undefined && !ref) {
    return fail("invalid_arguments", "ref must be as chrome_read_page gave it, such as e12.");
  }
  const frameId = ref?.frameId ?? args.frameId;
  const element = queryFor(condition, ref?.ref);
  const left = () => context.deadlineMs - SPARE_MS - Date.now();
  using watch = new NavigationWatch(tabId);
  while (left() > 0 && !context.signal.aborted) {
    if (watch.gone) return fail("tab_not_found", "The tab was closed while it was waited for.");
    const frameIds = frameId === undefined ? await framesOf(tabId, context.signal) : [frameId];
    const maxMs = Math.min(ASK_AGAIN_MS, left());
    const round = await askFrames(tabId, frameIds, element, { condition, maxMs, context, watch });
    if (!round.ok) return round;
    if (round.value) return succeed(round.value);
  }
  return context.signal.aborted ? STOPPED : TOO_LATE;
}

function queryFor(
  { selector, selectorType }: Condition,
  ref: number | undefined,
): ElementQuery | undefined {
  if (ref !== undefined) return { by: "ref", ref };
  return selector === undefined ? undefined : queryOf(selector, selectorType);
}

/** The frames that the call may enter without asking the person about each. */
async function framesOf(tabId: number, signal: AbortSignal): Promise<number[]> {
  const frames = (await chrome.webNavigation.getAllFrames({ tabId })) ?? [];
  return frames.filter(({ url }) => gate().isOpen(url, signal)).map(({ frameId }) => frameId);
}

interface Round {
  condition: Condition;
  maxMs: number;
  context: ToolContext;
  watch: NavigationWatch;
}

/** Undefined when it is worth asking again. */
async function askFrames(
  tabId: number,
  frameIds: number[],
  element: ElementQuery | undefined,
  { condition, maxMs, context, watch }: Round,
): Promise<Outcome<Came | undefined>> {
  const { signal } = context;
  const id = crypto.randomUUID();
  const { text, gone } = condition;
  const request = { id, firstRef: await nextRefOf(tabId), element, text, gone, maxMs };
  const asked = frameIds.map((frameId) => callPage({ tabId, frameId }, "waitFor", request, signal));
  const { framesReady } = watch;
  const fresh = watch.until(() => watch.framesReady > framesReady || watch.gone, maxMs, signal);
  const answers = gone ? allOf(asked) : firstMet(asked);
  const round = await Promise.race([answers, fresh.then(() => succeed(undefined))]);
  for (const frameId of frameIds) void callPage({ tabId, frameId }, "endWait", { id }, signal);
  if (!round.ok) {
    if (round.failure.code !== "navigated") return round;
    await watch.until(() => watch.ready || watch.gone, maxMs, signal);
    return succeed(undefined);
  }
  const met = round.value;
  if (!met) return succeed(undefined);
  await rememberNextRef(tabId, met.answer.nextRef);
  const { ref } = met.answer;
  return succeed(ref === undefined ? {} : { ref: withFrameRefs(`e${ref}`, met.frameId) });
}

type Met = FrameAnswer<"waitFor"> | undefined;

/** The first frame that has it; when none has, why the top frame could not be asked. */
async function firstMet(asked: Promise<Asked>[]): Promise<Outcome<Met>> {
  const { promise, resolve } = Promise.withResolvers<Outcome<Met>>();
  const look = async (one: Promise<Asked>) => {
    const answer = await one;
    if (answer.ok && answer.value.answer.met) resolve(answer);
    return answer;
  };
  const lookAtTop = async () => {
    const top = await asked[0];
    // Closed by the person, or stuck: the other frames need not be waited for.
    if (top && !top.ok && top.failure.code !== "navigated") resolve(top);
  };
  const lookAtAll = async () => {
    const [top] = await Promise.all(asked.map(look));
    resolve(top && !top.ok ? top : succeed(undefined));
  };
  void lookAtTop();
  void lookAtAll();
  return promise;
}

async function allOf(asked: Promise<Asked>[]): Promise<Outcome<Met>> {
  const answers = await Promise.all(asked);
  const [top] = answers;
  // A frame that went away shows nothing any more.
  const all = answers.every((answer) => !answer.ok || answer.value.answer.met);
  if (top && !top.ok) return top;
  return succeed(all && top?.ok ? top.value : undefined);
}
