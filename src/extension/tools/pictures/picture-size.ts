import type { Image } from "../../../protocol/tool-result.ts";

/** JPEG headers are longer than this only with pictures inside them, which Chrome's have not. */
const HEAD_CHARS = 4_096;

/** Width and height as the picture itself says them; undefined for WebP, and for what is no picture. */
export function pictureSize({
  mimeType,
  base64,
}: Image): { width: number; height: number } | undefined {
  const bytes = Uint8Array.from(atob(base64.slice(0, HEAD_CHARS)), (sign) => sign.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  if (mimeType === "image/png" && bytes.length > 24) {
    return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (mimeType !== "image/jpeg") return undefined;
  // Segments follow each other, each with its length; the size is in the first "start of frame".
  for (let at = 2; at + 9 < bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker >= 0xffc0 && marker <= 0xffc2) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
  }
  return undefined;
}
