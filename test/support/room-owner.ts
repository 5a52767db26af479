import type { RoomOwner } from "../../src/core/principal.ts";
import type { UserId } from "../../src/protocol/ids.ts";

/** Somebody let into their room by a credential of theirs. */
export function asUser(userId: UserId): RoomOwner {
  return { kind: "user", userId, scope: "control", credentialId: "cred_1" };
}
