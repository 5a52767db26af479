import { z } from "zod";

/** What the calls of a page's scripts have in common. */

/** Names all that match, or the first of them. */
export interface ElementsQuery {
  by: "css" | "xpath";
  selector: string;
}

/** Names one element of a frame. */
export type ElementQuery =
  | { by: "ref"; ref: number }
  | ElementsQuery
  | { by: "label"; label: string }
  | { by: "point"; x: number; y: number }
  | { by: "focus" };

export interface Counted {
  /** Number of the first ref that a document seen for the first time may give. */
  firstRef: number;
}

export const place = {
  /** Place of this frame in `parent.frames`; -1 when it hangs in a shadow root or is the top. */
  childIndex: z.number(),
  /** The same for every frame on the way down from the top. */
  path: z.array(z.number()),
  size: z.object({ width: z.number(), height: z.number() }),
  url: z.string(),
};

export const pointSchema = z.object({ x: z.number(), y: z.number() });

/** Why an element could not be used. */
export const problemSchema = z.enum([
  "stale",
  "missing",
  "bad_selector",
  "hidden",
  "disabled",
  "moving",
  "covered",
  "outside",
  "readonly",
  "not_a_field",
  "several",
]);
export type Problem = z.infer<typeof problemSchema>;
