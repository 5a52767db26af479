import { type Failed, type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { type FrameAnswer, callAllFrames, callPage } from "../../page/call-page.ts";
import type { ElementQuery } from "../../page/call-parts.ts";
import type { PageCall, PageRequests } from "../../page/page-calls.ts";
import { gate } from "../../policy/gate.ts";
import { parseRef, queryOf } from "./element-query.ts";
import { withFrameRefs } from "./frame-refs.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { cursorAt, partOf, staleRef } from "./page.ts";
import { searchTabsContent } from "./search-tabs.ts";
import { nextRefOf, rememberNextRef } from "../tabs/tab-memory.ts";
import { findPage, findTab, withOrigin } from "../tabs/tab-target.ts";

const BAD_SELECTOR = fail(
  "invalid_arguments",
  "selector is not a selector that Chrome understands.",
);

const listFrames: Handler<"chrome_list_frames"> = async (args, context) => {
  const found = await findTab(args, context.client);
  if (!found.ok) return found;
  const { tabId } = found.value;
  const frames = (await chrome.webNavigation.getAllFrames({ tabId })) ?? [];
  return succeed({
    data: {
      tabId,
      frames: frames.map(({ frameId, parentFrameId, url, errorOccurred }) => ({
        frameId,
        parentFrameId,
        url: gate().shown(url),
        failed: errorOccurred,
      })),
    },
  });
};

/** Asks one frame, or all of them in their order; keeps count of the refs that were given. */
async function ask<N extends PageCall>(
  tabId: number,
  frameId: number | undefined,
  call: N,
  request: PageRequests[N],
  { signal }: ToolContext,
): Promise<Outcome<FrameAnswer<N>[]>> {
  if (frameId === undefined) {
    const all = await callAllFrames(tabId, call, request, signal);
    return all.ok ? succeed(all.value.toSorted((a, b) => a.frameId - b.frameId)) : all;
  }
  const one = await callPage({ tabId, frameId }, call, request, signal);
  return one.ok ? succeed([one.value]) : one;
}

async function keepRefs(
  tabId: number,
  frames: readonly { answer: { nextRef: number; badSelector: boolean } }[],
): Promise<Failed | undefined> {
  await rememberNextRef(tabId, Math.max(0, ...frames.map(({ answer }) => answer.nextRef)));
  return frames.some(({ answer }) => answer.badSelector) ? BAD_SELECTOR : undefined;
}

const queryElements: Handler<"chrome_query_elements"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url } = found.value;
  const { selector, selectorType, attributes, limit, offset, frameId } = args;
  const request = {
    firstRef: await nextRefOf(tabId),
    elements: { by: selectorType, selector },
    attributes,
    // Frames follow each other: what is skipped in one is not skipped in the next.
    limit: limit + offset,
    offset: 0,
  };
  const frames = await ask(tabId, frameId, "query", request, context);
  if (!frames.ok) return frames;
  const problem = await keepRefs(tabId, frames.value);
  if (problem) return problem;
  const elements = frames.value.flatMap((frame) =>
    frame.answer.elements.map((element) => ({
      ...element,
      ref: withFrameRefs(`e${element.ref}`, frame.frameId),
    })),
  );
  const total = frames.value.reduce((sum, { answer }) => sum + answer.total, 0);
  return succeed(withOrigin({ total, elements: elements.slice(offset, offset + limit) }, url));
};

const getElementHtml: Handler<"chrome_get_element_html"> = async (args, context) => {
  const named = nameElement(args.ref, args.selector, args.selectorType, args.frameId);
  const start = cursorAt(args.cursor);
  if (!named.ok) return named;
  if (start === undefined) return fail("invalid_arguments", "cursor must be as an answer gave it.");
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const tab = found.value;
  const { element, frameId } = named.value;
  const request = { element, outer: args.outer, maxChars: start + args.maxChars + 1 };
  const frames = await ask(tab.tabId, frameId, "elementHtml", request, context);
  if (!frames.ok) return frames;
  const first = frames.value.find(({ answer }) => answer.problem === undefined);
  if (!first) return noElement(frames.value[0]?.answer.problem);
  const { content, title } = first.answer;
  const data = { tabId: tab.tabId, url: tab.url, title, ...partOf(content, start, args.maxChars) };
  return succeed(withOrigin(data, tab.url));
};

function nameElement(
  ref: string | undefined,
  selector: string | undefined,
  selectorType: "css" | "xpath",
  frameId: number | undefined,
): Outcome<{ element: ElementQuery; frameId: number | undefined }> {
  if (ref !== undefined) {
    const parsed = parseRef(ref);
    return parsed
      ? succeed({ element: { by: "ref", ref: parsed.ref }, frameId: parsed.frameId })
      : fail("invalid_arguments", "ref must be as chrome_read_page gave it, such as e12.");
  }
  return selector === undefined
    ? fail("invalid_arguments", "Name the element by ref or selector.")
    : succeed({ element: queryOf(selector, selectorType), frameId });
}

