import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../tools/catalogue.ts";
import { callPage } from "../page/call-page.ts";
import { closeCard, keepShown } from "../person/card.ts";
import { type OpenQuestion, openQuestions } from "../person/open-questions.ts";
import { takeOvers } from "../takeover/take-overs.ts";
import { TEXTS } from "../texts.ts";
import { withFrameRefs } from "./reading/frame-refs.ts";
import type { Handler, ToolContext } from "./tool-context.ts";
import { whyUnsupported } from "./tabs/page-address.ts";
import { nextRefOf, rememberNextRef } from "./tabs/tab-memory.ts";
import { type KnownTab, findPage, findTab } from "./tabs/tab-target.ts";
import { within } from "./until-aborted.ts";
import { useTool } from "./use-tool.ts";

type Args = BrowserToolArgs<"chrome_ask_user">;

/** Kept from the call's time, so that the answer still gets through. */
const SPARE_MS = 500;

const DECLINED = fail("denied_by_user", TEXTS.person.declined);
const NO_ANSWER = fail("timeout", TEXTS.person.noAnswer);

const askUser: Handler<"chrome_ask_user"> = async (args, context) => {
  const { kind, question, options = [] } = args;
  if (kind === "choice" && options.length === 0) {
    return fail("invalid_arguments", "A choice needs options.");
  }
  if (kind === "secret" && args.ref === undefined && args.selector === undefined) {
    return fail("invalid_arguments", "A secret needs the field it is for: ref or selector.");
  }
  const place = await placeOf(args, context);
  if (!place.ok) return place;
  const { tabId } = place.value;
  const asked = { client: context.client.name, tabId, kind, question, options };
  const answered = await answerTo(asked, context);
  if (!answered.ok) return answered;
  if (kind === "takeover") takeOvers.giveBack(tabId);
  if (kind === "secret") return fillIn(answered.value, tabId, args, context);
  return succeed({ data: { answer: answered.value } });
};

/** Where the person sees the question: in the page that it is about, else in the one before them. */
async function placeOf(args: Args, context: ToolContext): Promise<Outcome<KnownTab>> {
  const isAboutPage = args.kind === "secret" || args.kind === "takeover";
  if (!isAboutPage && args.tabId === undefined) {
    const query = { active: true, lastFocusedWindow: true, windowType: "normal" } as const;
    const [front] = await chrome.tabs.query(query);
    if (front?.id !== undefined && whyUnsupported(front.url ?? "") === undefined) {
      return findTab({ tabId: front.id }, context.client);
    }
  }
  const found = await findPage(args, context);
  if (found.ok && isAboutPage) await show(found.value);
  return found;
}

/** In front of its window; the window itself stays where it is. */
async function show({ tabId }: KnownTab): Promise<void> {
  await chrome.tabs.update(tabId, { active: true }).catch(() => undefined);
}

/** Asks in the page, and wherever else open questions are answered. */
async function answerTo(
  asked: Omit<OpenQuestion, "id">,
  { deadlineMs, signal }: ToolContext,
): Promise<Outcome<string>> {
  using open = openQuestions.open(asked);
  using _asking = takeOvers.ask(asked.tabId);
  const over = new AbortController();
  void keepShown(open.question, over.signal);
  const leftMs = deadlineMs - Date.now() - SPARE_MS;
  const came = await within(open.answered, leftMs, signal);
  over.abort();
  closeCard(asked.tabId, open.question.id);
  if (!came) return NO_ANSWER;
  const answer = await open.answered;
  return answer === undefined ? DECLINED : succeed(answer);
}

/** The secret goes into its field and nowhere else: what the field's tool tells is left out. */
async function fillIn(
  value: string,
  tabId: number,
  { frameId, ref, selector, selectorType }: Args,
  context: ToolContext,
): ReturnType<typeof askUser> {
  const field = ref === undefined ? { frameId, selector, selectorType } : { ref };
  const wish = { tabId, ...field, value, includeSnapshot: "none" };
  const filled = await useTool("chrome_fill_or_select", wish, context);
  if (filled.ok) return succeed({ data: { filled: true } });
  const { code } = filled.failure;
  return fail(code, TEXTS.person.notFilled);
}

const requestElementSelection: Handler<"chrome_request_element_selection"> = async (
  args,
  context,
) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId } = found.value;
  await show(found.value);
  const elements: { id?: string; name: string; ref: string; element: string }[] = [];
  for (const { id, name, description } of args.requests) {
    const question = description === undefined ? name : `${name}\n${description}`;
    const picked = await picking(tabId, question, context);
    if (!picked.ok) return picked;
    elements.push({ ...(id === undefined ? {} : { id }), name, ...picked.value });
  }
  return succeed({ data: { tabId, elements } });
};

/** One element that the person points at, in whichever frame. */
async function picking(
  tabId: number,
  question: string,
  context: ToolContext,
): Promise<Outcome<{ ref: string; element: string }>> {
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const firstRef = await nextRefOf(tabId);
  const frames = (await chrome.webNavigation.getAllFrames({ tabId })) ?? [];
  const chosen = Promise.withResolvers<Outcome<{ ref: string; element: string }>>();
  const pickIn = async (frameId: number) => {
    const picked = await callPage({ tabId, frameId }, "pick", { firstRef }, context.signal);
    if (!picked.ok) {
      if (frameId === 0) chosen.resolve(picked);
      return;
    }
    const { ref, element, nextRef } = picked.value.answer;
    await rememberNextRef(tabId, nextRef);
    if (ref === undefined || element === undefined) return;
    chosen.resolve(succeed({ ref: withFrameRefs(`e${ref}`, frameId), element }));
  };
  for (const { frameId } of frames) void pickIn(frameId);
  const asked = {
    client: context.client.name,
    tabId,
    kind: "pick",
    question,
    options: [],
  } as const;
  const declined = answerTo(asked, { ...context, signal }).then((answer) =>
    answer.ok ? DECLINED : answer,
  );
  const outcome = await Promise.race([chosen.promise, declined]);
  over.abort();
  endPicking(tabId);
  return outcome;
}

/** In every frame, also when the call was cancelled. */
function endPicking(tabId: number): void {
  const end = { target: { tabId, allFrames: true }, func: endInPage };
  chrome.scripting.executeScript(end).catch(() => undefined);
}

function endInPage(): void {
  globalThis.chromeMcpEndPick?.();
}

export const personHandlers = {
  chrome_ask_user: askUser,
  chrome_request_element_selection: requestElementSelection,
};
