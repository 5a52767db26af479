import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyBrowser, anyElement, anyPage, anyTab, cursor, maxChars } from "./target.ts";

const boxSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});

const listFrames = defineTool({
  name: "chrome_list_frames",
  title: "List the frames",
  description: "The frames of a tab with id, parent and address.",
  effect: "read",
  listing: "full",
  args: z.object(anyTab),
  result: z.object({
    tabId: z.number().int(),
    frames: z.array(
      z.object({
        frameId: z.number().int(),
        /** -1 for the top frame. */
        parentFrameId: z.number().int(),
        url: z.string(),
        failed: z.boolean(),
      }),
    ),
  }),
});

const queryElements = defineTool({
  name: "chrome_query_elements",
  title: "Query elements",
  description:
    "Elements that match a selector, in every frame and shadow root: ref, role, name, text, place and chosen attributes.",
  effect: "read",
  listing: "full",
  args: z.object({
    ...anyPage,
    selector: z.string().min(1).max(2_000),
    selectorType: anyElement.selectorType,
    attributes: z.array(z.string().max(80)).max(20).default([]),
    limit: z.number().int().min(1).max(200).default(20),
    offset: z.number().int().min(0).default(0),
  }),
  result: z.object({
    total: z.number().int(),
    elements: z.array(
      z.object({
        ref: z.string(),
        tag: z.string(),
        role: z.string(),
        name: z.string(),
        text: z.string(),
        visible: z.boolean(),
        box: boxSchema,
        /** Name and value of those that were asked for and are there. */
        attributes: z.array(z.object({ name: z.string(), value: z.string() })),
      }),
    ),
  }),
});

const getElementHtml = defineTool({
  name: "chrome_get_element_html",
  title: "Get an element's HTML",
  description: "HTML of one element, without scripts, styles and secrets.",
  effect: "read",
  answer: "text",
  listing: "full",
  args: z.object({
    ...anyPage,
    ...anyElement,
    outer: z.boolean().default(true).describe("false leaves out the element's own tag."),
    maxChars,
    cursor,
  }),
  result: z.object({
    tabId: z.number().int(),
    url: z.string(),
    title: z.string(),
    content: z.string(),
    truncated: z.boolean(),
    cursor: z.string().optional(),
  }),
});

/** Names of columns become keys of an answer. */
const fieldName = z
  .string()
  .min(1)
  .max(80)
  .refine((name) => !["__proto__", "constructor", "prototype"].includes(name), {
    error: "cannot be the name of a field",
  });

const extract = defineTool({
  name: "chrome_extract",
  title: "Extract rows",
  description:
    "Data of repeated parts of a page: one row for each match of selector, one value for each field in it.",
  effect: "read",
  listing: "full",
  args: z.object({
    ...anyPage,
    selector: z.string().min(1).max(2_000),
    selectorType: anyElement.selectorType,
    fields: z
      .array(
        z.object({
          name: fieldName,
          selector: z.string().max(2_000).optional().describe("In the row. Default: the row."),
          type: z.enum(["text", "html", "attribute", "value", "link", "number"]).default("text"),
          attribute: z.string().max(80).optional(),
          multiple: z.boolean().default(false),
        }),
      )
      .min(1)
      .max(40),
    limit: z.number().int().min(1).max(1_000).default(100),
    offset: z.number().int().min(0).default(0),
    maxChars,
  }),
  result: z.object({
    tabId: z.number().int(),
    total: z.number().int(),
    /** Matches that nobody sees: no rows are made of them. */
    unseen: z.number().int().optional(),
    /** The offset of the first row that maxChars left out. */
    nextOffset: z.number().int().optional(),
    rows: z.array(
      z.record(
        z.string(),
        z.union([z.string(), z.number(), z.null(), z.array(z.union([z.string(), z.number()]))]),
      ),
    ),
  }),
});

const searchTabsContent = defineTool({
  name: "search_tabs_content",
  title: "Search the open tabs",
  description: "Open tabs whose text has the words of a query, best first, with the places.",
  effect: "read",
  listing: "full",
  args: z.object({
    ...anyBrowser,
    query: z.string().trim().min(1).max(500),
    limit: z.number().int().min(1).max(50).default(10),
  }),
  result: z.object({
    matches: z.array(
      z.object({
        tabId: z.number().int(),
        title: z.string(),
        url: z.string(),
        /** Share of the query's words that the tab has, 1 for all of them as they stand. */
        score: z.number(),
        snippets: z.array(z.string()),
      }),
    ),
    searched: z.number().int(),
    /** Tabs that cannot be read now: Chrome's own pages, discarded or denied ones. */
    skipped: z.number().int(),
  }),
});

const getInteractiveElements = defineTool({
  name: "chrome_get_interactive_elements",
  title: "Get interactive elements",
  description: "Older form of chrome_read_page with filter interactive.",
  effect: "read",
  listing: "none",
  args: z.object({
    ...anyPage,
    textQuery: z.string().max(500).optional(),
    selector: z.string().max(2_000).optional(),
    includeCoordinates: z.boolean().default(true),
    types: z.array(z.string().max(40)).max(20).optional(),
  }),
  result: z.object({
    success: z.literal(true),
    count: z.number().int(),
    query: z.object({
      textQuery: z.string().optional(),
      selector: z.string().optional(),
      types: z.union([z.literal("all"), z.array(z.string())]),
    }),
    elements: z.array(
      z.object({
        ref: z.string(),
        type: z.string(),
        selector: z.string(),
        text: z.string(),
        isInteractive: z.literal(true),
        disabled: z.boolean(),
        coordinates: z
          .object({
            x: z.number(),
            y: z.number(),
            rect: boxSchema.extend({
              top: z.number(),
              left: z.number(),
              right: z.number(),
              bottom: z.number(),
            }),
          })
          .optional(),
      }),
    ),
  }),
});

/** A field of a form, but for its ref. */
export const formFieldSchema = z.object({
  type: z.string(),
  label: z.string(),
  name: z.string(),
  value: z.string(),
  required: z.boolean(),
  disabled: z.boolean(),
  options: z.array(z.string()).optional(),
  selector: z.string(),
});

const getContentWebForm = defineTool({
  name: "chrome_get_content_web_form",
  title: "Get the page's forms",
  description: "The fields of the page's forms with label, type, value and selector.",
  effect: "read",
  listing: "none",
  args: z.object({ ...anyPage, selector: z.string().max(2_000).optional() }),
  result: z.object({
    success: z.literal(true),
    forms: z.array(
      z.object({
        name: z.string(),
        fields: z.array(formFieldSchema.extend({ ref: z.string() })),
      }),
    ),
  }),
});

export const elementTools = {
  chrome_list_frames: listFrames,
  chrome_query_elements: queryElements,
  chrome_get_element_html: getElementHtml,
  chrome_extract: extract,
  search_tabs_content: searchTabsContent,
  chrome_get_interactive_elements: getInteractiveElements,
  chrome_get_content_web_form: getContentWebForm,
} as const;
