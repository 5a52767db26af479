import { z } from "zod";
import { sessionInfoSchema } from "../protocol/session-info.ts";

/** Why the server told this browser to stay away: a name of a close code, and the server's words if it had any. */
export const stopSchema = z.object({ code: z.string(), message: z.string().optional() });
export type Stop = z.infer<typeof stopSchema>;

/** Why there is no connection just now, though there will be. */
const troubleSchema = z.object({
  why: z.enum(["unreachable", "lost", "silent", "sent_away"]),
  /** The server's words, when it had any. */
  message: z.string().optional(),
});
export type Trouble = z.infer<typeof troubleSchema>;

/** Where the connection stands. `connection.ts` tells how one state leads to another. */
export const connectionStateSchema = z.discriminatedUnion("state", [
  /** The worker has just started and did nothing yet. */
  z.object({ state: z.literal("asleep") }),
  z.object({
    state: z.literal("connecting"),
    serverUrl: z.string(),
    /** Set while it tries again by itself. */
    trouble: troubleSchema.optional(),
  }),
  z.object({
    state: z.literal("connected"),
    serverUrl: z.string(),
    session: sessionInfoSchema.omit({ token: true }),
    sinceMs: z.number(),
  }),
  z.object({
    state: z.literal("waiting"),
    serverUrl: z.string(),
    untilMs: z.number(),
    trouble: troubleSchema,
  }),
  z.object({ state: z.literal("stopped"), serverUrl: z.string(), stop: stopSchema }),
  z.object({ state: z.literal("off"), serverUrl: z.string() }),
]);
export type ConnectionState = z.infer<typeof connectionStateSchema>;
