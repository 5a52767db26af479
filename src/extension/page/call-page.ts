import { z } from "zod";
import { type Outcome, succeed } from "../../protocol/failure.ts";
import { openTarget, originsIn } from "../policy/frames.ts";
import { gate } from "../policy/gate.ts";
import { STOPPED } from "../tools/until-aborted.ts";
import { PERSONS_MS, answering } from "./answering.ts";
import { NAVIGATED, refusal } from "./refusal.ts";
import { type PageAnswer, type PageCall, type PageRequests, pageAnswers } from "./page-calls.ts";

/** Asks the scripts in a page; puts them there first where they are not yet. */

const SCRIPT = "page/page.js";

/** Where to ask: a frame as it is now, or one document and no other. */
export type FrameTarget =
  | { tabId: number; frameId: number }
  | { tabId: number; documentId: string };

export interface FrameAnswer<N extends PageCall> {
  frameId: number;
  documentId: string;
  answer: PageAnswer<N>;
}

/** An answer, and what the document that gave it says of where it is from. */
const toldSchema = z.object({ origins: z.array(z.string()), answer: z.unknown() });

/** Runs inside the page, so it can use nothing from here. */
function ask<N extends PageCall>(call: N, request: PageRequests[N]) {
  const tools = globalThis.chromeMcpPage;
  if (!tools) return null;
  const origins = [globalThis.origin, location.origin, ...location.ancestorOrigins];
  const answer = tools[call](request);
  return answer instanceof Promise
    ? answer.then((late) => ({ origins, answer: late }))
    : { origins, answer };
}

export async function callPage<N extends PageCall>(
  target: FrameTarget,
  call: N,
  request: PageRequests[N],
  signal: AbortSignal,
): Promise<Outcome<FrameAnswer<N>>> {
  const open = await openTarget(injectionTarget(target), true, signal);
  if (!open.ok) return open;
  const answers = await callFrames(open.value, call, request, signal);
  if (!answers.ok) return answers;
  const [first] = answers.value;
  return first ? succeed(first) : NAVIGATED;
}

/** Asks every frame of a tab. Frames that are gone meanwhile are left out, and those the person closed. */
export async function callAllFrames<N extends PageCall>(
  tabId: number,
  call: N,
  request: PageRequests[N],
  signal: AbortSignal,
): Promise<Outcome<FrameAnswer<N>[]>> {
  const all = await callOpenFrames({ tabId, allFrames: true }, call, request, signal);
  if (all.ok || all.failure.code !== "navigated") return all;
  // One frame that goes elsewhere spoils the answer of all: then each by itself.
  const frames = (await chrome.webNavigation.getAllFrames({ tabId })) ?? [];
  const each = await Promise.all(
    frames.map(({ frameId }) =>
      callOpenFrames({ tabId, frameIds: [frameId] }, call, request, signal),
    ),
  );
  const answers = each.flatMap((frame) => (frame.ok ? frame.value : []));
  return answers.some(({ frameId }) => frameId === 0) ? succeed(answers) : all;
}

async function callOpenFrames<N extends PageCall>(
  target: chrome.scripting.InjectionTarget,
  call: N,
  request: PageRequests[N],
  signal: AbortSignal,
): Promise<Outcome<FrameAnswer<N>[]>> {
  const open = await openTarget(target, false, signal);
  return open.ok ? callFrames(open.value, call, request, signal) : open;
}

async function callFrames<N extends PageCall>(
  target: chrome.scripting.InjectionTarget,
  call: N,
  request: PageRequests[N],
  signal: AbortSignal,
): Promise<Outcome<FrameAnswer<N>[]>> {
  const first = await run(target, call, request, signal);
  if (!first.ok) return first;
  const strangers = first.value.filter(({ result }) => isNothing(result));
  if (strangers.length === 0) return letOut(target.tabId, call, first.value, signal);

  const documentIds = strangers.map(({ documentId }) => documentId);
  const strangersOnly = { tabId: target.tabId, documentIds };
  const files = { target: strangersOnly, files: [SCRIPT], injectImmediately: true };
  const injected = await guarded(target.tabId, chrome.scripting.executeScript(files), signal);
  if (!injected.ok) return injected;
  const second = await run(strangersOnly, call, request, signal);
  if (!second.ok) return second;
  const known = first.value.filter(({ result }) => !isNothing(result));
  return letOut(target.tabId, call, [...known, ...second.value], signal);
}

function isNothing(result: unknown): boolean {
  return result === null || result === undefined;
}

function run<N extends PageCall>(
  target: chrome.scripting.InjectionTarget,
  call: N,
  request: PageRequests[N],
  signal: AbortSignal,
): Promise<Outcome<chrome.scripting.InjectionResult<unknown>[]>> {
  if (signal.aborted) return Promise.resolve(STOPPED);
  const args: [N, PageRequests[N]] = [call, request];
  const injection = { target, func: ask<N>, args, injectImmediately: true };
  const longestMs = call === "pick" ? PERSONS_MS : undefined;
  return guarded(target.tabId, chrome.scripting.executeScript(injection), signal, longestMs);
}

/**
 * The answers of documents that are open to the call still. Between the question whether a page may be read and its
 * answer, it may have gone elsewhere, or the person may have closed it.
 */
async function letOut<N extends PageCall>(
  tabId: number,
  call: N,
  results: chrome.scripting.InjectionResult<unknown>[],
  signal: AbortSignal,
): Promise<Outcome<FrameAnswer<N>[]>> {
  const told = results.flatMap(({ frameId, documentId, result }) => {
    const one = toldSchema.safeParse(result).data;
    return one ? [{ frameId, documentId, ...one }] : [];
  });
  const originOf = await originsIn(tabId, told);
  const answers: FrameAnswer<N>[] = [];
  let shut: string | undefined;
  for (const one of told) {
    const { frameId, documentId } = one;
    const origin = originOf(one);
    if (!gate().isOpen(origin, signal)) {
      shut ??= origin;
      continue;
    }
    const parsed = parse(call, one.answer);
    if (parsed !== undefined) answers.push({ frameId, documentId, answer: parsed });
  }
  if (shut === undefined || answers.length > 0) return succeed(answers);
  const admitted = gate().stance(shut) === "deny" ? await gate().admit(shut, signal) : NAVIGATED;
  return admitted.ok ? NAVIGATED : admitted;
}

const schemas: {
  [N in PageCall]: { safeParse(value: unknown): { data?: PageAnswer<N> | undefined } };
} = pageAnswers;

function parse<N extends PageCall>(call: N, value: unknown): PageAnswer<N> | undefined {
  return schemas[call].safeParse(value).data;
}

/** Turns Chrome's refusals into ours, and waits for no page that stands still. */
function guarded<T>(
  tabId: number,
  promise: Promise<T>,
  signal: AbortSignal,
  longestMs?: number,
): Promise<Outcome<T>> {
  const answered = promise.then(
    (value): Outcome<T> => succeed(value),
    (error: unknown): Outcome<T> => refusal(String(error)),
  );
  return answering(tabId, answered, signal, longestMs);
}

function injectionTarget(target: FrameTarget): chrome.scripting.InjectionTarget {
  return "documentId" in target
    ? { tabId: target.tabId, documentIds: [target.documentId] }
    : { tabId: target.tabId, frameIds: [target.frameId] };
}
