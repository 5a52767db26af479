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

/** How long a credential is taken as it was read: what another process changes is seen after this. */
const REMEMBERED_MS = 100;

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
  /** By hash: a client in a hurry asks thousands of times a second, and the store's answer costs more than the rest. */
  readonly #remembered = new Map<string, CredentialRecord>();
  #rememberedSinceMs = 0;

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
    const nowMs = this.#parts.clock.now();
    const credential = await this.#credential(hashOf(secret), nowMs);
    if (!credential) return refuse(UNKNOWN);
    if (credential.revokedMs !== null) return refuse(REVOKED);
    if (hasExpired(credential, nowMs)) return refuse(EXPIRED);
    const principal = principalOf(credential);
    if (!principal) return refuse(UNKNOWN);
    this.#parts.lastUse.note(credential);
    return { ok: true, principal };
  }

  /** To be told of each credential that this process revokes, so that it ends at once. */
  forget({ hash }: Pick<CredentialRecord, "hash">): void {
    this.#remembered.delete(hash);
  }

  async #credential(hash: string, nowMs: number): Promise<CredentialRecord | undefined> {
    // Also when the clock was set back: what was revoked elsewhere must not work until it has caught up.
    if (Math.abs(nowMs - this.#rememberedSinceMs) >= REMEMBERED_MS) {
      this.#remembered.clear();
      this.#rememberedSinceMs = nowMs;
    }
    const remembered = this.#remembered.get(hash);
    if (remembered) return remembered;
    const credential = await this.#parts.store.credentialByHash(hash);
    if (credential) this.#remembered.set(hash, credential);
    return credential;
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
