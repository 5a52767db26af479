import { z } from "zod";
import { type Outcome, succeed } from "../../../protocol/failure.ts";
import type { Image } from "../../../protocol/tool-result.ts";
import type { ToolContext } from "../tool-context.ts";
import { useTool } from "../use-tool.ts";
import { parseRef } from "../reading/element-query.ts";
import { inTab } from "./frame-boxes.ts";
import { type PicturePlace, drawnOn } from "./draw-on-picture.ts";

/** Draws the refs of elements on a picture of them. */

/** An element's ref and its place in the tab's viewport, in CSS pixels. */
export interface Mark {
  ref: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const FONT_PX = 12;

const outlineSchema = z.object({ outline: z.string() });

/** What can be acted on in all frames, by the outline that `chrome_read_page` gives. */
export async function marksOf(
  tabId: number,
  viewportOnly: boolean,
  context: ToolContext,
): Promise<Outcome<Mark[]>> {
  const wish = { tabId, filter: "interactive", viewportOnly, boxes: true, maxChars: 400_000 };
  const read = await useTool("chrome_read_page", wish, context);
  if (!read.ok) return read;
  const { outline } = outlineSchema.parse(read.value.data);
  const found = outline.matchAll(/\[ref=((?:f\d+)?e\d+)\][^[\]\n]*? @(-?\d+),(-?\d+) (\d+)x(\d+)/g);
  const byFrame = new Map<number, Mark[]>();
  for (const [, ref = "", ...place] of found) {
    const [x = 0, y = 0, width = 0, height = 0] = place.map(Number);
    const frameId = parseRef(ref)?.frameId ?? 0;
    byFrame.set(frameId, [...(byFrame.get(frameId) ?? []), { ref, x, y, width, height }]);
  }
  const placed = [...byFrame].map(([frameId, marks]) => inTab(tabId, frameId, marks, context));
  return succeed((await Promise.all(placed)).flat());
}

export function labelled(
  image: Image,
  marks: readonly Mark[],
  at: PicturePlace,
  quality: number,
): Promise<Outcome<Image>> {
  return drawnOn(image, quality, (drawing) => {
    drawing.font = `bold ${FONT_PX}px sans-serif`;
    drawing.textBaseline = "top";
    for (const mark of marks) if (isIn(drawing.canvas, mark, at)) drawMark(drawing, mark, at);
  });
}

function isIn(
  picture: { width: number; height: number },
  { x, y, width, height }: Mark,
  at: PicturePlace,
): boolean {
  const [left, top] = [x - at.x, y - at.y];
  return (
    left + width > 0 &&
    top + height > 0 &&
    left * at.scale < picture.width &&
    top * at.scale < picture.height
  );
}

function drawMark(
  drawing: OffscreenCanvasRenderingContext2D,
  { ref, ...box }: Mark,
  at: PicturePlace,
): void {
  const x = (box.x - at.x) * at.scale;
  const y = (box.y - at.y) * at.scale;
  const tagWidth = drawing.measureText(ref).width + 4;
  const tagHeight = FONT_PX + 2;
  // Inside the picture, also for what is cut by its edge.
  const tagX = Math.max(0, Math.min(x, drawing.canvas.width - tagWidth));
  const tagY = Math.max(0, Math.min(y, drawing.canvas.height - tagHeight));
  drawing.strokeStyle = "#d6006c";
  drawing.strokeRect(x, y, box.width * at.scale, box.height * at.scale);
  drawing.fillStyle = "#d6006c";
  drawing.fillRect(tagX, tagY, tagWidth, tagHeight);
  drawing.fillStyle = "#ffffff";
  drawing.fillText(ref, tagX + 2, tagY + 1);
}
