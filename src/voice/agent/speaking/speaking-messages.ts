import { z } from "zod";
import { FLITE_VOICES } from "./flite.ts";

/** What passes between the voice thread and the worker that speaks. */

export const toSpeakingSchema = z.object({
  id: z.number(),
  text: z.string(),
  voice: z.enum(FLITE_VOICES),
});
export type ToSpeaking = z.input<typeof toSpeakingSchema>;

export const fromSpeakingSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("spoken"), id: z.number(), samples: z.instanceof(Int16Array) }),
  /** A bug in speaking this one; the worker goes on. */
  z.object({ type: z.literal("failed"), id: z.number(), message: z.string() }),
]);
export type FromSpeaking = z.input<typeof fromSpeakingSchema>;
