import * as z from "zod/mini";

// The page's content security policy forbids the code that zod would otherwise generate.
z.config({ jitless: true });

/** Answer of `GET /api/browsers`. */
export const browsersSchema = z.object({
  browsers: z.array(
    z.object({
      browserId: z.string(),
      userId: z.string(),
      name: z.string(),
      state: z.enum(["connected", "suspect", "paused", "detached"]),
    }),
  ),
});
export type Browser = z.infer<typeof browsersSchema>["browsers"][number];

const loadSchema = z.object({
  calls: z.number(),
  inFlight: z.number(),
  p50: z.nullable(z.number()),
  p95: z.nullable(z.number()),
});
export type Load = z.infer<typeof loadSchema>;

const countsSchema = z.record(z.string(), z.number());

/** Part of the answer of `GET /api/stats` that everybody gets: the browsers they may see, and whether voice works. */
export const ownStatsSchema = z.object({
  routing: z.object({ sessions: z.record(z.string(), loadSchema) }),
  voice: z.optional(z.object({ state: z.string(), why: z.optional(z.string()) })),
});
export type Loads = z.infer<typeof ownStatsSchema>["routing"]["sessions"];
export type VoiceState = NonNullable<z.infer<typeof ownStatsSchema>["voice"]>;

/** The whole answer, for those who may see the whole server. */
export const serverStatsSchema = z.object({
  sessions: z.object({
    totalUsers: z.number(),
    totalSessions: z.number(),
    totalConnections: z.number(),
    activeConnections: z.number(),
    pendingRequests: z.number(),
  }),
  routing: z.object({
    routedBy: countsSchema,
    refusals: countsSchema,
    droppedAnswers: z.number(),
  }),
  voice: z.optional(
    z.object({
      state: z.string(),
      /** Why it is off. */
      why: z.optional(z.string()),
      sessions: z.optional(z.number()),
      dispatches: z.optional(z.number()),
      slots: z.optional(z.object({ used: z.number(), of: z.number() })),
      stages: z.optional(
        z.record(z.string(), z.nullable(z.object({ p50: z.number(), p95: z.number() }))),
      ),
    }),
  ),
});
export type ServerStats = z.infer<typeof serverStatsSchema>;

/** What every refusal of `/api` looks like. */
export const refusalSchema = z.object({ error: z.object({ message: z.string() }) });
