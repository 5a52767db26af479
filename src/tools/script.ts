import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedPage, snapshotKind, unlisted } from "./target.ts";

const javascript = defineTool({
  name: "chrome_javascript",
  title: "Run JavaScript",
  description:
    "Run code in the page and get its value. await and return may be used. Prefer the other tools.",
  effect: "act",
  destructive: true,
  switch: "scripts",
  args: z.object({
    ...actedPage,
    /** What a script is for is its value: what else it changed is shown when that is asked for. */
    includeSnapshot: unlisted(snapshotKind.default("none")),
    code: z.string().min(1).max(200_000),
    maxOutputBytes: z.number().int().min(100).max(1_000_000).default(50_000),
  }),
  result: z.object({
    tabId: z.number().int(),
    /** What the code returned, as JSON; cut at `maxOutputBytes`. */
    value: z.string(),
    type: z.string(),
    truncated: z.boolean(),
    effect: unlisted(z.string().optional()),
  }),
});

export const scriptTools = { chrome_javascript: javascript } as const;
