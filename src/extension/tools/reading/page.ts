import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { noteClickListeners } from "../../debugger/click-listeners.ts";
import { type FrameAnswer, callAllFrames, callPage } from "../../page/call-page.ts";
import type { ContentRequest, OutlineRequest } from "../../page/page-calls.ts";
import { regularExpression } from "../regular-expression.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { parseRef } from "./element-query.ts";
import { withFrameRefs } from "./frame-refs.ts";
import { inGuestTab } from "./guest-tab.ts";
import { readFrames } from "./read-frames.ts";
import { changesSince, keepSnapshot } from "./snapshots.ts";
import { stitch } from "./stitch-outline.ts";
import { nextRefOf, rememberNextRef } from "../tabs/tab-memory.ts";
import { type KnownTab, findPage, withOrigin } from "../tabs/tab-target.ts";

/** Characters of an outline that is looked through for changes. */
const MOST_TO_COMPARE = 400_000;

export const readPage: Handler<"chrome_read_page"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const tab = found.value;
  const start = cursorAt(args.cursor);
  const root = args.refId === undefined ? undefined : parseRef(args.refId);
  if (start === undefined || (args.refId !== undefined && !root)) {
    return fail("invalid_arguments", "refId and cursor must be as an earlier answer gave them.");
  }
  const request: OutlineRequest = {
    firstRef: await nextRefOf(tab.tabId),
    interactiveOnly: args.filter === "interactive",
    viewportOnly: args.viewportOnly,
    boxes: args.boxes,
    colors: args.colors,
    depth: args.depth ?? 100,
    // Where a walk ends early, its last lines are not whole yet.
    maxChars: (args.since === undefined ? start + args.maxChars : MOST_TO_COMPARE) + 1_000,
  };
  const frames = await outlines(tab.tabId, args.frameId, root, request, context);
  if (!frames.ok) return frames;
  const top = root?.frameId ?? args.frameId ?? 0;
  const lines = stitch(frames.value, top);
  if (!lines) return fail("navigated", "The page went elsewhere while it was read. Read it again.");
  if (root && !lines.found) return staleRef();
  const kind = JSON.stringify([
    args.filter,
    args.refId,
    args.frameId,
    args.depth,
    args.viewportOnly,
  ]);
  const { since } = args;
  const changes =
    since === undefined ? undefined : changesSince(tab.tabId, kind, since, lines.text);
  const whole = changes ?? lines.text;
  const end = endOfPart(whole, start, args.maxChars);
  const truncated = end < whole.length || !lines.complete;
  const note = noteOn(whole, since, changes !== undefined);
  const data = {
    tabId: tab.tabId,
    url: tab.url,
    title: lines.title || tab.title,
    outline: whole.slice(start, end).replace(/\n$/, ""),
    truncated,
    ...(truncated ? { cursor: `c${end}` } : {}),
    snapshot: keepSnapshot(tab.tabId, kind, lines.text),
    ...(note === undefined ? {} : { note }),
  };
  return succeed(withOrigin(data, tab.url));
};

function noteOn(whole: string, since: string | undefined, known: boolean): string | undefined {
  if (since !== undefined && !known) return "since names no outline like this: here is all of it.";
  if (since !== undefined && whole === "") return "Nothing changed.";
  if (since !== undefined) return "Only changes: + new, ~ changed, - gone.";
  return whole === "" ? "Nothing can be seen on this page yet." : undefined;
}

/** Behind the last line that fits; within a line only where that alone is too long. */
function endOfPart(text: string, start: number, maxChars: number): number {
  if (text.length <= start + maxChars) return text.length;
  const lastBreak = text.lastIndexOf("\n", start + maxChars - 1);
  return lastBreak > start ? lastBreak + 1 : wholeSigns(text, start + maxChars);
}

/** The same place, or one before it: never between the two halves of one sign. */
function wholeSigns(text: string, at: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) ? at - 1 : at;
}

async function outlines(
  tabId: number,
  frameId: number | undefined,
  root: { frameId: number; ref: number } | undefined,
  request: OutlineRequest,
  { signal }: ToolContext,
): Promise<Outcome<FrameAnswer<"outline">[]>> {
  const one = root !== undefined || (frameId !== undefined && frameId !== 0);
  if (one) {
    const noted = await noteClickListeners(tabId, signal).noted;
    if (!noted.ok) return noted;
  }
  if (root) {
    const query = { by: "ref", ref: root.ref } as const;
    const part = { ...request, root: query };
    const frame = await callPage({ tabId, frameId: root.frameId }, "outline", part, signal);
    return frame.ok ? keepRefs(tabId, [frame.value]) : frame;
  }
  if (frameId !== undefined && frameId !== 0) {
    const frame = await callPage({ tabId, frameId }, "outline", request, signal);
    return frame.ok ? keepRefs(tabId, [frame.value]) : frame;
  }
  const all = await readFrames(tabId, request, signal);
  return all.ok ? keepRefs(tabId, all.value) : all;
}

async function keepRefs<A extends { answer: { nextRef: number } }>(
  tabId: number,
  answers: A[],
): Promise<Outcome<A[]>> {
  await rememberNextRef(tabId, Math.max(0, ...answers.map(({ answer }) => answer.nextRef)));
  return succeed(answers);
}

