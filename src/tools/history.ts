import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyBrowser } from "./target.ts";

const time = z
  .string()
  .max(60)
  .optional()
  .describe('ISO date, "now", "today", "yesterday" or "3 days ago".');

const history = defineTool({
  name: "chrome_history",
  title: "Search the history",
  description:
    "Pages that the person visited, newest first. Of the last 24 hours unless startTime is given.",
  effect: "read",
  openWorld: true,
  listing: "full",
  switch: "history",
  args: z.object({
    ...anyBrowser,
    text: z.string().max(500).default("").describe("Words of the title or address."),
    startTime: time,
    endTime: time,
    maxResults: z.number().int().min(1).max(1_000).default(100),
    excludeCurrentTabs: z.boolean().default(false).describe("Leave out what is open in a tab."),
  }),
  result: z.object({
    from: z.string(),
    to: z.string(),
    items: z.array(
      z.object({
        url: z.string(),
        title: z.string(),
        lastVisit: z.string(),
        visits: z.number().int(),
      }),
    ),
    note: z.string().optional(),
  }),
});

export const historyTools = { chrome_history: history } as const;
