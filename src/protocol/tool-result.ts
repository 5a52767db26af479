import { z } from "zod";
import { failureSchema } from "./failure.ts";
import { callIdSchema } from "./ids.ts";

/** A picture, as it came out of Chrome. */
const imageSchema = z.object({
  mimeType: z.enum(["image/jpeg", "image/png", "image/webp"]),
  base64: z.string(),
});
export type Image = z.infer<typeof imageSchema>;

/** A file that was made in Chrome. */
const outputFileSchema = z.object({
  name: z.string().max(200),
  mimeType: z.string().max(100),
  base64: z.string(),
});
export type OutputFile = z.infer<typeof outputFileSchema>;

/** What a tool answers: data by its contract's `result` schema, and pictures beside it. */
const toolOutputSchema = z.object({
  data: z.unknown(),
  images: z.array(imageSchema).max(8).optional(),
  files: z.array(outputFileSchema).max(4).optional(),
  /** Origin of the page that the data came from. */
  origin: z.string().max(2_048).optional(),
});
export type ToolOutput = z.infer<typeof toolOutputSchema>;

export const toolResultSchema = z.object({
  type: z.literal("tool_result"),
  id: callIdSchema,
  outcome: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: toolOutputSchema }),
    z.object({ ok: z.literal(false), failure: failureSchema }),
  ]),
});
export type ToolResult = z.infer<typeof toolResultSchema>;

export const toolProgressSchema = z.object({
  type: z.literal("tool_progress"),
  id: callIdSchema,
  progress: z.number(),
  total: z.number().optional(),
  message: z.string().max(400).optional(),
});
export type ToolProgress = z.infer<typeof toolProgressSchema>;
