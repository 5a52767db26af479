import { z } from "zod";

/** What happened in the browser without being asked for. */
export const browserEventSchema = z.object({
  type: z.literal("event"),
  event: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("tabs_changed"), tabs: z.number().int().nonnegative() }),
    z.object({ kind: z.literal("navigated"), tabId: z.number().int() }),
    z.object({ kind: z.literal("user_took_over"), tabId: z.number().int() }),
    z.object({ kind: z.literal("paused"), paused: z.boolean() }),
    z.object({ kind: z.literal("renamed"), label: z.string().max(80) }),
  ]),
});
export type BrowserEvent = z.infer<typeof browserEventSchema>;
