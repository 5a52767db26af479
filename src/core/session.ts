/**
 * A session: one Chrome profile of a user, which outlives its sockets.
 *
 *   connected ── socket lost ──▶ detached ── maxInactiveMs ──▶ removed
 *       ▲                            │
 *       └──── the extension is back ─┘
 *
 * Everything here is a plain function of a session and the time.
 */
import type { Permitted } from "../protocol/browser-event.ts";
import type { ConnectionId } from "../protocol/ids.ts";
import type { BrowserLink, SessionRecord } from "./ports.ts";

/** One live socket, as the core sees it. */
export interface Connection {
  state: "connected";
  id: ConnectionId;
  link: BrowserLink;
  sinceMs: number;
  lastHeardMs: number;
  /** Round trip of the latest heartbeat; null before the first. */
  roundTripMs: number | null;
  /** The person pressed Pause. */
  paused: boolean;
  /** What the person lets clients do; null until the extension said so. */
  permitted: Permitted | null;
}

export type Presence = Connection | { state: "detached"; sinceMs: number };

export interface Session {
  record: SessionRecord;
  presence: Presence;
}

/** What people and agents are told of a session's state. */
export type SessionCondition = "connected" | "suspect" | "paused" | "detached";

export interface SessionTimes {
  /** A connection silent for this long is closed. */
  silentMs: number;
  /** A session detached for this long is removed. */
  maxInactiveMs: number;
}

/** [SM3] Two missed heartbeats make a connection suspect; half a heartbeat is left for the way. */
export function conditionOf(
  session: Session,
  nowMs: number,
  heartbeatMs: number,
): SessionCondition {
  const { presence } = session;
  if (presence.state === "detached") return "detached";
  if (presence.paused) return "paused";
  return nowMs - presence.lastHeardMs > heartbeatMs * 2.5 ? "suspect" : "connected";
}

/** [SM4] A connection silent for `silentMs` is closed. */
export function isSilent(session: Session, nowMs: number, silentMs: number): boolean {
  return session.presence.state === "connected" && nowMs - session.presence.lastHeardMs >= silentMs;
}

/** [SM5] A detached session is removed after `maxInactiveMs`; a connected one never is. */
export function isExpired(session: Session, nowMs: number, maxInactiveMs: number): boolean {
  return session.presence.state === "detached" && nowMs - session.presence.sinceMs >= maxInactiveMs;
}

/** How long after its socket went away a browser is still waited for rather than passed over. */
export const EXPECTED_BACK_MS = 15_000;

/** [RT6] A browser that was here a moment ago keeps its place: nobody else gets its calls meanwhile. */
export function isExpectedBack(session: Session, nowMs: number): boolean {
  return (
    session.presence.state === "detached" && nowMs - session.presence.sinceMs < EXPECTED_BACK_MS
  );
}
