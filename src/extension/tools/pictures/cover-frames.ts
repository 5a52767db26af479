import type { Outcome } from "../../../protocol/failure.ts";
import type { Image } from "../../../protocol/tool-result.ts";
import type { Box } from "../../policy/pictured-frames.ts";
import { TEXTS } from "../../texts.ts";
import { type PicturePlace, drawnOn } from "./draw-on-picture.ts";

/** As wide as rounding may be off. */
const EDGE_PX = 2;

/** Covers what a picture may not show, and says why there. */
export function covered(
  image: Image,
  boxes: readonly Box[],
  at: PicturePlace,
  quality: number,
): Promise<Outcome<Image>> {
  return drawnOn(image, quality, (drawing) => {
    drawing.font = "12px sans-serif";
    drawing.textBaseline = "top";
    for (const box of boxes) {
      const x = (box.x - at.x) * at.scale - EDGE_PX;
      const y = (box.y - at.y) * at.scale - EDGE_PX;
      const width = box.width * at.scale + 2 * EDGE_PX;
      drawing.fillStyle = "#808080";
      drawing.fillRect(x, y, width, box.height * at.scale + 2 * EDGE_PX);
      drawing.fillStyle = "#ffffff";
      drawing.fillText(TEXTS.policy.covered, Math.max(0, x) + 6, Math.max(0, y) + 6, width);
    }
  });
}
