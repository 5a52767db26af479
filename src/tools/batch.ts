import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedTab, timeoutMs } from "./target.ts";

const stepSchema = z.object({
  tool: z.string().max(64),
  args: z.record(z.string(), z.unknown()).default({}),
  as: z
    .string()
    .regex(/^[A-Za-z_]\w{0,39}$/, "must be a name of letters and digits")
    .optional(),
  continueOnError: z.boolean().default(false),
});
export type BatchStep = z.infer<typeof stepSchema>;

/** How one step ended. */
const stepResultSchema = z.object({
  /** Counted from 1. */
  step: z.number().int(),
  tool: z.string(),
  ok: z.boolean(),
  /** What the tool answered, by its own contract. */
  data: z.unknown().optional(),
  /** Origin of the page that the data came from. */
  origin: z.string().optional(),
  /** How many of the answer's pictures are of this step. */
  pictures: z.number().int().optional(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type StepResult = z.infer<typeof stepResultSchema>;

export const batchResultSchema = z.object({
  done: z.number().int(),
  total: z.number().int(),
  /** A step failed, and the rest was not done. */
  stopped: z.boolean(),
  steps: z.array(stepResultSchema),
});

const batch = defineTool({
  name: "chrome_batch",
  title: "Do several steps",
  description:
    'Up to 50 calls of other tools in one, in one tab. A step named by as: "found" gives later ones "$found.ref", "$found.url" or any field of its answer. Stops at the first failure.',
  effect: "act",
  destructive: true,
  answer: "text",
  timeoutMs: 60_000,
  args: z.object({
    ...actedTab,
    timeoutMs,
    steps: z.array(stepSchema).min(1).max(50),
    stopOnError: z.boolean().default(true),
    returnOnly: z.enum(["all", "last", "errors"]).default("all"),
  }),
  result: batchResultSchema,
});

export const batchTools = { chrome_batch: batch } as const;
