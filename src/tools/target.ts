import { z } from "zod";

/** Longest a caller may let one call take. */
export const MAX_TIMEOUT_MS = 120_000;

/** Which of the caller's browsers, and for how long. Every tool takes these. */
export const anyBrowser = {
  browserId: z
    .string()
    .max(80)
    .optional()
    .describe("Session or user id. Default: the selected browser."),
  timeoutMs: z.number().int().min(100).max(MAX_TIMEOUT_MS).optional(),
};

/** Which tab. Without `tabId`: the tab this client worked on last in that browser, else the active tab. */
export const anyTab = {
  ...anyBrowser,
  tabId: z
    .number()
    .int()
    .optional()
    .describe("Default: the tab you used last, else the active tab."),
  windowId: z.number().int().optional(),
};

/** Which page, for tools that read or act in one. */
export const anyPage = {
  ...anyTab,
  frameId: z.number().int().optional(),
  background: z.boolean().default(true).describe("false brings the tab to the front."),
};

/** Point in the tab's viewport, in CSS pixels. */
export const pointSchema = z.object({ x: z.number(), y: z.number() });

/** One element: a ref of an outline, a selector, or a point. */
export const anyElement = {
  ref: z.string().max(64).optional().describe("From chrome_read_page or chrome_find."),
  selector: z.string().max(2_000).optional(),
  selectorType: z.enum(["css", "xpath"]).default("css"),
};

/** What tools that act take besides, and what each of them answers. */
export const acting = {
  ...anyPage,
  expectedUrl: z
    .string()
    .max(2_048)
    .optional()
    .describe("Refuse unless the tab's address starts with this."),
  includeSnapshot: z
    .enum(["effect", "none", "interactive", "diff"])
    .default("effect")
    .describe("What to show afterwards."),
};

/** Where the page is after an action and what the action changed, at most 800 characters unless a snapshot was asked for. */
export const actedSchema = z.object({
  tabId: z.number().int(),
  url: z.string(),
  title: z.string(),
  effect: z.string(),
});
export type Acted = z.infer<typeof actedSchema>;

/** How many characters of text to give at most. */
export const maxChars = z.number().int().min(200).max(400_000).default(40_000);

/** Where an earlier, cut answer goes on. */
export const cursor = z.string().max(64).optional().describe("From an answer that was cut.");
