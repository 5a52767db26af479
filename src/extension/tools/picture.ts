import { z } from "zod";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../tools/catalogue.ts";
import { type DebuggerSession, attach } from "../debugger/debugger-session.ts";
import { callPage } from "../page/call-page.ts";
import { type Aim, aimAt, prepare, refusal } from "./aim.ts";
import type { Handler, ToolContext } from "./handlers.ts";
import { dialogAdvice, findPage, withOrigin } from "./tab-target.ts";
import { untilAborted } from "./until-aborted.ts";

type Args = BrowserToolArgs<"chrome_screenshot">;

const LONGEST_EDGE = 1_280;
/** Chrome draws no taller picture. */
const MOST_PIXELS = 16_384;

const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
type Box = z.infer<typeof boxSchema>;
const metricsSchema = z.object({
  cssVisualViewport: z.object({
    pageX: z.number(),
    pageY: z.number(),
    clientWidth: z.number(),
    clientHeight: z.number(),
  }),
  cssContentSize: boxSchema,
});
const capturedSchema = z.object({ data: z.string() });

export const screenshot: Handler<"chrome_screenshot"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const tab = found.value;
  const attached = await attach(tab.tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _ = session.lease();
  const aim = await aimAt(tab.tabId, args, context);
  if (!aim.ok) return aim;
  const area = await areaOf(session, aim.value, args, context);
  if (!area.ok) return area;
  const scale = scaleFor(area.value, args);
  const taken = await untilAborted(capture(session, area.value, scale, args), context.signal);
  if (!taken.ok) return taken;
  if (!taken.value.ok) return taken.value;
  const { base64 } = taken.value.value;
  const data = {
    tabId: tab.tabId,
    url: tab.url,
    title: tab.title,
    ...pictureSize(base64, args.format, area.value, scale),
    scale,
  };
  const images = [{ mimeType: `image/${args.format}` as const, base64 }];
  return succeed({ ...withOrigin(data, tab.url), images });
};

/** The part of the page to take, in CSS pixels from the page's top left corner. */
async function areaOf(
  session: DebuggerSession,
  aim: Aim | undefined,
  args: Args,
  context: ToolContext,
): Promise<Outcome<Box>> {
  const inTab = aim ? await boxInTab(session.tabId, aim, context) : undefined;
  if (inTab && !inTab.ok) return inTab;
  const metrics = await session.send("Page.getLayoutMetrics", undefined);
  if (!metrics.ok) return metrics;
  const parsed = metricsSchema.safeParse(metrics.value);
  if (!parsed.success) return fail("not_actionable", "The page has no size to take a picture of.");
  const { cssVisualViewport: view, cssContentSize: whole } = parsed.data;
  const shown = {
    x: view.pageX,
    y: view.pageY,
    width: view.clientWidth,
    height: view.clientHeight,
  };
  if (inTab) {
    const { x, y, width, height } = inTab.value;
    return succeed({ x: x + view.pageX, y: y + view.pageY, width, height });
  }
  if (args.fullPage) return succeed({ ...whole, height: Math.min(whole.height, MOST_PIXELS) });
  return succeed(shown);
}

/** Where an element is in the tab's viewport. */
async function boxInTab(tabId: number, aim: Aim, context: ToolContext): Promise<Outcome<Box>> {
  const asked = await callPage({ tabId, frameId: aim.frameId }, "box", aim.query, context.signal);
  if (!asked.ok) return asked;
  const { answer } = asked.value;
  if (answer.problem !== undefined) return refusal({ problem: answer.problem });
  if (aim.frameId === 0) return succeed(answer);
  // In another frame: as far from where its middle would be hit as it is within its own.
  const target = await prepare(tabId, aim, "press", context);
  if (!target.ok) return target;
  const { point, prepared } = target.value;
  const again = await callPage({ tabId, frameId: aim.frameId }, "box", aim.query, context.signal);
  if (!again.ok) return again;
  const { x, y, width, height } = again.value.answer;
  return succeed({
    x: x + point.x - prepared.point.x,
    y: y + point.y - prepared.point.y,
    width,
    height,
  });
}

/** Picture pixels for one CSS pixel. Never enlarged. */
function scaleFor({ width, height }: Box, args: Args): number {
  const limits =
    args.width === undefined && args.height === undefined
      ? [LONGEST_EDGE / Math.max(width, height)]
      : [
          (args.width ?? Number.POSITIVE_INFINITY) / width,
          (args.height ?? Number.POSITIVE_INFINITY) / height,
        ];
  return Math.min(1, ...limits);
}

async function capture(
  session: DebuggerSession,
  area: Box,
  scale: number,
  args: Args,
): Promise<Outcome<{ base64: string }>> {
  if (area.width < 1 || area.height < 1)
    return fail("not_actionable", "There is nothing to see: it has no size.");
  if (session.dialog !== undefined) return fail("dialog_open", dialogAdvice(session.dialog));
  // A tab in the background draws nothing by itself; a running screencast makes it.
  const tiny = {
    format: "jpeg",
    quality: 1,
    maxWidth: 16,
    maxHeight: 16,
    everyNthFrame: 1_000,
  } as const;
  const active = (await chrome.tabs.get(session.tabId).catch(() => undefined))?.active ?? false;
  if (!active) await session.send("Page.startScreencast", tiny);
  const captured = await session.send("Page.captureScreenshot", {
    format: args.format,
    ...(args.format === "png" ? {} : { quality: args.quality }),
    clip: { ...area, scale },
    captureBeyondViewport: args.fullPage,
    optimizeForSpeed: true,
  });
  if (!active) await session.send("Page.stopScreencast", undefined);
  if (!captured.ok) return captured;
  const parsed = capturedSchema.safeParse(captured.value);
  return parsed.success
    ? succeed({ base64: parsed.data.data })
    : fail("internal", "Chrome took no picture. Try again.");
}

/** The true size of a picture, read from its bytes where its format makes that easy. */
function pictureSize(base64: string, format: Args["format"], area: Box, scale: number) {
  const rounded = {
    width: Math.round(area.width * scale),
    height: Math.round(area.height * scale),
  };
  return (format === "webp" ? undefined : sizeInBytes(base64, format)) ?? rounded;
}

function sizeInBytes(
  base64: string,
  format: "png" | "jpeg",
): { width: number; height: number } | undefined {
  const bytes = Uint8Array.from(atob(base64.slice(0, 4_096)), (character) =>
    character.charCodeAt(0),
  );
  const view = new DataView(bytes.buffer);
  if (format === "png") return { width: view.getUint32(16), height: view.getUint32(20) };
  for (let at = 2; at + 9 < bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker >= 0xffc0 && marker <= 0xffc2) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
  }
  return undefined;
}
