import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyBrowser, cursor, maxChars } from "./target.ts";

const clipboard = defineTool({
  name: "chrome_clipboard",
  title: "Use the clipboard",
  description:
    "Read the text on the person's clipboard, or put text there. What was there is lost.",
  effect: "act",
  destructive: true,
  listing: "full",
  switch: "clipboard",
  args: z.object({
    ...anyBrowser,
    action: z.enum(["read", "write"]),
    text: z.string().max(1_000_000).optional().describe("What to write."),
    maxChars,
    cursor,
  }),
  result: z.object({
    text: z.string(),
    truncated: z.boolean().optional(),
    cursor: z.string().optional(),
  }),
});

export const clipboardTools = { chrome_clipboard: clipboard } as const;
