import { z } from "zod";
import { defineTool } from "./contract.ts";
import { ownTabSchema } from "./tabs.ts";
import { anyBrowser, background, windowId } from "./target.ts";

/** The caller's own tabs: each client has a tab group of its own, named after it. */
const ownTabs = z.object({
  group: z.string(),
  tabs: z.array(ownTabSchema),
  note: z.string().optional(),
});

const tabsContext = defineTool({
  name: "chrome_tabs_context",
  title: "Your own tabs",
  description: "The tabs of your own tab group. createIfEmpty opens one.",
  effect: "act",
  idempotent: true,
  openWorld: false,
  args: z.object({ ...anyBrowser, background, createIfEmpty: z.boolean().default(false) }),
  result: ownTabs,
});

const tabsCreate = defineTool({
  name: "chrome_tabs_create",
  title: "Open a tab of your own",
  description: "Open a tab in your own tab group, in the background.",
  effect: "act",
  args: z.object({
    ...anyBrowser,
    background,
    windowId,
    url: z.string().max(8_192).default("about:blank"),
  }),
  result: ownTabSchema.extend({ note: z.string().optional() }),
});

const tabsAdopt = defineTool({
  name: "chrome_tabs_adopt",
  title: "Adopt tabs",
  description: "Take open tabs into your own tab group, to work in them.",
  effect: "act",
  idempotent: true,
  openWorld: false,
  args: z.object({ ...anyBrowser, tabIds: z.array(z.number().int()).min(1).max(100) }),
  result: ownTabs,
});

export const ownTabsTools = {
  chrome_tabs_context: tabsContext,
  chrome_tabs_create: tabsCreate,
  chrome_tabs_adopt: tabsAdopt,
} as const;
