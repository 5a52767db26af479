import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { Image } from "../../../protocol/tool-result.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { type DebuggerSession, attach } from "../../debugger/debugger-session.ts";
import { drawn, redraw } from "../../debugger/drawing.ts";
import { bare } from "../../driven/veil.ts";
import { UNCOVERED, shutBoxes } from "../../policy/pictured-frames.ts";
import { callPage } from "../../page/call-page.ts";
import { aimAt } from "../acting/aim.ts";
import { problem } from "../acting/element-problem.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { covered } from "./cover-frames.ts";
import { shownOnce } from "./first-showing.ts";
import { labelled, marksOf } from "./label-picture.ts";
import { pdf } from "./pdf.ts";
import { pictureSize } from "./picture-size.ts";
import { savePng } from "./save-file.ts";
import { type KnownTab, findPage, withOrigin } from "../tabs/tab-target.ts";
import { untilAborted } from "../until-aborted.ts";

type Args = BrowserToolArgs<"chrome_screenshot">;

/** Longest edge of a picture that nobody asked another size of. */
const LONGEST_PX = 1_280;

/** Larger, a picture shows no more. */
const MOST_ZOOM = 4;

/** A longer picture is refused by the models that are to look at it, together with all that was said before. */
const MOST_PX = 8_000;

const metricsSchema = z.object({
  cssVisualViewport: z.object({
    pageX: z.number(),
    pageY: z.number(),
    clientWidth: z.number(),
    clientHeight: z.number(),
  }),
  cssContentSize: z.object({ width: z.number(), height: z.number() }),
  layoutViewport: z.object({ clientWidth: z.number() }),
  cssLayoutViewport: z.object({ clientWidth: z.number() }),
});
const capturedSchema = z.object({ data: z.string() });

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Device pixels for one CSS pixel. */
  density: number;
  /** Where the viewport is in the page. */
  view: { x: number; y: number };
}

const screenshot: Handler<"chrome_screenshot"> = (args, context) => takePicture(args, context);

/** Part of what is in view, in CSS pixels of the viewport. */
type Region = Omit<Area, "density" | "view">;

/** Drawn larger, so that small things can be read: a region, or else the element. */
interface CloseUp {
  region: Region | undefined;
}

