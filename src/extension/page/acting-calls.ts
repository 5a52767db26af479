import { z } from "zod";
import {
  type Counted,
  type ElementQuery,
  place,
  pointSchema,
  problemSchema,
} from "./call-parts.ts";

/** What the scripts in a page are asked for by tools that act or wait, and what they answer. */

export interface WriteRequest {
  element: ElementQuery;
  value: string;
  clear: boolean;
}

export interface SliderRequest {
  element: ElementQuery;
  /** Give it the focus first. */
  focus: boolean;
}

export interface OptionRequest extends Counted {
  label: string;
  patienceMs: number;
}

export interface OfferRequest extends OptionRequest {
  /** The field whose list it is. */
  element: ElementQuery;
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

export interface GiveRequest {
  element: ElementQuery;
  /** What is in it, or `held`: the file in this world's `chromeMcpHeldFile`. */
  file: { name: string; type: string; base64: string } | "held";
  /** To the files that the field has, instead of in their place. */
  adds: boolean;
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

export interface ActingRequests {
  write: WriteRequest;
  state: ElementQuery;
  slider: SliderRequest;
  openOption: OptionRequest;
  offeredOptions: OfferRequest;
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
  giveFile: GiveRequest;
  showNumbers: { labels: { ref: number; number: number }[] };
  media: { action: "play" | "pause" };
}

export const actingAnswers = {
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
  slider: z.object({
    problem: problemSchema.optional(),
    now: z.number().optional(),
    min: z.number(),
    max: z.number(),
    vertical: z.boolean(),
    focused: z.boolean(),
  }),
  openOption: z.object({
    ref: z.number().optional(),
    nextRef: z.number(),
    /** How many more there are. */
    others: z.number(),
  }),
  offeredOptions: z.object({
    nextRef: z.number(),
    /** The one with the words that were asked for. It alone is offered then. */
    equal: z.number().optional(),
    offered: z.array(z.object({ ref: z.number(), words: z.string() })),
    /** How many more there are. */
    others: z.number(),
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
  giveFile: z.object({
    problem: problemSchema.optional(),
    wrongKind: z.boolean().optional(),
    /** The held file cannot be read, or is none. */
    unread: z.boolean().optional(),
    /** Kinds of files that the field says it takes. */
    accepts: z.string().optional(),
    by: z.enum(["field", "drop"]).optional(),
    count: z.number().optional(),
  }),
  showNumbers: z.object({ shown: z.number() }),
  media: z.object({
    there: z.number(),
    done: z.number(),
    /** Chrome did not let it play: nobody has clicked in the page. */
    refused: z.boolean(),
  }),
} satisfies Record<keyof ActingRequests, z.ZodType>;
