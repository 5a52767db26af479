import { z } from "zod";
import { failureSchema } from "../protocol/failure.ts";
import { questionSchema } from "../protocol/question.ts";

/**
 * What passes between the server and its voice thread. Both sides parse what arrives. No credential of a
 * person and no socket ever passes: a call names its room, and the server knows whose room that is.
 */

const providerSchema = z.object({
  provider: z.string(),
  model: z.string().optional(),
  baseUrl: z.string().optional(),
  apiKey: z.string().optional(),
});

/** What the thread has to know of the settings. */
const threadSettingsSchema = z.object({
  agentName: z.string(),
  nodeId: z.string(),
  language: z.string(),
  userRoomPrefix: z.string(),
  maxSessions: z.number(),
  graceMs: z.number(),
  maxInactiveMs: z.number(),
  stt: providerSchema,
  tts: providerSchema.extend({ voice: z.string().optional() }),
  llm: providerSchema.extend({ maxSteps: z.number() }),
  vad: z.object({ minSilenceMs: z.number(), activationThreshold: z.number() }),
});
export type ThreadSettings = z.infer<typeof threadSettingsSchema>;

const toolAnswerSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), data: z.unknown(), origin: z.string().optional() }),
  z.object({ ok: z.literal(false), failure: failureSchema }),
]);
export type VoiceToolAnswer = z.infer<typeof toolAnswerSchema>;

export const toThreadSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("start"), settings: threadSettingsSchema }),
  /** Where and with what to register as an agent worker; the token is good for this once. */
  z.object({ type: z.literal("registration"), url: z.string(), token: z.string() }),
  /** Whether the room in which an agent is wanted is that of a user of this server. */
  z.object({ type: z.literal("room_answer"), room: z.string(), isOurs: z.boolean() }),
  z.object({ type: z.literal("tool_answer"), id: z.string(), answer: toolAnswerSchema }),
  /** Something in the browser of this room's user changed: names heard before may be gone. */
  z.object({ type: z.literal("page_changed"), room: z.string() }),
  /** A client asks the person of this room something. */
  z.object({ type: z.literal("question_opened"), room: z.string(), question: questionSchema }),
  z.object({ type: z.literal("question_closed"), room: z.string(), id: z.string() }),
  z.object({ type: z.literal("end_room"), room: z.string() }),
  z.object({ type: z.literal("ping"), n: z.number() }),
  z.object({ type: z.literal("close") }),
]);
export type ToThread = z.infer<typeof toThreadSchema>;

/** Parts of the way from a word to its effect, each measured on its own. */
export const STAGES = [
  /** From the last sound of speech to the end of the turn. */
  "endOfSpeech",
  "recognition",
  /** From the words to what they mean, the LLM included. */
  "decision",
  "tool",
  /** From the end of the turn to the first sound of the answer. */
  "firstSound",
] as const;
export type Stage = (typeof STAGES)[number];

export const toHostSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  /** The thread wants to register with LiveKit, for the first time or again. */
  z.object({ type: z.literal("registration_wanted") }),
  z.object({ type: z.literal("registered") }),
  z.object({
    type: z.literal("unregistered"),
    problem: z.enum(["not_reached", "lost"]),
  }),
  z.object({
    type: z.literal("call_tool"),
    id: z.string(),
    room: z.string(),
    tool: z.string(),
    args: z.unknown(),
  }),
  z.object({ type: z.literal("cancel_tool"), id: z.string() }),
  /** What the person answers to a client's question, or that they do not; settled by `tool_answer` of this id. */
  z.object({
    type: z.literal("answer_question"),
    id: z.string(),
    room: z.string(),
    question: z.string(),
    answer: z.string().optional(),
  }),
  /** An agent is wanted in this room, perhaps of a user of another server; settled by `room_answer`. */
  z.object({ type: z.literal("room_offered"), room: z.string() }),
  z.object({ type: z.literal("room_opened"), room: z.string() }),
  /** The room's owner is there, let in with a token made for this credential. */
  z.object({ type: z.literal("owner_joined"), room: z.string(), credentialId: z.string() }),
  z.object({
    type: z.literal("room_closed"),
    room: z.string(),
    why: z.enum(["left", "idle", "ended", "lost", "failed", "taken"]),
  }),
  z.object({ type: z.literal("measured"), stage: z.enum(STAGES), ms: z.number() }),
  z.object({
    type: z.literal("notice"),
    level: z.enum(["debug", "info", "warn", "error"]),
    message: z.string(),
    fields: z.record(z.string(), z.unknown()),
  }),
  z.object({ type: z.literal("pong"), n: z.number() }),
  z.object({ type: z.literal("closed") }),
]);
export type ToHost = z.infer<typeof toHostSchema>;
