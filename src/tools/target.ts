import { z } from "zod";

/** Longest a caller may let one call take. */
export const MAX_TIMEOUT_MS = 120_000;

/**
 * What no list of tools names, because every client would pay for it with each tool: what many tools share, told once
 * in the instructions of `/mcp`, or the older name of an argument.
 */
export function unlisted<S extends z.ZodType>(schema: S): S {
  return schema.meta({ unlisted: true });
}

/** Whether a property, as JSON Schema has it, is one of these. */
export function isUnlisted(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && "unlisted" in schema;
}

/** `timeoutMs`, for tools of which it is told in the list: waiting is what they do. */
export const timeoutMs = z.number().int().min(100).max(MAX_TIMEOUT_MS).optional();

/** The same where people, or long downloads, are waited for. */
export const patientTimeoutMs = z.number().int().min(100).max(600_000).optional();

/** Older name of `timeoutMs`. */
export const olderTimeout = unlisted(z.number().int().min(0).max(MAX_TIMEOUT_MS).optional());

/** Which of the caller's browsers, and for how long. Every tool takes these. */
export const anyBrowser = {
  /** Session or user id. Default: the selected browser. */
  browserId: unlisted(z.string().max(80).optional()),
  timeoutMs: unlisted(timeoutMs),
};

/** Without `tabId`: the tab in front of this window. */
export const windowId = unlisted(z.number().int().optional());

/** Which tab. Without `tabId`: the tab this client worked on last in that browser, else the active tab. */
export const anyTab = {
  ...anyBrowser,
  tabId: z.number().int().optional(),
  windowId,
};

/** A frame that a selector is looked for in; refs know theirs. */
export const frameId = unlisted(z.number().int().optional());

/** false brings the tab to the front. */
export const background = unlisted(z.boolean().default(true));

/** Which page, for tools that read or act in one. */
export const anyPage = { ...anyTab, frameId, background };

/** Refuse unless the tab's address starts with this. */
const expectedUrl = unlisted(z.string().max(2_048).optional());

/** The same for tools that change something there. */
export const actedTab = { ...anyTab, expectedUrl };
export const actedPage = { ...anyPage, expectedUrl };

/** Point in the tab's viewport, in CSS pixels. */
export const pointSchema = z.object({ x: z.number(), y: z.number() });

/** One element: a ref of an outline, a selector, or a point. */
export const anyElement = {
  ref: z.string().max(64).optional(),
  selector: z.string().max(2_000).optional(),
  selectorType: unlisted(z.enum(["css", "xpath"]).default("css")),
};

/** The same, or what is at a point. */
export const anyPlace = { ...anyElement, coordinates: pointSchema.optional() };

/** Where a point will do, too, though few have to name one: the instructions tell of it. */
export const elementOrPoint = { ...anyElement, coordinates: unlisted(pointSchema.optional()) };

export const snapshotKind = z.enum(["effect", "none", "interactive", "diff"]);

/** What to show afterwards. */
export const includeSnapshot = unlisted(snapshotKind.default("effect"));

/** What tools that act take besides, and what each of them answers. */
export const acting = { ...actedPage, includeSnapshot };

/** Where the page is after an action and what the action changed, at most 800 characters unless a snapshot was asked for. */
export const actedSchema = z.object({
  tabId: unlisted(z.number().int()),
  url: unlisted(z.string()),
  title: unlisted(z.string()),
  effect: z.string(),
});
export type Acted = z.infer<typeof actedSchema>;

/** How many characters of text to give at most. */
export const maxChars = z.number().int().min(200).max(400_000).default(40_000);

/** Where an earlier, cut answer goes on. */
export const cursor = z.string().max(64).optional().describe("From an answer that was cut.");
