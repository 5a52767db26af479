import type { z } from "zod";
import { readJsonText } from "../http/json-text.ts";
import { problem } from "./json-answer.ts";

const MAX_BYTES = 64 * 1024;

/** The body of a request, parsed; or the answer to give instead. Never reads more than 64 KB. */
export async function jsonBody<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<{ ok: true; body: z.infer<S> } | { ok: false; response: Response }> {
  const read = await readJsonText(request, MAX_BYTES);
  if (!read.ok) {
    const code = read.status === 413 ? "too_large" : "wrong_content_type";
    return refuse(read.status, code, read.message);
  }
  let value: unknown;
  try {
    value = JSON.parse(read.text);
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

function refuse(status: number, code: string, message: string): { ok: false; response: Response } {
  return { ok: false, response: problem(status, code, message) };
}
