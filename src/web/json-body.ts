import type { z } from "zod";
import { problem } from "./json-answer.ts";

const MAX_BYTES = 64 * 1024;

/** The body of a request, parsed; or the answer to give instead. Never reads more than 64 KB. */
export async function jsonBody<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<{ ok: true; body: z.infer<S> } | { ok: false; response: Response }> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") {
    return refuse(415, "wrong_content_type", "Send JSON with `Content-Type: application/json`.");
  }
  const text = await textOf(request);
  if (text === undefined) return refuse(413, "too_large", "The body is larger than 64 KB.");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(400, "not_json", "The body is not JSON.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, body: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join(".")}: ${message}`,
  );
  return refuse(400, "invalid", faults.join("; ").slice(0, 1_000));
}

/** Undefined when it is too large. */
async function textOf(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BYTES) return undefined;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function refuse(status: number, code: string, message: string): { ok: false; response: Response } {
  return { ok: false, response: problem(status, code, message) };
}
