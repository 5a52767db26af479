import { z } from "zod";
import { defineTool } from "./contract.ts";
import { acting, actedSchema, elementOrPoint } from "./target.ts";

const keyboard = defineTool({
  name: "chrome_keyboard",
  title: "Press keys",
  description:
    'Press keys ("Enter", "Ctrl+C", several divided by spaces or commas) or type text, into an element or where the focus is.',
  effect: "act",
  args: z.object({
    ...acting,
    ...elementOrPoint,
    keys: z.string().min(1).max(20_000),
    delay: z.number().int().min(0).max(1_000).default(0).describe("Milliseconds between keys."),
  }),
  result: actedSchema,
});

export const keyboardTools = { chrome_keyboard: keyboard } as const;
