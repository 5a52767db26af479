import { z } from "zod";
import { formFieldSchema } from "../../tools/elements.ts";
import type { ElementsQuery } from "./call-parts.ts";

/** What the tools that look elements up one by one ask of a page, and what it answers. */

export interface QueryRequest {
  firstRef: number;
  elements: ElementsQuery;
  attributes: string[];
  limit: number;
  offset: number;
}

export interface ExtractField {
  selector?: string | undefined;
  type: "text" | "html" | "attribute" | "value" | "link" | "number";
  attribute?: string | undefined;
  multiple: boolean;
}

export interface ExtractRequest {
  rows: ElementsQuery;
  fields: ExtractField[];
  limit: number;
  offset: number;
}

export interface InteractiveRequest {
  firstRef: number;
  textQuery?: string | undefined;
  selector?: string | undefined;
  types?: string[] | undefined;
}

export interface FormsRequest {
  firstRef: number;
  selector?: string | undefined;
}

export interface ElementRequests {
  query: QueryRequest;
  extract: ExtractRequest;
  search: { words: string[]; phrase: string };
  interactive: InteractiveRequest;
  forms: FormsRequest;
}

const box = { x: z.number(), y: z.number(), width: z.number(), height: z.number() };

const valueSchema = z.union([z.string(), z.number()]);

export const elementAnswers = {
  query: z.object({
    nextRef: z.number(),
    badSelector: z.boolean(),
    total: z.number(),
    elements: z.array(
      z.object({
        ref: z.number(),
        tag: z.string(),
        role: z.string(),
        name: z.string(),
        text: z.string(),
        visible: z.boolean(),
        box: z.object(box),
        attributes: z.array(z.object({ name: z.string(), value: z.string() })),
      }),
    ),
  }),
  elementHtml: z.object({
    title: z.string(),
    content: z.string(),
    problem: z.enum(["stale", "missing", "bad_selector"]).optional(),
  }),
  extract: z.object({
    badSelector: z.boolean(),
    total: z.number(),
    /** Matches that nobody sees, which are left out. */
    unseen: z.number(),
    /** For each other match the values of the fields, in their order; without one: nothing was there. */
    rows: z.array(
      z.array(z.object({ value: z.union([valueSchema, z.array(valueSchema)]).optional() })),
    ),
  }),
  search: z.object({ score: z.number(), snippets: z.array(z.string()) }),
  interactive: z.object({
    nextRef: z.number(),
    badSelector: z.boolean(),
    elements: z.array(
      z.object({
        ref: z.number(),
        type: z.string(),
        selector: z.string(),
        text: z.string(),
        disabled: z.boolean(),
        box: z.object(box),
      }),
    ),
  }),
  forms: z.object({
    nextRef: z.number(),
    badSelector: z.boolean(),
    forms: z.array(
      z.object({
        name: z.string(),
        fields: z.array(formFieldSchema.extend({ ref: z.number() })),
      }),
    ),
  }),
} satisfies Record<keyof ElementRequests | "elementHtml", z.ZodType>;
