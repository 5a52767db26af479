import { type UserId, userIdSchema } from "../protocol/ids.ts";

export function roomOf(prefix: string, userId: UserId): string {
  return prefix + userId;
}

/** Whose room this is; undefined for rooms that are none of ours. */
export function userOf(prefix: string, room: string): UserId | undefined {
  if (!room.startsWith(prefix)) return undefined;
  return userIdSchema.safeParse(room.slice(prefix.length)).data;
}
