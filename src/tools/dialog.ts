import { z } from "zod";
import { defineTool } from "./contract.ts";
import { acting, actedSchema } from "./target.ts";

const handleDialog = defineTool({
  name: "chrome_handle_dialog",
  title: "Answer a dialog",
  description:
    "Answer the alert, confirm, prompt or leave-page dialog that a page opened. read tells what it says and leaves it open.",
  effect: "act",
  args: z.object({
    ...acting,
    action: z.enum(["accept", "dismiss", "read"]),
    promptText: z.string().max(20_000).optional(),
  }),
  result: actedSchema,
});

export const dialogTools = { chrome_handle_dialog: handleDialog } as const;
