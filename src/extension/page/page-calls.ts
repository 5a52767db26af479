import { z } from "zod";
import { type ActingRequests, actingAnswers } from "./acting-calls.ts";
import {
  type Counted,
  type ElementQuery,
  type ElementsQuery,
  place,
  pointSchema,
  problemSchema,
} from "./call-parts.ts";
import { pickedSchema } from "./shown/picked.ts";
import { type ElementRequests, elementAnswers } from "./element-calls.ts";

/**
 * What the worker asks the scripts in a page to do, and what they answer. The scripts live in the
 * isolated world of each frame's document, so the page sees nothing of them. Chrome drops a null on the
 * way there: what may be missing is optional.
 */

export interface OutlineRequest extends Counted {
  interactiveOnly: boolean;
  viewportOnly: boolean;
  boxes: boolean;
  colors: boolean;
  depth: number;
  /** Only this element and what is in it. */
  root?: ElementQuery;
  /** Stop once this many characters were written. */
  maxChars: number;
}

export interface FindRequest extends Counted {
  text?: string | undefined;
  regex?: string | undefined;
  role?: string | undefined;
  name?: string | undefined;
  limit: number;
}

export interface ContentRequest {
  format: "text" | "markdown" | "html";
  /** Only of this element. */
  element?: ElementsQuery | undefined;
  maxChars: number;
}

export interface PrepareRequest extends Counted {
  element: ElementQuery;
  /**
   * `press` needs a point that can be hit; `write` a field that takes input; `see` only to be in view, `show`
   * to be in the middle of it.
   */
  purpose: "press" | "write" | "focus" | "see" | "show";
  /** How long to wait in the page, in milliseconds. */
  patienceMs: number;
}

export interface MapPointRequest {
  /** Which frame of this document the point is in: its place in `window.frames`, or -1. */
  child: number;
  childSize: { width: number; height: number };
  childUrl: string;
  point: { x: number; y: number };
  /** Where it is drawn, covered or out of view: nothing is scrolled for it. */
  asDrawn?: true;
}

export interface PageRequests extends ActingRequests, ElementRequests {
  elementHtml: { element: ElementQuery; outer: boolean; maxChars: number };
  outline: OutlineRequest;
  find: FindRequest;
  content: ContentRequest;
  has: ElementQuery;
  prepare: PrepareRequest;
  mapPoint: MapPointRequest;
  place: Record<string, never>;
  /** Whether the mouse is at a point of this frame. */
  pointed: { x: number; y: number };
  mouse: { forget: boolean };
  /** Begins to watch for changes. `settle` says what they were. */
  watch: Counted;
  settle: { maxMs: number };
  /**
   * What changed since `watch`. A focus that only moved counts when `tellFocus`, what is selected when
   * `tellSelection`; looks alone when `always`.
   */
  changes: { maxChars: number; tellFocus: boolean; tellSelection: boolean; always: boolean };
  pick: Counted;
}
export type PageCall = keyof PageRequests;

const preparedSchema = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    ...place,
    nextRef: z.number(),
    ref: z.number(),
    point: pointSchema,
    /** How `chrome_fill_or_select` goes about it. */
    field: z.enum([
      "text",
      "value",
      "select",
      "choice",
      "toggle",
      "editable",
      "slider",
      "file",
      "none",
    ]),
    /** The field only takes the keys of an editor, which draws its text in front of it. */
    behindEditor: z.boolean(),
    checked: z.boolean(),
    /** What is typed into it is to be chosen in a list. */
    offersOptions: z.boolean(),
    /** Its list is open. */
    expanded: z.boolean(),
    focused: z.boolean(),
    /** How many signs it takes at most. */
    room: z.number().nullable(),
  }),
  z.object({
    ok: z.literal(false),
    nextRef: z.number(),
    problem: problemSchema,
    /** Role, tag and id of what is in the way. */
    by: z.string().optional(),
  }),
]);
export type Prepared = z.infer<typeof preparedSchema>;

export const pageAnswers = {
  ...elementAnswers,
  outline: z.object({
    ...place,
    nextRef: z.number(),
    title: z.string(),
    text: z.string(),
    /** Behind which lines those of child frames belong. */
    frames: z.array(
      z.object({
        line: z.number(),
        indent: z.number(),
        index: z.number(),
        width: z.number(),
        height: z.number(),
        url: z.string(),
      }),
    ),
    complete: z.boolean(),
    found: z.boolean(),
  }),
  find: z.object({
    nextRef: z.number(),
    matches: z.array(
      z.object({
        ref: z.number(),
        role: z.string(),
        name: z.string(),
        text: z.string().optional(),
        state: z.string().optional(),
      }),
    ),
    total: z.number(),
  }),
  content: z.object({ title: z.string(), content: z.string(), found: z.boolean() }),
  has: z.object({ found: z.enum(["visible", "hidden", "no", "bad_selector"]) }),
  prepare: preparedSchema,
  mapPoint: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), ...place, point: pointSchema, scale: z.number() }),
    z.object({ ok: z.literal(false), problem: problemSchema, by: z.string().optional() }),
  ]),
  place: z.object(place),
  pointed: z.object({ here: z.boolean() }),
  mouse: z.object({ at: pointSchema.optional() }),
  watch: z.object({ nextRef: z.number() }),
  settle: z.object({
    changed: z.boolean(),
    quiet: z.boolean(),
    /** There are elements that were not there when the watch began. */
    grew: z.boolean(),
  }),
  changes: z.object({
    nextRef: z.number(),
    text: z.string(),
    /** The press did not reach what it was meant for. */
    missed: z.boolean(),
  }),
  pick: pickedSchema,
  ...actingAnswers,
} satisfies Record<PageCall, z.ZodType>;

export type PageAnswer<N extends PageCall> = z.infer<(typeof pageAnswers)[N]>;

/** What the scripts in a page offer, under `chromeMcpPage` in their isolated world. */
export type PageTools = {
  [N in PageCall]: (request: PageRequests[N]) => PageAnswer<N> | Promise<PageAnswer<N>>;
};

declare global {
  var chromeMcpPage: PageTools | undefined;
}
