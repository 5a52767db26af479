import { mediaType } from "./media-type.ts";

export type JsonText =
  | { ok: true; text: string }
  | { ok: false; status: 413 | 415; message: string };

/** The text of a JSON body. What is over `maxBytes` is refused by its declared length, or as soon as it passes it. */
export async function readJsonText(request: Request, maxBytes: number): Promise<JsonText> {
  if (mediaType(request.headers.get("content-type")) !== "application/json") {
    return refused(415, "Content-Type must be application/json.");
  }
  if (request.headers.has("content-encoding")) {
    return refused(415, "Content-Encoding is not supported: send the body as it is.");
  }
  const declared = request.headers.get("content-length");
  if (declared !== null) {
    if (Number(declared) > maxBytes) return tooLarge(maxBytes);
    return { ok: true, text: await request.text() };
  }
  return readChunks(request, maxBytes);
}

async function readChunks(request: Request, maxBytes: number): Promise<JsonText> {
  if (!request.body) return { ok: true, text: "" };
  const decoder = new TextDecoder();
  const reader = request.body.getReader();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { ok: true, text: text + decoder.decode() };
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return tooLarge(maxBytes);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function tooLarge(maxBytes: number): JsonText {
  return refused(413, `The body is larger than ${Math.floor(maxBytes / 1024)} KiB.`);
}

function refused(status: 413 | 415, message: string): JsonText {
  return { ok: false, status, message };
}
