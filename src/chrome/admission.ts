import type { BrowserLink, Clock, Enrolment, Peer } from "../core/ports.ts";
import type { Arrival, Claimed, SessionManager } from "../core/session-manager.ts";
import type { ConnectionInfo } from "../protocol/connection-info.ts";
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from "../protocol/version.ts";
import { RESTARTING, type Refusal } from "./refusal.ts";

export interface AdmissionParts {
  sessions: Pick<SessionManager, "claim">;
  enrolment: Enrolment;
  clock: Pick<Clock, "now">;
}

/** Whose browser it is, and which session of theirs. It has no connection yet. */
export interface Admitted extends Claimed {
  ok: true;
  arrival: Arrival;
  /** A new credential for the extension to keep. */
  token: string | undefined;
  /** How many revocations there had been when it asked. */
  revocations: number;
}

/** Decides which extensions come in. What changes while one is being admitted is asked for at its end. */
export class Admission {
  readonly #parts: AdmissionParts;
  #closed = false;
  #revocations = 0;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** From now on nobody comes in. */
  close(): void {
    this.#closed = true;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** What was revoked may be the credential of somebody who is being admitted, and has no connection that could be closed. */
  revoked(): void {
    this.#revocations += 1;
  }

  async admit(
    info: ConnectionInfo,
    peer: Peer,
    link: BrowserLink,
  ): Promise<Admitted | ({ ok: false } & Refusal)> {
    const misfit = misfitOf(info);
    if (misfit) return { ok: false, ...misfit };
    const revocations = this.#revocations;
    const { token, invitation, installId } = info;
    const enrolled = await this.#parts.enrolment.enrol({ token, invitation, installId, peer });
    if (!enrolled.ok) return enrolled;
    const arrival = { userId: enrolled.userId, info, fromLoopback: peer.loopback, link };
    const claimed = await this.#parts.sessions.claim(arrival, this.#parts.clock.now());
    return { ok: true, ...claimed, arrival, token: enrolled.token, revocations };
  }

  /** Why somebody who was admitted may not come in after all. To be asked last, with nothing to wait for after it. */
  changedSince({ revocations }: Admitted): Refusal | undefined {
    if (this.#closed) return RESTARTING;
    if (this.#revocations === revocations) return undefined;
    return {
      reason: "try_later",
      message: "A credential was revoked at this moment. Connect again.",
    };
  }
}

function misfitOf({ protocol }: ConnectionInfo): Refusal | undefined {
  if (protocol < OLDEST_PROTOCOL_VERSION) {
    return {
      reason: "protocol_too_old",
      message:
        "This extension is too old for the server. Download the current one from the server's start page.",
    };
  }
  if (protocol > PROTOCOL_VERSION) {
    return {
      reason: "protocol_too_new",
      message: "This extension is newer than the server. Update the server.",
    };
  }
  return undefined;
}
