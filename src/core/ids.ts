import {
  type CallId,
  type ConnectionId,
  type SessionId,
  type UserId,
  callIdSchema,
  connectionIdSchema,
  sessionIdSchema,
  userIdSchema,
} from "../protocol/ids.ts";

export function newUserId(nowMs: number): UserId {
  const random = crypto.randomUUID().replaceAll("-", "").slice(0, 12);
  return userIdSchema.parse(`user_${Math.floor(nowMs / 1000)}_${random}`);
}

/** `number` counts a user's sessions from 1; the first carries none. */
export function sessionIdOf(userId: UserId, number: number): SessionId {
  return sessionIdSchema.parse(number === 1 ? `session_${userId}` : `session_${userId}_${number}`);
}

export function newConnectionId(): ConnectionId {
  return connectionIdSchema.parse(`conn_${crypto.randomUUID()}`);
}

export function newCallId(): CallId {
  return callIdSchema.parse(`call_${crypto.randomUUID()}`);
}
