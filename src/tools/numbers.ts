import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyPage } from "./target.ts";

const showNumbers = defineTool({
  name: "chrome_show_numbers",
  title: "Show numbers",
  description:
    "Draw numbers on elements of the page for the person, in place of those drawn before; no labels takes them away.",
  effect: "act",
  idempotent: true,
  listing: "none",
  args: z.object({
    ...anyPage,
    labels: z
      .array(z.object({ ref: z.string().max(64), number: z.number().int().positive() }))
      .max(2_000),
  }),
  result: z.object({ tabId: z.number().int(), shown: z.number().int() }),
});

export const numbersTools = { chrome_show_numbers: showNumbers } as const;
