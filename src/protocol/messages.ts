import { z } from "zod";
import { browserEventSchema } from "./browser-event.ts";
import { callToolSchema, cancelSchema } from "./call-tool.ts";
import { connectionInfoSchema } from "./connection-info.ts";
import { pingSchema, pongSchema } from "./heartbeat.ts";
import { answerQuestionSchema, questionClosedSchema, questionOpenedSchema } from "./question.ts";
import { refusedSchema, sessionInfoSchema } from "./session-info.ts";
import { toolProgressSchema, toolResultSchema } from "./tool-result.ts";

/** Everything an extension may send. */
export const toServerSchema = z.discriminatedUnion("type", [
  connectionInfoSchema,
  toolProgressSchema,
  toolResultSchema,
  browserEventSchema,
  questionOpenedSchema,
  questionClosedSchema,
  pingSchema,
  pongSchema,
]);
export type ToServer = z.infer<typeof toServerSchema>;

/** Everything the server may send. */
export const toExtensionSchema = z.discriminatedUnion("type", [
  sessionInfoSchema,
  refusedSchema,
  callToolSchema,
  cancelSchema,
  answerQuestionSchema,
  pingSchema,
  pongSchema,
]);
export type ToExtension = z.infer<typeof toExtensionSchema>;
