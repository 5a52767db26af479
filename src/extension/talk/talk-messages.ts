import { z } from "zod";
import { questionSchema } from "../../protocol/question.ts";
import type { RoomView } from "../../talk/room-view.ts";

/**
 * What the page without a window, in which the room lives, and those who look at it tell each other. They are
 * pages of this extension: nobody else hears their channels.
 */

/** How the conversation stands, and what the person does in it. */
export const TALK_CHANNEL = "talk";

/** How loud the microphone is, from 0 to 1, many times a second, while somebody watches. */
export const LEVEL_CHANNEL = "talk-level";

const lineSchema = z.object({
  id: z.string(),
  who: z.enum(["person", "agent"]),
  text: z.string(),
  final: z.boolean(),
});

const microphoneSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("asking") }),
  z.object({ state: z.literal("live") }),
  z.object({ state: z.literal("muted") }),
  z.object({ state: z.literal("refused"), why: z.string() }),
]);

const roomViewSchema: z.ZodType<RoomView> = z.object({
  state: z.enum(["connecting", "open", "reconnecting", "ended"]),
  why: z.union([z.string(), z.undefined()]),
  agent: z.union([z.string(), z.undefined()]),
  waits: z.boolean(),
  asksYesOrNo: z.union([z.string(), z.undefined()]),
  asked: z.union([questionSchema, z.undefined()]),
  lines: z.array(lineSchema),
  microphone: microphoneSchema,
  deviceId: z.union([z.string(), z.undefined()]),
});

export const talkMessageSchema = z.discriminatedUnion("say", [
  z.object({ say: z.literal("view"), view: roomViewSchema }),
  /** Whoever has the room shall say how it stands. */
  z.object({ say: z.literal("who_talks") }),
  z.object({ say: z.literal("write"), text: z.string() }),
  z.object({ say: z.literal("mute") }),
  z.object({ say: z.literal("unmute") }),
  z.object({ say: z.literal("choose"), deviceId: z.string() }),
  z.object({ say: z.literal("watch_level") }),
  z.object({ say: z.literal("forget_level") }),
  z.object({ say: z.literal("leave") }),
]);
export type TalkMessage = z.infer<typeof talkMessageSchema>;

/** The way into the room, as the worker hands it to the page. */
export const doorSchema = z.object({
  url: z.string(),
  token: z.string(),
  waits: z.boolean().optional(),
  deviceId: z.string().optional(),
});
export type Door = z.infer<typeof doorSchema>;
