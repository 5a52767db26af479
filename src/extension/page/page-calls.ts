import { z } from "zod";

/**
 * What the worker asks the scripts in a page to do, and what they answer. The scripts live in the
 * isolated world of each frame's document, so the page sees nothing of them. Chrome drops a null on the
 * way there: what may be missing is optional.
 */

/** Names one element of a frame. */
export type ElementQuery =
  | { by: "ref"; ref: number }
  | { by: "css"; selector: string }
  | { by: "xpath"; selector: string }
  | { by: "label"; label: string }
  | { by: "point"; x: number; y: number }
  | { by: "focus" };

interface Counted {
  /** Number of the first ref that a document seen for the first time may give. */
  firstRef: number;
}

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
  selector?: string | undefined;
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
}

export interface WriteRequest {
  element: ElementQuery;
  value: string;
  clear: boolean;
}

export interface ScrollRequest {
  /** What scrolls, or something in it; without it the page. */
  container?: ElementQuery | undefined;
  /** Direction: one of them 1 or -1. */
  by: { x: number; y: number };
  /** In CSS pixels. Without it, most of what is in view. */
  amount?: number | undefined;
}

export interface SelectRequest {
  element: ElementQuery;
  text?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export interface WaitRequest extends Counted {
  /** By which `endWait` ends it. */
  id: string;
  element?: ElementQuery | undefined;
  text?: string | undefined;
  /** Wait until it is not seen. */
  gone: boolean;
  maxMs: number;
}

type Nothing = Record<string, never>;

export interface PageRequests {
  outline: OutlineRequest;
  find: FindRequest;
  content: ContentRequest;
  has: ElementQuery;
  prepare: PrepareRequest;
  mapPoint: MapPointRequest;
  /** Whether the mouse is at a point of this frame. */
  pointed: { x: number; y: number };
  /** Begins to watch for changes. `settle` says what they were. */
  watch: Counted;
  settle: { maxMs: number };
  /** What changed since `watch`. A focus that only moved counts when `tellFocus`; looks alone when `always`. */
  changes: { maxChars: number; tellFocus: boolean; always: boolean };
  write: WriteRequest;
  state: ElementQuery;
  /** Presses the button of the form that a field is in. */
  submit: ElementQuery;
  box: ElementQuery;
  scroll: ScrollRequest;
  /** Begins to watch an element that is about to be dragged. `dragEnd` tells what became of it. */
  dragBegin: ElementQuery;
  dragState: Nothing;
  dragEnd: Nothing;
  dropSpot: ElementQuery;
  waitFor: WaitRequest;
  endWait: { id: string };
  findText: SelectRequest;
  selectText: Nothing;
}
export type PageCall = keyof PageRequests;

const place = {
  /** Place of this frame in `parent.frames`; -1 when it hangs in a shadow root or is the top. */
  childIndex: z.number(),
  /** The same for every frame on the way down from the top. */
  path: z.array(z.number()),
  size: z.object({ width: z.number(), height: z.number() }),
  url: z.string(),
};

const pointSchema = z.object({ x: z.number(), y: z.number() });

/** Why an element could not be used. */
const problemSchema = z.enum([
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
]);
export type Problem = z.infer<typeof problemSchema>;

const preparedSchema = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    ...place,
    nextRef: z.number(),
    ref: z.number(),
    point: pointSchema,
    /** How `chrome_fill_or_select` goes about it. */
    field: z.enum(["text", "value", "select", "toggle", "editable", "file", "none"]),
    checked: z.boolean(),
    focused: z.boolean(),
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
  outline: z.object({
    ...place,
    nextRef: z.number(),
    title: z.string(),
    lines: z.array(z.string()),
    /** Where the lines of child frames belong. */
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
  pointed: z.object({ here: z.boolean() }),
  watch: z.object({ nextRef: z.number() }),
  settle: z.object({ changed: z.boolean(), quiet: z.boolean() }),
  changes: z.object({ nextRef: z.number(), text: z.string() }),
  write: z.object({
    done: z.boolean(),
    problem: problemSchema.optional(),
    /** Labels to choose from, when a select has no such option. */
    options: z.array(z.string()).optional(),
  }),
  state: z.object({
    found: z.boolean(),
    value: z.string(),
    checked: z.boolean(),
    secret: z.boolean(),
    ref: z.number(),
    /** What a hidden list holds and what is drawn in its place does not show. */
    unshown: z.string().optional(),
  }),
  submit: z.object({ sent: z.boolean() }),
  box: z.object({
    ...place,
    problem: problemSchema.optional(),
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
  }),
  scroll: z.object({
    problem: problemSchema.optional(),
    /** How far it went, where it stands and how far it can still go, in CSS pixels. */
    moved: z.number(),
    at: z.number(),
    left: z.number(),
    /** How much of it is in view. */
    room: z.number(),
    /** It is the page that scrolled, not a part of it. */
    whole: z.boolean(),
  }),
  dragBegin: z.object({ found: z.boolean() }),
  dragState: z.object({ started: z.boolean() }),
  dragEnd: z.object({ told: z.string() }),
  dropSpot: z.object({
    ...place,
    problem: problemSchema.optional(),
    box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    /** It stands in a row with others, rather than in a column. */
    across: z.boolean(),
  }),
  waitFor: z.object({ met: z.boolean(), nextRef: z.number(), ref: z.number().optional() }),
  endWait: z.object({ ended: z.literal(true) }),
  findText: z.object({
    ...place,
    problem: problemSchema.optional(),
    text: z.string(),
    /** It is selected already. */
    done: z.boolean().optional(),
    /** A mouse that goes from start to end selects it. */
    byMouse: z.boolean(),
    start: pointSchema,
    end: pointSchema,
  }),
  selectText: z.object({ selected: z.string() }),
} satisfies Record<PageCall, z.ZodType>;

export type PageAnswer<N extends PageCall> = z.infer<(typeof pageAnswers)[N]>;

/** What the scripts in a page offer, under `chromeMcpPage` in their isolated world. */
export type PageTools = {
  [N in PageCall]: (request: PageRequests[N]) => PageAnswer<N> | Promise<PageAnswer<N>>;
};

declare global {
  var chromeMcpPage: PageTools | undefined;
}
