import type { ElementQuery } from "../../page/call-parts.ts";

/** A ref as callers see it: `e12` in the top frame, `f3e5` in frame 3. */
export function parseRef(text: string): { frameId: number; ref: number } | undefined {
  const [, frame = "0", ref] = /^\[?(?:ref=)?(?:f(\d{1,9}))?e(\d{1,9})\]?$/.exec(text.trim()) ?? [];
  return ref === undefined ? undefined : { frameId: Number(frame), ref: Number(ref) };
}

export function queryOf(selector: string, type: "css" | "xpath"): ElementQuery {
  return { by: type, selector };
}