export async function takePicture(
  args: Args,
  context: ToolContext,
  closeUp?: CloseUp,
): ReturnType<Handler<"chrome_screenshot">> {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  using page = bare(found.value.tabId, context.signal);
  const shown = await shownOnce(found.value);
  if (!shown.ok) return shown;
  const tab = shown.value;
  const before = await shutBoxes(tab.tabId, context.signal);
  if (!before.ok) return before;
  // For it the page is laid out anew: nobody knows where frames are then.
  if (args.fullPage && before.value.length > 0) return UNCOVERED;
  const attached = await attach(tab.tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();
  using _drawn = drawn(session, tab);
  await page.drawn;

  // The usual picture needs nothing to be measured before: it is taken while the page is measured.
  const isUsual = !closeUp && isPlain(tab, args);
  const early = isUsual && !args.labels ? capture(session, undefined, args) : undefined;
  const area = await areaOf(tab, session, args, context, closeUp?.region);
  if (!area.ok) return area;
  // Only now: an element that is pictured was scrolled into view.
  const marks = args.labels ? await marksOf(tab.tabId, !args.fullPage, context) : succeed([]);
  if (!marks.ok) return marks;
  const { width, height, density } = area.value;
  if (width < 1 || height < 1) return fail("not_actionable", "There is nothing to be seen of it.");
  const scale = closeUp ? zoomOf(area.value) : scaleOf(area.value, args);
  const capturing =
    isUsual && scale === 1 && density === 1
      ? (early ?? capture(session, undefined, args))
      : capture(session, { ...area.value, scale: scale / density }, args);
  const taken = await untilAborted(capturing, context.signal);
  if (!taken.ok) return taken;
  if (!taken.value.ok) return taken.value;
  // The page may have gone elsewhere, or moved, meanwhile.
  const after = await shutBoxes(tab.tabId, context.signal);
  if (!after.ok) return after;
  const shut = [...before.value, ...after.value];
  if (args.fullPage && shut.length > 0) return UNCOVERED;
  const whole: Image = { mimeType: `image/${args.format}`, base64: taken.value.value };
  const { x, y, view } = area.value;
  const at = { x: x - view.x, y: y - view.y, scale };
  const decent = shut.length > 0 ? await covered(whole, shut, at, args.quality) : succeed(whole);
  if (!decent.ok) return decent;
  const marked = args.labels ? await labelled(decent.value, marks.value, at, args.quality) : decent;
  if (!marked.ok) return marked;
  const image = marked.value;
  const expected = { width: Math.round(width * scale), height: Math.round(height * scale) };
  // What is in view has the scroll bars, which the page does not count.
  const size = pictureSize(image) ?? expected;
  const data = { tabId: tab.tabId, url: tab.url, title: tab.title, ...size, scale };
  const { savePng: saves, name = `tab-${tab.tabId}` } = args;
  const saved = saves ? await savePng(image, name, context.signal) : undefined;
  if (saved && !saved.ok) return saved;
  const told = saved ? { ...data, savedAs: saved.value } : data;
  return succeed({ ...withOrigin(told, tab.url), images: [image] });
}

/** What the picture shows, in CSS pixels of the page. */
async function areaOf(
  tab: KnownTab,
  session: DebuggerSession,
  args: Args,
  context: ToolContext,
  region: Region | undefined,
): Promise<Outcome<Area>> {
  const box = region
    ? succeed(region)
    : args.ref === undefined && args.selector === undefined
      ? undefined
      : await boxOf(tab.tabId, args, context);
  if (box && !box.ok) return box;
  const metrics = await untilAborted(
    session.send("Page.getLayoutMetrics", undefined),
    context.signal,
  );
  if (!metrics.ok) return metrics;
  if (!metrics.value.ok) return metrics.value;
  const sizes = metricsSchema.parse(metrics.value.value);
  const { cssVisualViewport: view, cssContentSize: page } = sizes;
  const at = { x: view.pageX, y: view.pageY };
  const density = sizes.layoutViewport.clientWidth / sizes.cssLayoutViewport.clientWidth;
  if (box) {
    const { x, y, width, height } = box.value;
    return succeed({ x: x + at.x, y: y + at.y, width, height, density, view: at });
  }
  if (args.fullPage)
    return succeed({ x: 0, y: 0, width: page.width, height: page.height, density, view: at });
  return succeed({
    ...at,
    width: view.clientWidth,
    height: view.clientHeight,
    density,
    view: at,
  });
}

/** Place and size of an element in the tab's viewport. */
async function boxOf(tabId: number, args: Args, context: ToolContext): Promise<Outcome<Region>> {
  const aimed = await aimAt(tabId, args, "see", context);
  if (!aimed.ok) return aimed;
  const { target, query, point, element } = aimed.value;
  const box = await callPage(target, "box", query, context.signal);
  if (!box.ok) return box;
  const { answer } = box.value;
  if (answer.problem) return problem(answer.problem);
  // The aim's point is known both in the element's own frame and in the tab's viewport.
  const { width, height } = answer;
  return succeed({
    x: answer.x + point.x - element.point.x,
    y: answer.y + point.y - element.point.y,
    width,
    height,
  });
}

function scaleOf({ width, height }: Area, args: Args): number {
  const wanted =
    args.width === undefined && args.height === undefined
      ? LONGEST_PX / Math.max(width, args.fullPage ? width : height)
      : Math.min((args.width ?? Infinity) / width, (args.height ?? Infinity) / height);
  return Math.min(1, wanted, MOST_PX / Math.max(width, height));
}

function zoomOf({ width, height }: Region): number {
  return Math.min(MOST_ZOOM, LONGEST_PX / Math.max(width, height));
}

/** What is in view, whole and unscaled. */
function isPlain({ width, height }: KnownTab, args: Args): boolean {
  if (args.ref !== undefined || args.selector !== undefined || args.fullPage) return false;
  if (args.width !== undefined || args.height !== undefined) return false;
  return width > 0 && Math.max(width, height) <= LONGEST_PX;
}

/** Without a clip, which Chrome would lay the page out anew for, it is what is in view. */
async function capture(
  session: DebuggerSession,
  clip: (Pick<Area, "x" | "y" | "width" | "height"> & { scale: number }) | undefined,
  args: Args,
): Promise<Outcome<string>> {
  if (clip) redraw(session);
  const captured = await session.send("Page.captureScreenshot", {
    format: args.format,
    ...(args.format === "png" ? {} : { quality: args.quality }),
    ...(clip && {
      clip: { x: clip.x, y: clip.y, width: clip.width, height: clip.height, scale: clip.scale },
    }),
    captureBeyondViewport: args.fullPage,
    optimizeForSpeed: true,
  });
  if (!captured.ok) return captured;
  const parsed = capturedSchema.safeParse(captured.value);
  return parsed.success
    ? succeed(parsed.data.data)
    : fail("internal", "Chrome gave no picture. Try again.");
}

export const pictureHandlers = {
  chrome_screenshot: screenshot,
  chrome_pdf: pdf,
};