function noElement(problem: "stale" | "missing" | "bad_selector" | undefined): Failed {
  if (problem === "stale") return staleRef();
  if (problem === "bad_selector") return BAD_SELECTOR;
  return fail("element_not_found", "No element matches. chrome_read_page shows what is there.");
}

const extract: Handler<"chrome_extract"> = async (args, context) => {
  const { fields, frameId, limit, offset, selector, selectorType } = args;
  const lacks = fields.find(({ type, attribute }) => type === "attribute" && !attribute);
  if (lacks) return fail("invalid_arguments", "A field of type attribute needs attribute.");
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url } = found.value;
  const rows = { by: selectorType, selector };
  const request = { rows, fields, limit: limit + offset, offset: 0 };
  const frames = await ask(tabId, frameId, "extract", request, context);
  if (!frames.ok) return frames;
  if (frames.value.some(({ answer }) => answer.badSelector)) return BAD_SELECTOR;
  const extracted = frames.value
    .flatMap(({ answer }) => answer.rows)
    .slice(offset, offset + limit)
    .map((row) =>
      Object.fromEntries(fields.map(({ name }, at) => [name, row[at]?.value ?? null] as const)),
    );
  const total = frames.value.reduce((sum, { answer }) => sum + answer.total, 0);
  const unseen = frames.value.reduce((sum, { answer }) => sum + answer.unseen, 0);
  const fitting = fittingIn(args.maxChars, extracted);
  const isCut = fitting.length < extracted.length;
  const data = {
    tabId,
    total,
    ...(unseen > 0 && { unseen }),
    rows: fitting,
    ...(isCut && { nextOffset: offset + fitting.length }),
  };
  return succeed(withOrigin(data, url));
};

/** As many of the first rows as fit, but one at least. */
function fittingIn<R>(maxChars: number, rows: readonly R[]): R[] {
  let chars = 0;
  const over = rows.findIndex((row, at) => {
    chars += JSON.stringify(row).length;
    return at > 0 && chars > maxChars;
  });
  return rows.slice(0, over < 0 ? rows.length : over);
}

const getInteractiveElements: Handler<"chrome_get_interactive_elements"> = async (
  args,
  context,
) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url } = found.value;
  const { textQuery, selector, types, includeCoordinates, frameId } = args;
  const request = { firstRef: await nextRefOf(tabId), textQuery, selector, types };
  const frames = await ask(tabId, frameId, "interactive", request, context);
  if (!frames.ok) return frames;
  const problem = await keepRefs(tabId, frames.value);
  if (problem) return problem;
  const elements = frames.value.flatMap((frame) =>
    frame.answer.elements.map(({ ref, box, ...element }) => ({
      ref: withFrameRefs(`e${ref}`, frame.frameId),
      ...element,
      isInteractive: true as const,
      ...(includeCoordinates && { coordinates: coordinatesOf(box) }),
    })),
  );
  const data = {
    success: true as const,
    count: elements.length,
    query: { textQuery, selector, types: types ?? ("all" as const) },
    elements,
  };
  return succeed(withOrigin(data, url));
};

function coordinatesOf(box: { x: number; y: number; width: number; height: number }) {
  const { x, y, width, height } = box;
  return {
    x: x + width / 2,
    y: y + height / 2,
    rect: { ...box, left: x, top: y, right: x + width, bottom: y + height },
  };
}

const getContentWebForm: Handler<"chrome_get_content_web_form"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url } = found.value;
  const request = { firstRef: await nextRefOf(tabId), selector: args.selector };
  const frames = await ask(tabId, args.frameId, "forms", request, context);
  if (!frames.ok) return frames;
  const problem = await keepRefs(tabId, frames.value);
  if (problem) return problem;
  const forms = frames.value.flatMap((frame) =>
    frame.answer.forms.map(({ name, fields }) => ({
      name,
      fields: fields.map((field) => ({
        ...field,
        ref: withFrameRefs(`e${field.ref}`, frame.frameId),
      })),
    })),
  );
  return succeed(withOrigin({ success: true as const, forms }, url));
};

export const elementHandlers = {
  chrome_list_frames: listFrames,
  chrome_query_elements: queryElements,
  chrome_get_element_html: getElementHtml,
  chrome_extract: extract,
  search_tabs_content: searchTabsContent,
  chrome_get_interactive_elements: getInteractiveElements,
  chrome_get_content_web_form: getContentWebForm,
};
