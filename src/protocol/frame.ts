import type { z } from "zod";
import { MAX_DEPTH } from "./version.ts";

export type FrameProblem = "not_json" | "too_deep" | "wrong_shape";

/** One text frame, parsed by the schema of its direction. Never throws, whatever arrives. */
export function parseFrame<S extends z.ZodType>(
  schema: S,
  text: string,
): { ok: true; frame: z.infer<S> } | { ok: false; problem: FrameProblem } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: "not_json" };
  }
  if (isDeeperThan(value, MAX_DEPTH)) return { ok: false, problem: "too_deep" };
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, frame: parsed.data } : { ok: false, problem: "wrong_shape" };
}

/** True when arrays and objects nest deeper than `depth`. Looks no further than that. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  for (const child of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof child === "object" && child !== null && isDeeperThan(child, depth - 1)) return true;
  }
  return false;
}
