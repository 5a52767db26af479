import { z } from "zod";
import { connectionIdSchema, sessionIdSchema, userIdSchema } from "./ids.ts";

/** The server's welcome: which session this socket now is. */
export const sessionInfoSchema = z.object({
  type: z.literal("session_info"),
  protocol: z.number().int().positive(),
  userId: userIdSchema,
  sessionId: sessionIdSchema,
  connectionId: connectionIdSchema,
  /** True when the session existed before this socket. */
  resumed: z.boolean(),
  /** The `browser` credential to keep. Present when this socket enrolled. */
  token: z.string().max(128).optional(),
  heartbeatMs: z.number().int().positive(),
  serverVersion: z.string().max(32),
  latestExtensionVersion: z.string().max(32),
  preferences: z.object({ label: z.string().max(80) }),
});
export type SessionInfo = z.infer<typeof sessionInfoSchema>;

/** Sent instead of `session_info`, then the socket is closed. */
export const refusedSchema = z.object({
  type: z.literal("refused"),
  code: z.string().max(64),
  message: z.string().max(2_000),
});
export type Refused = z.infer<typeof refusedSchema>;
