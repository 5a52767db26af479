import type {
  AuthRefusal,
  Authenticator,
  Clock,
  CredentialRecord,
  Peer,
  SessionStore,
} from "../core/ports.ts";
import type { Principal } from "../core/principal.ts";
import type { LastUse } from "./last-use.ts";
import { hashOf, looksLikeCredential } from "./secret.ts";

const NO_CREDENTIAL =
  "This server needs a credential. Copy your personal MCP address from the extension's popup, " +
  "or send the header `Authorization: Bearer <credential>`.";
const UNKNOWN =
  "This credential is not known here. Copy your personal MCP address from the extension's popup again.";
const REVOKED =
  "This credential was revoked. Copy a new personal MCP address from the extension's popup.";
const EXPIRED =
  "This credential has expired. Copy a new personal MCP address from the extension's popup.";

export interface CredentialAuthenticatorParts {
  store: Pick<SessionStore, "credentialByHash">;
  lastUse: LastUse;
  clock: Clock;
  /** The server is bound to loopback, and `local` is not switched off. */
  localAllowed: boolean;
}

/** Works out who is asking, anew for every request. A wrong secret never falls back to `local`. */
export class CredentialAuthenticator implements Authenticator {
  readonly #parts: CredentialAuthenticatorParts;

  constructor(parts: CredentialAuthenticatorParts) {
    this.#parts = parts;
  }

  async authenticate(
    secret: string | undefined,
    peer: Peer,
  ): ReturnType<Authenticator["authenticate"]> {
    if (secret === undefined) {
      const isLocal = this.#parts.localAllowed && peer.loopback;
      return isLocal ? { ok: true, principal: { kind: "local" } } : refuse(NO_CREDENTIAL);
    }
    if (!looksLikeCredential(secret)) return refuse(UNKNOWN);
    const credential = await this.#parts.store.credentialByHash(hashOf(secret));
    if (!credential) return refuse(UNKNOWN);
    if (credential.revokedMs !== null) return refuse(REVOKED);
    if (hasExpired(credential, this.#parts.clock.now())) return refuse(EXPIRED);
    const principal = principalOf(credential);
    if (!principal) return refuse(UNKNOWN);
    this.#parts.lastUse.note(credential);
    return { ok: true, principal };
  }
}

export function hasExpired(credential: CredentialRecord, nowMs: number): boolean {
  return credential.expiresMs !== null && credential.expiresMs <= nowMs;
}

function principalOf({ id, scope, userId }: CredentialRecord): Principal | undefined {
  if (scope === "admin") return { kind: "admin", credentialId: id };
  return userId === null ? undefined : { kind: "user", userId, scope, credentialId: id };
}

function refuse(message: string): { ok: false; refusal: AuthRefusal } {
  return { ok: false, refusal: { status: 401, message } };
}
