import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { ToolOutput } from "../../../protocol/tool-result.ts";
import { type BrowserToolArgs, browserTools } from "../../../tools/catalogue.ts";
import type { Acted } from "../../../tools/target.ts";
import { formHandlers } from "./form.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { pressKeys, typeLiterally } from "./keyboard.ts";
import { clickTimes, mouseHandlers } from "./mouse.ts";
import { resize } from "./resize.ts";
import { takePicture } from "../pictures/picture.ts";
import { findPage, withOrigin } from "../tabs/tab-target.ts";
import { waitingHandlers } from "../waiting/waiting.ts";

/** One tool for what the others do: each action is translated to the tool that does it. */

type Args = BrowserToolArgs<"chrome_computer">;
type Answer = Outcome<ToolOutput & { data: Acted }>;

/** What one turn of a wheel scrolls. */
const TURN_PX = 100;

const computer: Handler<"chrome_computer"> = async (args, context) => {
  switch (args.action) {
    case "left_click":
      return clicking(args, {}, 1, context);
    case "right_click":
      return clicking(args, { button: "right" }, 1, context);
    case "double_click":
      return clicking(args, {}, 2, context);
    case "triple_click":
      return clicking(args, {}, 3, context);
    case "hover":
      return mouseHandlers.chrome_hover(browserTools.chrome_hover.args.parse(args), context);
    case "left_click_drag":
      return dragging(args, context);
    case "scroll":
    case "scroll_to":
      return scrolling(args, context);
    case "type":
      return typing(args, context);
    case "key":
      return keys(args, context);
    case "fill":
    case "fill_form":
      return filling(args, context);
    case "wait":
      return waiting(args, context);
    case "resize_page":
      return resizing(args, context);
    case "zoom":
    case "screenshot":
      return picture(args, context);
  }
};

function lacks(what: string) {
  return fail("invalid_arguments", `This action needs ${what}.`);
}

function clicking(
  args: Args,
  button: { button?: "right" },
  clicks: number,
  context: ToolContext,
): Promise<Answer> {
  const click = browserTools.chrome_click_element.args.parse({ ...args, ...button });
  return clickTimes(click, clicks, context, (args.duration ?? 0) * 1_000);
}

async function dragging(args: Args, context: ToolContext): Promise<Answer> {
  const { startRef, startCoordinates, ref, selector, coordinates } = args;
  const from = { ref: startRef, coordinates: startCoordinates };
  const drag = { ...args, from, to: { ref, selector, coordinates } };
  return mouseHandlers.chrome_drag(browserTools.chrome_drag.args.parse(drag), context);
}

async function scrolling(args: Args, context: ToolContext): Promise<Answer> {
  const { action, scrollDirection: direction = "down", scrollAmount } = args;
  const by =
    action === "scroll"
      ? { direction, ...(scrollAmount === undefined ? {} : { amount: scrollAmount * TURN_PX }) }
      : {};
  const scroll = browserTools.chrome_scroll.args.parse({ ...args, ...by });
  return mouseHandlers.chrome_scroll(scroll, context);
}

async function typing(args: Args, context: ToolContext): Promise<Answer> {
  const { text } = args;
  return text === undefined ? lacks("text") : typeLiterally(args, text, context);
}

async function keys(args: Args, context: ToolContext): Promise<Answer> {
  const { text, repeat = 1 } = args;
  if (text === undefined) return lacks("text: the keys");
  return pressKeys(args, Array.from({ length: repeat }, () => text).join(" "), context);
}

async function filling(args: Args, context: ToolContext): Promise<Answer> {
  if (args.action === "fill_form" || args.elements) {
    const form = { ...args, fields: args.elements ?? [] };
    if (form.fields.length === 0) return lacks("elements");
    return formHandlers.chrome_fill_form(browserTools.chrome_fill_form.args.parse(form), context);
  }
  const value = args.value ?? args.text;
  if (value === undefined) return lacks("value");
  const fill = browserTools.chrome_fill_or_select.args.parse({ ...args, value });
  return formHandlers.chrome_fill_or_select(fill, context);
}

async function waiting(args: Args, context: ToolContext): Promise<Answer> {
  const { text, appear, duration } = args;
  if (text === undefined && duration === undefined) return lacks("text or duration");
  const condition =
    text === undefined
      ? { kind: "sleep", ms: Math.round((duration ?? 0) * 1_000) }
      : { kind: "text", text, gone: !appear };
  const wait = browserTools.chrome_wait_for.args.parse({ ...args, condition });
  const waited = await waitingHandlers.chrome_wait_for(wait, context);
  if (!waited.ok) return waited;
  const { tabId, url, title, waitedMs } = waited.value.data;
  return succeed(withOrigin({ tabId, url, title, effect: `Waited ${waitedMs} ms.` }, url));
}

async function resizing(args: Args, context: ToolContext): Promise<Answer> {
  const { width, height } = args;
  if (width === undefined || height === undefined) return lacks("width and height");
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, title, url } = found.value;
  const resized = await resize(found.value, { width, height }, context);
  return resized.ok
    ? succeed(withOrigin({ tabId, url, title, effect: resized.value }, url))
    : resized;
}

async function picture(args: Args, context: ToolContext): Promise<Answer> {
  const { action, region } = args;
  if (action === "zoom" && !region && args.ref === undefined && args.selector === undefined) {
    return lacks("region or ref");
  }
  const { width: _width, height: _height, ...rest } = args;
  const wish = browserTools.chrome_screenshot.args.parse(rest);
  const closeUp = { region: region && areaOf(region) };
  const taken = await takePicture(wish, context, action === "zoom" ? closeUp : undefined);
  if (!taken.ok) return taken;
  const { tabId, url, title, width, height, scale } = taken.value.data;
  const effect = `${width} × ${height} pixels, scale ${Number(scale.toFixed(4))}.`;
  return succeed({ ...taken.value, data: { tabId, url, title, effect } });
}

function areaOf({ x0, y0, x1, y1 }: NonNullable<Args["region"]>) {
  const [x, y] = [Math.min(x0, x1), Math.min(y0, y1)];
  return { x, y, width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
}

export const computerHandlers = { chrome_computer: computer };
