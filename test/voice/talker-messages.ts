import { z } from "zod";

/** What a test tells the process of its talkers. */
export const toTalkersSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("join"), id: z.number(), url: z.string(), token: z.string() }),
  z.object({
    type: z.literal("write"),
    id: z.number(),
    text: z.string(),
    topic: z.string().default("lk.chat"),
  }),
  /** Plays a 16 kHz mono WAV file as the microphone, or as the sound of a tab that is shared. */
  z.object({
    type: z.literal("speak"),
    id: z.number(),
    file: z.string(),
    from: z.enum(["microphone", "tab"]).default("microphone"),
  }),
  z.object({ type: z.literal("leave"), id: z.number() }),
]);
export type ToTalkers = z.input<typeof toTalkersSchema>;

/** Silence for this long is not that between two words. */
export const HUSH_MS = 400;

/** What the talkers see and hear. */
export const fromTalkersSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("joined"), id: z.number() }),
  z.object({ type: z.literal("refused"), id: z.number() }),
  z.object({ type: z.literal("gone"), id: z.number() }),
  z.object({
    type: z.literal("agent"),
    id: z.number(),
    identity: z.string(),
    /** Undefined: it left. */
    state: z.string().optional(),
  }),
  z.object({
    type: z.literal("said"),
    id: z.number(),
    who: z.enum(["agent", "person"]),
    text: z.string(),
  }),
  /** The microphone begins to play a file, or has played it and a second of silence. */
  z.object({ type: z.literal("speaking"), id: z.number(), begins: z.boolean() }),
  /** Sound of the agent that is more than silence. */
  z.object({ type: z.literal("sound"), id: z.number() }),
  /** There was none for HUSH_MS. */
  z.object({ type: z.literal("hush"), id: z.number() }),
]);
export type FromTalkers = z.infer<typeof fromTalkersSchema>;
