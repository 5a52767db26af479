import { z } from "zod";
import { defineTool } from "./contract.ts";
import { acting, actedSchema, elementOrPoint } from "./target.ts";

const words = z.string().min(1).max(20_000).optional();

const selectText = defineTool({
  name: "chrome_select_text",
  title: "Select text",
  description:
    "Select text in an element or the page: these words, or from some words to others, else all of it.",
  effect: "act",
  idempotent: true,
  args: z.object({ ...acting, ...elementOrPoint, text: words, from: words, to: words }),
  result: z.object({ ...actedSchema.shape, selectedText: z.string() }),
});

export const selectionTools = { chrome_select_text: selectText } as const;
