import type { Caller } from "../protocol/call-tool.ts";
import type { SessionId, UserId } from "../protocol/ids.ts";

/** What a credential lets its bearer do. */
export type Scope = "browser" | "control" | "view" | "admin";

/**
 * Who is asking, worked out from the credential of every single request.
 * `local` is whoever reaches a loopback server from the same machine without a credential. In a room it is
 * narrowed to the room's user.
 */
export type Principal =
  | { kind: "local"; userId?: UserId }
  | { kind: "admin"; credentialId: string }
  | { kind: "user"; userId: UserId; scope: "browser" | "control" | "view"; credentialId: string };

/** Who is in a room, as what they were let in. */
export type RoomOwner = Extract<Principal, { kind: "user" }> | { kind: "local"; userId: UserId };

/** [RT1] Does this principal own the session? An admin has statistics, not browsers. */
export function reaches(
  principal: Principal,
  { userId, fromLoopback }: { userId: UserId; fromLoopback: boolean },
): boolean {
  switch (principal.kind) {
    case "user":
      return principal.scope !== "browser" && userId === principal.userId;
    case "local":
      return fromLoopback && (principal.userId === undefined || userId === principal.userId);
    case "admin":
      return false;
  }
}

/** One string for one principal, for binding protocol state to who opened it. Holds no secret. */
export function principalKey(principal: Principal): string {
  return principal.kind === "local" ? "local" : principal.credentialId;
}

/** May this principal see the statistics of the whole server and everybody's sessions? */
export function seesWholeServer(principal: Principal): boolean {
  return principal.kind !== "user";
}

/** A client with a wish: everything routing needs to know about who asks. */
export interface Asker {
  principal: Principal;
  caller: Caller;
  /** Session that this client selected, as its own state holds it. */
  selected: SessionId | undefined;
  /** Keeps a new selection in the client's own state. */
  select: (sessionId: SessionId) => void;
  /** Session id from the request's headers (`X-Session-Id`). */
  sessionId: string | undefined;
  /** User id from the request's headers (`X-User-Id`). */
  userId: string | undefined;
}
