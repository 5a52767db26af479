import { z } from "zod";

/** What passes between the voice thread and the worker that hears. */

const candidatesSchema = z.record(z.string(), z.array(z.string()));

export const toHearingSchema = z.discriminatedUnion("type", [
  /** Prepare for a scene; the one longest unused is forgotten. */
  z.object({ type: z.literal("expect"), scene: z.number(), candidates: candidatesSchema }),
  z.object({
    type: z.literal("hear"),
    id: z.number(),
    scene: z.number(),
    audio: z.instanceof(Float32Array),
  }),
]);
export type ToHearing = z.input<typeof toHearingSchema>;

const heardSchema = z.object({
  text: z.string(),
  score: z.number(),
  kind: z.enum(["sentence", "opening", "free", "nothing"]),
});

export const fromHearingSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({
    type: z.literal("heard"),
    id: z.number(),
    heard: heardSchema,
    encodeMs: z.number(),
    decodeMs: z.number(),
  }),
  /** A bug in hearing this one; the worker goes on. */
  z.object({ type: z.literal("failed"), id: z.number(), message: z.string() }),
]);
export type FromHearing = z.input<typeof fromHearingSchema>;
