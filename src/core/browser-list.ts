import type { SessionId } from "../protocol/ids.ts";
import { type Session, type SessionCondition, conditionOf } from "./session.ts";

export interface ListedBrowser {
  browserId: SessionId;
  userId: string;
  name: string;
  state: SessionCondition;
  selected: boolean;
}

export function nameOf({ record }: Session): string {
  return record.label === "" ? "Chrome" : record.label;
}

/** Browsers as agents see them, connected ones first. */
export function browsersOf(
  sessions: Iterable<Session>,
  selected: SessionId | undefined,
  nowMs: number,
  heartbeatMs: number,
): ListedBrowser[] {
  const listed = [...sessions].map((session) => ({
    browserId: session.record.id,
    userId: session.record.userId,
    name: nameOf(session),
    state: conditionOf(session, nowMs, heartbeatMs),
    selected: session.record.id === selected,
  }));
  return listed.toSorted((a, b) => Number(a.state === "detached") - Number(b.state === "detached"));
}
