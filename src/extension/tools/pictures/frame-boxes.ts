import { callPage } from "../../page/call-page.ts";
import type { Box } from "../../policy/pictured-frames.ts";
import type { ToolContext } from "../tool-context.ts";

const CORNER = { x: 0, y: 0 };

/**
 * Boxes of a frame as boxes of the tab's viewport, cut to what the frames between show of them. Of a frame that is
 * gone, or that may not be asked, there are none.
 */
export async function inTab<B extends Box>(
  tabId: number,
  frameId: number,
  boxes: readonly B[],
  { signal }: ToolContext,
): Promise<B[]> {
  if (frameId === 0) return [...boxes];
  const own = await callPage({ tabId, frameId }, "place", {}, signal);
  if (!own.ok) return [];
  let at = own.value.answer;
  let frame = frameId;
  let placed = [...boxes];
  while (frame !== 0) {
    const known = await chrome.webNavigation.getFrame({ tabId, frameId: frame });
    if (!known || known.parentFrameId < 0) return [];
    frame = known.parentFrameId;
    const child = { child: at.childIndex, childSize: at.size, childUrl: at.url };
    const request = { ...child, point: CORNER, asDrawn: true } as const;
    const mapped = await callPage({ tabId, frameId: frame }, "mapPoint", request, signal);
    if (!mapped.ok || !mapped.value.answer.ok) return [];
    const { size } = at;
    const { point, scale } = mapped.value.answer;
    at = mapped.value.answer;
    placed = placed.flatMap((box) => {
      const x = Math.max(0, box.x);
      const y = Math.max(0, box.y);
      const width = (Math.min(size.width, box.x + box.width) - x) * scale;
      const height = (Math.min(size.height, box.y + box.height) - y) * scale;
      if (width <= 0 || height <= 0) return [];
      return { ...box, x: point.x + x * scale, y: point.y + y * scale, width, height };
    });
  }
  return placed;
}
