import { z } from "zod";
import type { CardRequest } from "../page/shown/card.ts";
import { TEXTS } from "../texts.ts";
import { isVeiled, tellShown } from "../driven/veil.ts";
import { type OpenQuestion, openQuestions } from "./open-questions.ts";

/** The card of a question, in the page. */

const SCRIPT = "page/card.js";

const answerSchema = z.object({ text: z.string().optional() });

tellShown((tabId) => openQuestions.all.some((question) => question.tabId === tabId));

/** Shows the question, in each document that comes to the tab, until it is answered or over. */
export async function keepShown(question: OpenQuestion, over: AbortSignal): Promise<void> {
  const request = requestFor(question);
  while (!over.aborted) {
    const arrived = nextDocument(question.tabId, over);
    const answer = await ask(question.tabId, request);
    if (answer) {
      openQuestions.answer(question.id, answer.text);
      return;
    }
    await arrived;
  }
}

/** Takes the card away, where it is still shown. */
export function closeCard(tabId: number, id: string): void {
  const close = { target: { tabId }, func: closeInPage, args: [id] satisfies [string] };
  chrome.scripting.executeScript(close).catch(() => undefined);
}

function closeInPage(id: string): void {
  globalThis.chromeMcpCards?.close(id);
}

/** Undefined when the page went away, or takes no cards. */
async function ask(
  tabId: number,
  request: Omit<CardRequest, "veiled">,
): Promise<z.infer<typeof answerSchema> | undefined> {
  const target = { tabId };
  const injected = await chrome.scripting
    .executeScript({ target, files: [SCRIPT], injectImmediately: true })
    .catch(() => undefined);
  if (!injected) return undefined;
  const args: [CardRequest] = [{ ...request, veiled: isVeiled(tabId) }];
  const [shown] = await chrome.scripting
    .executeScript({ target, func: askInPage, args, injectImmediately: true })
    .catch(() => []);
  return answerSchema.safeParse(shown?.result).data;
}

function askInPage(request: CardRequest): unknown {
  return globalThis.chromeMcpCards?.ask(request);
}

/** Settles when the tab has another document, or the question is over. */
function nextDocument(tabId: number, over: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const committed = (details: { tabId: number; frameId: number }) => {
    if (details.tabId === tabId && details.frameId === 0) resolve();
  };
  chrome.webNavigation.onCommitted.addListener(committed);
  over.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => chrome.webNavigation.onCommitted.removeListener(committed));
}

function requestFor({
  id,
  client,
  kind,
  question,
  options,
}: OpenQuestion): Omit<CardRequest, "veiled"> {
  const { asks, ...words } = TEXTS.person.card;
  return { id, kind, heading: asks(client), question, options, words };
}
