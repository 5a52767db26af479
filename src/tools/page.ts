import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyElement, anyPage, cursor, maxChars } from "./target.ts";

const readPage = defineTool({
  name: "chrome_read_page",
  title: "Read the page",
  description:
    "Outline of what a person sees, with a ref for each element that can be acted on. Every frame and shadow root. Start here.",
  effect: "read",
  answer: "text",
  args: z.object({
    ...anyPage,
    filter: z.enum(["all", "interactive"]).default("all"),
    depth: z.number().int().min(0).max(100).optional(),
    refId: z.string().max(64).optional().describe("Only this element and what is in it."),
    viewportOnly: z.boolean().default(false),
    boxes: z.boolean().default(false).describe("Add position and size."),
    colors: z.boolean().default(false),
    since: z.string().max(16).optional().describe("A snapshot id: only what changed after it."),
    maxChars,
    cursor,
  }),
  result: z.object({
    tabId: z.number().int(),
    url: z.string(),
    title: z.string(),
    outline: z.string(),
    truncated: z.boolean(),
    cursor: z.string().optional(),
    /** Names what this answer showed, for `since`. */
    snapshot: z.string().optional(),
    note: z.string().optional(),
  }),
});

const find = defineTool({
  name: "chrome_find",
  title: "Find on the page",
  description: "Elements by text, regex, or role and name; with refs, without the whole page.",
  effect: "read",
  args: z.object({
    ...anyPage,
    text: z.string().max(500).optional(),
    regex: z.string().max(500).optional(),
    role: z.string().max(40).optional(),
    name: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(100).default(10),
  }),
  result: z.object({
    matches: z.array(
      z.object({
        ref: z.string(),
        role: z.string(),
        name: z.string(),
        /** The text around the match, when the name does not say it. */
        text: z.string().optional(),
        state: z.string().optional(),
      }),
    ),
    total: z.number().int(),
  }),
});

const getWebContent = defineTool({
  name: "chrome_get_web_content",
  title: "Get the page's text",
  description: "Text, markdown or HTML of the page, of one element, or of another address.",
  effect: "read",
  answer: "text",
  args: z.object({
    ...anyPage,
    url: z
      .string()
      .max(8_192)
      .optional()
      .describe("The tab open at this address, else a background tab opened and closed for it."),
    selector: anyElement.selector,
    selectorType: anyElement.selectorType,
    htmlContent: z.boolean().default(false),
    textContent: z.boolean().default(true),
    format: z.enum(["text", "markdown", "html"]).optional(),
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

export const pageTools = {
  chrome_read_page: readPage,
  chrome_find: find,
  chrome_get_web_content: getWebContent,
} as const;
