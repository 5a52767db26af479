import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedPage, anyBrowser, timeoutMs } from "./target.ts";

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

export const ownTabSchema = tabSchema.extend({ windowId: z.number().int() });

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

const tabGroup = defineTool({
  name: "chrome_tab_group",
  title: "Group tabs",
  description:
    "List tab groups, put tabs into one (without groupId: a new one), take them out, or change a group's title, color or collapsed state.",
  effect: "act",
  listing: "full",
  openWorld: false,
  args: z.object({
    ...anyBrowser,
    action: z.enum(["list", "add", "remove", "update"]),
    tabIds: z.array(z.number().int()).max(100).optional(),
    groupId: z.number().int().optional(),
    title: z.string().max(100).optional(),
    color: z
      .enum(["grey", "blue", "red", "yellow", "green", "pink", "purple", "cyan", "orange"])
      .optional(),
    collapsed: z.boolean().optional(),
  }),
  result: z.object({
    groups: z.array(
      z.object({
        groupId: z.number().int(),
        windowId: z.number().int(),
        title: z.string(),
        color: z.string(),
        collapsed: z.boolean(),
        tabIds: z.array(z.number().int()),
      }),
    ),
  }),
});

const waitForTab = defineTool({
  name: "chrome_wait_for_tab",
  title: "Wait for a tab",
  description:
    "Wait until a tab has loaded: the one named by tabId, or any (a new one too) whose address and title contain url and title.",
  effect: "read",
  listing: "full",
  args: z.object({
    ...anyBrowser,
    timeoutMs,
    tabId: z.number().int().optional(),
    url: z.string().max(2_048).optional(),
    title: z.string().max(400).optional(),
  }),
  result: ownTabSchema,
});

const zoom = defineTool({
  name: "chrome_zoom",
  title: "Zoom",
  description: "Zoom a tab in, out or back to normal.",
  effect: "act",
  listing: "full",
  openWorld: false,
  args: z.object({ ...actedPage, to: z.enum(["in", "out", "reset"]) }),
  result: z.object({ tabId: z.number().int(), percent: z.number().int() }),
});

export const tabTools = {
  get_windows_and_tabs: getWindowsAndTabs,
  chrome_switch_tab: switchTab,
  chrome_close_tabs: closeTabs,
  chrome_tab_group: tabGroup,
  chrome_wait_for_tab: waitForTab,
  chrome_zoom: zoom,
} as const;
