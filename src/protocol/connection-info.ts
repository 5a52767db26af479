import { z } from "zod";
import { installIdSchema } from "./ids.ts";

/** First frame of an extension: who it is, and the secret that proves it. */
export const connectionInfoSchema = z.object({
  type: z.literal("connection_info"),
  protocol: z.number().int().positive(),
  extensionVersion: z.string().max(32),
  extensionId: z.string().max(64),
  installId: installIdSchema,
  userAgent: z.string().max(512),
  /** Milliseconds since 1970 by the extension's clock; for diagnosis only. */
  timestamp: z.number().int().nonnegative(),
  /** What the person calls this browser. */
  label: z.string().max(80).optional(),
  /** The `browser` credential that an earlier `session_info` gave. */
  token: z.string().max(128).optional(),
  /** An invitation, where enrolment needs one. */
  invitation: z.string().max(128).optional(),
});
export type ConnectionInfo = z.infer<typeof connectionInfoSchema>;
