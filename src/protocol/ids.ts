import { z } from "zod";

/** `user_<unix seconds>_<random>`: who owns browsers. Public, never a secret. */
export const userIdSchema = z
  .string()
  .regex(/^user_\d{1,12}_[a-z0-9]{1,32}$/, "not a user id")
  .brand<"UserId">();
export type UserId = z.infer<typeof userIdSchema>;

/** `session_<userId>` for a user's first Chrome profile, `session_<userId>_2` … for more. */
export const sessionIdSchema = z
  .string()
  .regex(/^session_user_\d{1,12}_[a-z0-9]{1,32}(_\d{1,6})?$/, "not a session id")
  .brand<"SessionId">();
export type SessionId = z.infer<typeof sessionIdSchema>;

/** `conn_<uuid>`: one live socket. */
export const connectionIdSchema = z
  .string()
  .regex(/^conn_[0-9a-f-]{36}$/, "not a connection id")
  .brand<"ConnectionId">();
export type ConnectionId = z.infer<typeof connectionIdSchema>;

/** `call_<uuid>`: one tool call, unique for ever. */
export const callIdSchema = z
  .string()
  .regex(/^call_[0-9a-f-]{36}$/, "not a call id")
  .brand<"CallId">();
export type CallId = z.infer<typeof callIdSchema>;

/** Random uuid that an installed extension gives itself once. Told to its server only. */
export const installIdSchema = z.uuid().brand<"InstallId">();
export type InstallId = z.infer<typeof installIdSchema>;
