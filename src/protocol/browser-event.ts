import { z } from "zod";

const names = z.array(z.string().max(40)).max(20);

/** What the person lets clients do, where Chrome or the extension leaves it to them. */
const permittedSchema = z.object({
  /** Optional permissions of Chrome's that the extension has, and those that it lacks. */
  permissions: names,
  missing: names,
  /** Kinds of tools that the person switched off. */
  switchedOff: names,
});
export type Permitted = z.infer<typeof permittedSchema>;

/** What happened in the browser without being asked for. */
export const browserEventSchema = z.object({
  type: z.literal("event"),
  event: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("tabs_changed"), tabs: z.number().int().nonnegative() }),
    z.object({ kind: z.literal("navigated"), tabId: z.number().int() }),
    z.object({ kind: z.literal("user_took_over"), tabId: z.number().int() }),
    z.object({ kind: z.literal("paused"), paused: z.boolean() }),
    z.object({ kind: z.literal("permitted"), permitted: permittedSchema }),
    z.object({ kind: z.literal("renamed"), label: z.string().max(80) }),
  ]),
});
export type BrowserEvent = z.infer<typeof browserEventSchema>;
