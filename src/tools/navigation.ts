import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedTab, background, includeSnapshot, unlisted } from "./target.ts";

/** Where the tab is now. */
export const arrivedSchema = z.object({
  tabId: z.number().int(),
  windowId: z.number().int(),
  url: z.string(),
  title: z.string(),
  /** HTTP status of the document, where Chrome told it. */
  status: z.number().int().optional(),
  note: z.string().optional(),
  /** What can be operated there, where that was asked for with includeSnapshot "interactive". */
  outline: unlisted(z.string().optional()),
});

const navigate = defineTool({
  name: "chrome_navigate",
  title: "Go to an address",
  description:
    'Open an address in the tab, or go "back" or "forward", or refresh. Answers when the page can be read. newWindow opens a window of its own.',
  effect: "act",
  args: z.object({
    ...actedTab,
    url: z
      .string()
      .max(8_192)
      .optional()
      .describe('Address, "back" or "forward". Without it: with refresh, the current page.'),
    newWindow: z.boolean().default(false),
    newTab: z.boolean().default(false),
    width: z.number().int().min(200).max(7_680).optional(),
    height: z.number().int().min(200).max(4_320).optional(),
    refresh: z.boolean().default(false),
    background,
    includeSnapshot,
    waitUntil: z
      .enum(["none", "domcontentloaded", "load", "networkidle"])
      .default("domcontentloaded"),
  }),
  result: arrivedSchema,
});

/** The older name of chrome_navigate with "back" or "forward". */
const goBackOrForward = defineTool({
  name: "chrome_go_back_or_forward",
  title: "Go back or forward",
  description: "One page back, or forward with isForward.",
  effect: "act",
  listing: "none",
  args: z.object({
    ...actedTab,
    background,
    includeSnapshot,
    isForward: z.boolean().default(false),
  }),
  result: arrivedSchema,
});

export const navigationTools = {
  chrome_navigate: navigate,
  chrome_go_back_or_forward: goBackOrForward,
} as const;
