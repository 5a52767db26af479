import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyPage, unlisted } from "./target.ts";

const placed = {
  /** Milliseconds since 1970. */
  timestamp: z.number(),
  text: z.string(),
  url: z.string().optional(),
  /** Counted from 1. */
  lineNumber: z.number().int().optional(),
};

export const consoleMessageSchema = z.object({
  ...placed,
  level: z.string(),
  source: z.string(),
});

export const consoleExceptionSchema = z.object(placed);

const readConsole = defineTool({
  name: "chrome_console",
  title: "Read the console",
  description:
    'Console messages and uncaught errors of the page and its frames. "snapshot": what Chrome still knows. "buffer": starts a record that outlives navigation, and reads it.',
  effect: "read",
  listing: "full",
  args: z.object({
    ...anyPage,
    mode: z.enum(["snapshot", "buffer"]).default("snapshot"),
    /** Older name of mode "buffer". */
    buffer: unlisted(z.boolean().default(false)),
    includeExceptions: z.boolean().default(true),
    onlyErrors: z.boolean().default(false),
    pattern: z.string().max(300).optional().describe("Regular expression, also as /…/i."),
    limit: z.number().int().min(0).max(1_000).optional().describe("The newest so many."),
    /** Older name of limit. */
    maxMessages: unlisted(z.number().int().min(0).max(1_000).default(100)),
    clear: z.boolean().default(false).describe("Empty the record before reading."),
    clearAfterRead: z.boolean().default(false),
  }),
  result: z.object({
    tabId: z.number().int(),
    tabUrl: z.string(),
    tabTitle: z.string(),
    messages: z.array(consoleMessageSchema),
    exceptions: z.array(consoleExceptionSchema),
    messageCount: z.number().int(),
    exceptionCount: z.number().int(),
    /** More matched than are given here. */
    messageLimitReached: z.boolean(),
    /** Lost, because the record holds no more. */
    droppedMessageCount: z.number().int(),
  }),
});

export const consoleTools = { chrome_console: readConsole } as const;
