import { z } from "zod";

/** Either side asks every `HEARTBEAT_MS`; the other answers with the same `n`. */
export const pingSchema = z.object({ type: z.literal("ping"), n: z.number().int() });
export type Ping = z.infer<typeof pingSchema>;

export const pongSchema = z.object({ type: z.literal("pong"), n: z.number().int() });
