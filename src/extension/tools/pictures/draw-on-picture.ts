import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { Image } from "../../../protocol/tool-result.ts";

/** Draws on a picture that was taken. The page itself is not touched. */
export async function drawnOn(
  image: Image,
  quality: number,
  draw: (drawing: OffscreenCanvasRenderingContext2D) => void,
): Promise<Outcome<Image>> {
  const bytes = Uint8Array.from(atob(image.base64), (sign) => sign.codePointAt(0) ?? 0);
  const bitmap = await createImageBitmap(new Blob([bytes], { type: image.mimeType }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const drawing = canvas.getContext("2d");
  if (!drawing) return fail("internal", "Chrome cannot draw on pictures now. Try again.");
  drawing.drawImage(bitmap, 0, 0);
  bitmap.close();
  draw(drawing);
  const blob = await canvas.convertToBlob({ type: image.mimeType, quality: quality / 100 });
  const base64 = new Uint8Array(await blob.arrayBuffer()).toBase64();
  return succeed({ ...image, base64 });
}

/** Where in the viewport a picture begins, and how many of its pixels a CSS pixel takes. */
export interface PicturePlace {
  x: number;
  y: number;
  scale: number;
}