export function cursorAt(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return 0;
  const at = /^c(\d{1,9})$/.exec(cursor)?.[1];
  return at === undefined ? undefined : Number(at);
}

export function staleRef() {
  return fail(
    "stale_ref",
    "The element of this ref is gone: the page changed. Read the page again for new refs.",
  );
}

const find: Handler<"chrome_find"> = async (args, context) => {
  const { text, regex, role, name, limit } = args;
  if (text === undefined && regex === undefined && role === undefined && name === undefined) {
    return fail("invalid_arguments", "Say what to find: text, regex, or role and name.");
  }
  const expression = regularExpression(regex ?? "", "i", "regex");
  if (!expression.ok) return expression;
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const tab = found.value;
  const request = { firstRef: await nextRefOf(tab.tabId), text, regex, role, name, limit };
  const { frameId } = args;
  const answers =
    frameId === undefined
      ? await callAllFrames(tab.tabId, "find", request, context.signal)
      : await inOneFrame(tab, frameId, request, context);
  if (!answers.ok) return answers;
  await keepRefs(tab.tabId, answers.value);
  const matches = answers.value.flatMap((frame) =>
    frame.answer.matches.map(({ ref, role: foundRole, name: foundName, text: around, state }) => ({
      ref: withFrameRefs(`e${ref}`, frame.frameId),
      role: foundRole,
      name: foundName,
      ...(around === undefined ? {} : { text: around }),
      ...(state === undefined ? {} : { state }),
    })),
  );
  const total = answers.value.reduce((sum, { answer }) => sum + answer.total, 0);
  return succeed(withOrigin({ matches: matches.slice(0, limit), total }, tab.url));
};

async function inOneFrame(
  { tabId }: KnownTab,
  frameId: number,
  request: Parameters<typeof callPage<"find">>[2],
  { signal }: ToolContext,
): Promise<Outcome<FrameAnswer<"find">[]>> {
  const one = await callPage({ tabId, frameId }, "find", request, signal);
  return one.ok ? succeed([one.value]) : one;
}

const getWebContent: Handler<"chrome_get_web_content"> = async (args, context) => {
  if (args.url === undefined) return contentOfTab(args, context);
  const open = await tabAt(args.url, args);
  if (open) return contentOfTab(open, context);
  return inGuestTab(args.url, context, (tabId) => contentOfTab({ ...args, tabId }, context));
};

const contentOfTab: typeof getWebContent = async (args, context) => {
  const start = cursorAt(args.cursor);
  if (start === undefined) {
    return fail("invalid_arguments", "cursor must be as an earlier answer gave it.");
  }
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const tab = found.value;
  const { frameId, selector, selectorType } = args;
  const request: ContentRequest = {
    format: args.format ?? (args.htmlContent ? "html" : "text"),
    element: selector === undefined ? undefined : { by: selectorType, selector },
    maxChars: start + args.maxChars + 1,
  };
  const answers =
    frameId === undefined
      ? await callAllFrames(tab.tabId, "content", request, context.signal)
      : await contentOf(tab.tabId, frameId, request, context);
  if (!answers.ok) return answers;
  const inOrder = answers.value.toSorted((a, b) => a.frameId - b.frameId);
  const first = inOrder.find(({ answer }) => answer.found);
  if (!first) {
    return inOrder.length === 0
      ? fail("navigated", "The page went elsewhere while it was read. Read it again.")
      : fail(
          "element_not_found",
          "No element matches the selector. chrome_read_page shows what is there.",
        );
  }
  const parts = (selector === undefined ? inOrder : [first])
    .map(({ answer }) => answer.content)
    .filter((part) => part !== "");
  const whole = parts.join("\n\n");
  const data = {
    tabId: tab.tabId,
    url: tab.url,
    title: first.answer.title || tab.title,
    ...partOf(whole, start, args.maxChars),
  };
  return succeed(withOrigin(data, tab.url));
};

/** One answer's share of a text. */
export function partOf(whole: string, start: number, maxChars: number) {
  const end = whole.length > start + maxChars ? wholeSigns(whole, start + maxChars) : whole.length;
  const truncated = whole.length > end;
  const content = whole.slice(start, end);
  return { content, truncated, ...(truncated ? { cursor: `c${end}` } : {}) };
}

async function contentOf(
  tabId: number,
  frameId: number,
  request: ContentRequest,
  { signal }: ToolContext,
): Promise<Outcome<FrameAnswer<"content">[]>> {
  const one = await callPage({ tabId, frameId }, "content", request, signal);
  return one.ok ? succeed([one.value]) : one;
}

/** The arguments, aimed at the tab that is open at an address. */
async function tabAt<A extends object>(
  url: string,
  args: A,
): Promise<(A & { tabId: number }) | undefined> {
  const same = (other: string | undefined) =>
    other?.replace(/[#/]+$/, "") === url.replace(/[#/]+$/, "");
  const tabs = await chrome.tabs.query({});
  const tab = tabs.find((open) => same(open.url)) ?? tabs.find((open) => open.url?.startsWith(url));
  return tab?.id === undefined ? undefined : { ...args, tabId: tab.id };
}

export const pageHandlers = {
  chrome_read_page: readPage,
  chrome_find: find,
  chrome_get_web_content: getWebContent,
};
