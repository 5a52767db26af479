import type { Peer } from "../core/ports.ts";
import type { Connection, Session } from "../core/session.ts";

/** How far one socket has come. */
export type Stage =
  | { stage: "opened" }
  | { stage: "enrolling" }
  | { stage: "known"; session: Session; connection: Connection; leave: () => void }
  | { stage: "gone" };

/** What Bun keeps beside each socket. */
export interface SocketState {
  readonly peer: Peer;
  current: Stage;
}
