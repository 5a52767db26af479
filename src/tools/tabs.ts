import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyBrowser } from "./target.ts";

const tabSchema = z.object({
  tabId: z.number().int(),
  url: z.string(),
  title: z.string(),
  active: z.boolean(),
  audible: z.boolean().optional(),
  discarded: z.boolean().optional(),
  pinned: z.boolean().optional(),
  group: z.string().optional(),
});

const getWindowsAndTabs = defineTool({
  name: "get_windows_and_tabs",
  title: "List windows and tabs",
  description: "All windows and tabs of the browser, with the tabId other tools take.",
  effect: "read",
  args: z.object(anyBrowser),
  result: z.object({
    browser: z.string().optional(),
    windows: z.array(
      z.object({
        windowId: z.number().int(),
        focused: z.boolean(),
        incognito: z.boolean().optional(),
        tabs: z.array(tabSchema),
      }),
    ),
  }),
});

const switchTab = defineTool({
  name: "chrome_switch_tab",
  title: "Switch to a tab",
  description: "Bring a tab to the front of its window. Not needed before working in it.",
  effect: "act",
  idempotent: true,
  openWorld: false,
  args: z.object({
    ...anyBrowser,
    tabId: z.number().int(),
    windowId: z.number().int().optional(),
  }),
  result: z.object({
    tabId: z.number().int(),
    windowId: z.number().int(),
    url: z.string(),
    title: z.string(),
  }),
});

const closeTabs = defineTool({
  name: "chrome_close_tabs",
  title: "Close tabs",
  description:
    "Close the tabs named by tabIds, or all whose address starts with url. Without either: the tab you used last.",
  effect: "act",
  destructive: true,
  openWorld: false,
  args: z.object({
    ...anyBrowser,
    tabIds: z.array(z.number().int()).max(100).optional(),
    url: z.string().max(2_048).optional(),
  }),
  result: z.object({ closed: z.array(z.number().int()) }),
});

export const tabTools = {
  get_windows_and_tabs: getWindowsAndTabs,
  chrome_switch_tab: switchTab,
  chrome_close_tabs: closeTabs,
} as const;
