import { z } from "zod";
import { SWITCHES } from "../tools/switches.ts";
import { logEntrySchema } from "./call-log.ts";
import { connectionStateSchema } from "./connection-state.ts";
import { openQuestionSchema } from "./person/open-questions.ts";
import { wishSchema } from "./policy/optional-permissions.ts";
import { questionSchema, verdictSchema } from "./policy/questions.ts";
import { siteRulesSchema, stanceSchema } from "./policy/site-rules.ts";

/** Name of the port on which the worker shows the popup how things stand. */
export const POPUP_PORT = "popup";

export const MOST_ANSWER_CHARS = 20_000;

/** How things stand, sent whenever something changed. */
export const viewSchema = z.object({
  connection: connectionStateSchema,
  serverUrl: z.string(),
  /** What this browser is called. */
  label: z.string(),
  paused: z.boolean(),
  /** How many calls run now. */
  running: z.number(),
  version: z.string(),
  sites: siteRulesSchema,
  switchedOff: z.array(z.enum(SWITCHES)),
  /** Whether tabs that clients work in get a frame. */
  framesTabs: z.boolean(),
  /** What clients ask the person. */
  openQuestions: z.array(openQuestionSchema),
  /** Tabs that the person took over. */
  takenTabs: z.array(z.object({ tabId: z.number(), untilMs: z.number() })),
  /** Sites that the person is being asked about. */
  questions: z.array(questionSchema),
  /** What clients asked Chrome for in vain. */
  wishes: z.array(wishSchema),
  /** The calls of late, oldest first. */
  log: z.array(logEntrySchema),
});
export type View = z.infer<typeof viewSchema>;

/** What the person does in the popup. */
export const commandSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("connect"), invitation: z.string().max(128).optional() }),
  z.object({ do: z.literal("disconnect") }),
  /** Forget who this browser was at the server, and connect. */
  z.object({ do: z.literal("connect_as_new_user") }),
  z.object({ do: z.literal("pause"), paused: z.boolean() }),
  /** Ends every call that runs. The next ones are served again. */
  z.object({ do: z.literal("stop") }),
  z.object({ do: z.literal("clear_log") }),
  z.object({ do: z.literal("set_server"), serverUrl: z.string().max(2_048) }),
  z.object({ do: z.literal("rename"), label: z.string().trim().min(1).max(80) }),
  z.object({ do: z.literal("answer"), id: z.string(), verdict: verdictSchema }),
  /** To what a client asks. Without an answer, the person does not want to give one. */
  z.object({
    do: z.literal("answer_client"),
    id: z.string(),
    answer: z.string().max(MOST_ANSWER_CHARS).optional(),
  }),
  z.object({ do: z.literal("give_back"), tabId: z.number() }),
  /** `site` as typed; without a stance its rule is taken out. */
  z.object({
    do: z.literal("set_site"),
    site: z.string().max(300),
    stance: stanceSchema.optional(),
  }),
  z.object({ do: z.literal("set_other_sites"), stance: stanceSchema }),
  z.object({ do: z.literal("switch"), name: z.enum(SWITCHES), on: z.boolean() }),
  z.object({ do: z.literal("frame_tabs"), on: z.boolean() }),
  /** The person gave it, or does not want to. */
  z.object({ do: z.literal("drop_wish"), wish: wishSchema }),
  /** Let the person into their room. `deviceId`: the microphone that they chose. */
  z.object({ do: z.literal("talk"), deviceId: z.string().max(200).optional() }),
  z.object({ do: z.literal("address") }),
  z.object({ do: z.literal("new_address") }),
]);
export type Command = z.infer<typeof commandSchema>;

/** `value` is the address, for the commands that ask for one. */
export const replySchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.string().optional() }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
export type Reply = z.infer<typeof replySchema>;
