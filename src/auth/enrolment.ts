/**
 * How an extension becomes, or goes on as, a user's browser.
 *
 *   token ─────────────────────────────▶ its user
 *   no token ── invitation ────────────▶ the invitation's user, or a new one ──▶ a token, told once
 *            └─ none, enrolment open ──▶ a new user ───────────────────────────▶ a token, told once
 *
 * A token is taken only from the install it was given to: what revoking it ends is then all that it let in.
 * The answer with the token can be lost with the socket. The extension then asks again as if for the first time,
 * and gets the same user: for a minute, while the lost token was never used, and from the same kind of peer.
 * It is known by its `installId`, which nobody but it and this server ever sees.
 *
 * Users are never removed: so that nobody fills the disk with them, only so many come in a minute from elsewhere unasked.
 */
import { newUserId } from "../core/ids.ts";
import { RateLimit } from "../core/rate-limit.ts";
import type {
  Clock,
  CredentialRecord,
  Enrolled,
  Enrolment,
  EnrolmentRequest,
  SessionStore,
} from "../core/ports.ts";
import type { InstallId, UserId } from "../protocol/ids.ts";
import { hasExpired } from "./credential-authenticator.ts";
import type { Credentials } from "./credentials.ts";
import type { LastUse } from "./last-use.ts";
import { hashOf, looksLikeCredential, looksLikeInvitation } from "./secret.ts";

const REPEAT_MS = 60_000;

/** New users from elsewhere than this machine, where enrolment is open. */
export const NEWCOMERS_A_MINUTE = 120;

export interface BrowserEnrolmentParts {
  store: Pick<SessionStore, "credentialByHash" | "saveUser" | "spendInvitation">;
  credentials: Credentials;
  lastUse: LastUse;
  clock: Pick<Clock, "now">;
  policy: "open" | "invite";
}

const USELESS_INVITATION =
  "This invitation is unknown, used up, expired or withdrawn. Ask for a new one.";

/** Whose browser it becomes, and the credential by which it came about. */
type Newcomer = { ok: true; userId: UserId; madeBy: string | null };

interface FirstTime {
  userId: UserId;
  token: CredentialRecord;
  loopback: boolean;
}

export class BrowserEnrolment implements Enrolment {
  readonly #parts: BrowserEnrolmentParts;
  /** Enrolled within the last minute, oldest first. */
  readonly #recent = new Map<InstallId, FirstTime>();
  /** The latest request of each install that is under way: the next one waits for it. */
  readonly #underWay = new Map<InstallId, Promise<unknown>>();

  readonly #newcomers = new RateLimit<"elsewhere">(NEWCOMERS_A_MINUTE, 60_000);

  constructor(parts: BrowserEnrolmentParts) {
    this.#parts = parts;
  }

  enrol(request: EnrolmentRequest): Promise<Enrolled> {
    return request.token === undefined
      ? this.#inTurn(request.installId, () => this.#enrolAnew(request))
      : this.#resume(request.token, request.installId);
  }

  async #resume(token: string, installId: InstallId): Promise<Enrolled> {
    const { store, clock, lastUse } = this.#parts;
    const credential = looksLikeCredential(token)
      ? await store.credentialByHash(hashOf(token))
      : undefined;
    const isTheirs = credential?.scope === "browser" && credential.installId === installId;
    if (!isTheirs || credential.userId === null) {
      return refuse("unknown_token", "This server does not know this browser. Connect it anew.");
    }
    if (credential.revokedMs !== null || hasExpired(credential, clock.now())) {
      return refuse("revoked", "This browser was disconnected by its owner. Connect it anew.");
    }
    lastUse.note(credential);
    return { ok: true, userId: credential.userId, token: undefined };
  }

  async #enrolAnew(request: EnrolmentRequest): Promise<Enrolled> {
    const newcomer = (await this.#repeated(request)) ?? (await this.#newcomer(request));
    if (!newcomer.ok) return newcomer;
    const { userId, madeBy } = newcomer;
    const { installId, peer } = request;
    const made = await this.#parts.credentials.makeForBrowser(userId, installId, madeBy);
    if (!made) return refuse("invitation_needed", USELESS_INVITATION);
    this.#recent.delete(installId);
    this.#recent.set(installId, { userId, token: made.credential, loopback: peer.loopback });
    return { ok: true, userId, token: made.secret };
  }

  /** The user that this install was given a moment ago, if it seems that it never heard of it. */
  async #repeated(request: EnrolmentRequest): Promise<Newcomer | undefined> {
    const nowMs = this.#parts.clock.now();
    for (const [installId, { token }] of this.#recent) {
      if (nowMs - token.createdMs < REPEAT_MS) break;
      this.#recent.delete(installId);
    }
    const first = this.#recent.get(request.installId);
    if (first?.loopback !== request.peer.loopback) return undefined;
    const token = await this.#parts.store.credentialByHash(first.token.hash);
    if (!token || token.revokedMs !== null || this.#parts.lastUse.wasUsed(token)) return undefined;
    return { ok: true, userId: first.userId, madeBy: token.madeBy };
  }

  async #newcomer(request: EnrolmentRequest): Promise<Newcomer | Extract<Enrolled, { ok: false }>> {
    const { store, clock, policy } = this.#parts;
    const nowMs = clock.now();
    let userId: UserId | null = null;
    let madeBy: string | null = null;
    if (request.invitation !== undefined) {
      const spent = looksLikeInvitation(request.invitation)
        ? await store.spendInvitation(hashOf(request.invitation), nowMs)
        : undefined;
      if (!spent) return refuse("invitation_needed", USELESS_INVITATION);
      ({ userId, madeBy } = spent);
    } else if (policy === "invite") {
      return refuse(
        "invitation_needed",
        "This server takes new browsers by invitation. Ask who runs it for one and enter it in the popup.",
      );
    } else if (!request.peer.loopback && !this.#newcomers.take("elsewhere", nowMs)) {
      return refuse("try_later", "Too many new browsers come to this server just now.");
    }
    if (userId === null) {
      userId = newUserId(nowMs);
      await store.saveUser({ id: userId, createdMs: nowMs, sessionsMade: 0 });
    }
    return { ok: true, userId, madeBy };
  }

  /** Requests of one install run one after the other, so that the second sees what the first made. */
  async #inTurn(installId: InstallId, run: () => Promise<Enrolled>): Promise<Enrolled> {
    const before = this.#underWay.get(installId);
    const mine = before ? before.then(run, run) : run();
    this.#underWay.set(installId, mine);
    try {
      return await mine;
    } finally {
      if (this.#underWay.get(installId) === mine) this.#underWay.delete(installId);
    }
  }
}

function refuse(
  reason: Extract<Enrolled, { ok: false }>["reason"],
  message: string,
): Extract<Enrolled, { ok: false }> {
  return { ok: false, reason, message };
}
