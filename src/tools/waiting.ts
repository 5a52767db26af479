import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyPage, anyElement, timeoutMs } from "./target.ts";

/** Longest a caller may sleep. */
const MAX_SLEEP_MS = 60_000;

const conditionSchema = z.object({
  kind: z.enum(["element", "text", "url", "title", "network", "networkIdle", "download", "sleep"]),
  ...anyElement,
  text: z.string().max(2_000).optional(),
  url: z.string().max(2_048).optional().describe("Part of the address; of a request for network."),
  title: z.string().max(1_000).optional(),
  gone: z.boolean().default(false).describe("Wait until the element or text is not seen."),
  ms: z.number().int().min(0).max(MAX_SLEEP_MS).optional().describe("For sleep."),
});
export type Condition = z.infer<typeof conditionSchema>;

const waitFor = defineTool({
  name: "chrome_wait_for",
  title: "Wait",
  description: "Wait until something is so: answers at that moment, or `timeout`.",
  effect: "read",
  args: z.object({ ...anyPage, timeoutMs, condition: conditionSchema }),
  result: z.object({
    tabId: z.number().int(),
    url: z.string(),
    title: z.string(),
    waitedMs: z.number().int(),
    /** The element, or the one that holds the text. */
    ref: z.string().optional(),
    /** What came: a request with its status, a download with its name. */
    note: z.string().optional(),
  }),
});

export const waitingTools = { chrome_wait_for: waitFor } as const;
