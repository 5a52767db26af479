import { z } from "zod";
import { callIdSchema } from "./ids.ts";

/** Who makes a call, as the person sees it. `id` tells two clients of one name apart; it is no secret and no permission. */
const callerSchema = z.object({
  id: z.string().max(80),
  name: z.string().max(80),
  kind: z.enum(["mcp", "voice"]),
});
export type Caller = z.infer<typeof callerSchema>;

export const callToolSchema = z.object({
  type: z.literal("call_tool"),
  id: callIdSchema,
  tool: z.string().max(64),
  /** Parsed by the tool's own contract, on both sides. */
  args: z.unknown(),
  /** How long the call may take, counted from the arrival of this frame: the two clocks need not agree. */
  deadlineMs: z.number().int().positive(),
  client: callerSchema,
});
export type CallTool = z.infer<typeof callToolSchema>;

export const cancelSchema = z.object({ type: z.literal("cancel"), id: callIdSchema });
export type Cancel = z.infer<typeof cancelSchema>;
