import { z } from "zod";

/** What a test tells its neighbour, first where LiveKit is; later it asks how it stands. */
export const toNeighbourSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    access: z.object({
      url: z.string(),
      publicUrl: z.string(),
      apiKey: z.string(),
      apiSecret: z.string(),
    }),
    maxSessions: z.number(),
    /** Everybody is a user of it, or nobody. */
    knowsAll: z.boolean(),
  }),
  z.object({ type: z.literal("figures") }),
]);
export type ToNeighbour = z.infer<typeof toNeighbourSchema>;

export const figuresSchema = z.object({
  isOn: z.boolean(),
  /** With an agent of its, now. */
  rooms: z.number(),
  dispatches: z.number(),
});
export type Figures = z.infer<typeof figuresSchema>;
