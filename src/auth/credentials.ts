import type { Clock, CredentialRecord, SessionStore } from "../core/ports.ts";
import type { Principal, Scope } from "../core/principal.ts";
import type { InstallId, UserId } from "../protocol/ids.ts";
import { hasExpired } from "./credential-authenticator.ts";
import { hashOf, newSecret } from "./secret.ts";

const DAY_MS = 86_400_000;

/** What a user's own credential makes, it makes for this user. */
export type Maker = Extract<Principal, { kind: "user" }>;

export interface CredentialWish {
  scope: "control" | "view";
  label: string;
  expiresInMs?: number | undefined;
}

export interface InvitationWish {
  uses?: number | undefined;
  expiresInMs?: number | undefined;
}

/** `secret` is told once. */
export interface Made {
  credential: CredentialRecord;
  secret: string;
}

type CredentialStore = Pick<
  SessionStore,
  "saveCredential" | "credentialsOf" | "credentialsExpired" | "saveInvitation"
>;

/** Makes, lists and revokes credentials and invitations. A secret is told once, when it is made. */
export class Credentials {
  readonly #store: CredentialStore;
  readonly #clock: Pick<Clock, "now">;
  readonly #listeners = new Set<(credential: CredentialRecord) => void>();
  /** Whoever wants to know was told of those that expired until then. */
  #toldUntilMs: number;

  constructor(parts: { store: CredentialStore; clock: Pick<Clock, "now"> }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#toldUntilMs = parts.clock.now();
  }

  /** A credential for a client of the maker's user, which ends with the maker's. Undefined when that ended meanwhile. */
  async make(maker: Maker, wish: CredentialWish): Promise<Made | undefined> {
    const wishedMs = wish.expiresInMs === undefined ? null : this.#clock.now() + wish.expiresInMs;
    return this.#makeWith({
      scope: wish.scope,
      userId: maker.userId,
      madeBy: maker.credentialId,
      label: wish.label,
      expiresMs: earlier(wishedMs, await this.#endOf(maker)),
    });
  }

  /**
   * The credential with which an extension resumes its session. `madeBy`: the one whose invitation it brought, and
   * with which it ends. Undefined when that has ended.
   */
  makeForBrowser(
    userId: UserId,
    installId: InstallId,
    madeBy: string | null,
  ): Promise<Made | undefined> {
    return this.#makeWith({ scope: "browser", userId, installId, madeBy });
  }

  makeForAdmin(label: string): Promise<Made> {
    return this.#make({ scope: "admin", userId: null, label });
  }

  /** Those of a user that still work, oldest first. */
  async list(userId: UserId): Promise<CredentialRecord[]> {
    const nowMs = this.#clock.now();
    const all = await this.#store.credentialsOf(userId);
    return all.filter(
      (credential) => credential.revokedMs === null && !hasExpired(credential, nowMs),
    );
  }

  /** Whether a user has this credential, and it still works. */
  async works(userId: UserId, id: string): Promise<boolean> {
    return (await this.list(userId)).some((credential) => credential.id === id);
  }

  /** Revokes what was made with it as well. False when the user has no such credential that still works. */
  async revoke(userId: UserId, id: string): Promise<boolean> {
    const working = await this.list(userId);
    const found = working.find((credential) => credential.id === id);
    if (!found) return false;
    for (const credential of [found, ...madeWith(id, working)]) {
      const revoked = { ...credential, revokedMs: this.#clock.now() };
      await this.#store.saveCredential(revoked);
      this.#tell(revoked);
    }
    return true;
  }

  /** Tells of those that expired since it was last called. */
  async endExpired(): Promise<void> {
    const nowMs = this.#clock.now();
    const expired = await this.#store.credentialsExpired(this.#toldUntilMs, nowMs);
    this.#toldUntilMs = nowMs;
    for (const credential of expired) this.#tell(credential);
  }

  /** Tells of every credential that was revoked in this process or expired, so that what runs with it can end. */
  onEnded(listener: (credential: CredentialRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For another browser of the maker's user, or, made by nobody's user, for new users. */
  async invite(
    maker: Maker | undefined,
    wish: InvitationWish = {},
  ): Promise<{ invitation: string; expiresMs: number }> {
    const nowMs = this.#clock.now();
    const wishedMs = nowMs + (wish.expiresInMs ?? DAY_MS);
    const expiresMs = earlier(wishedMs, maker ? await this.#endOf(maker) : null) ?? wishedMs;
    const invitation = newSecret("invitation");
    await this.#store.saveInvitation({
      id: crypto.randomUUID(),
      hash: hashOf(invitation),
      userId: maker?.userId ?? null,
      madeBy: maker?.credentialId ?? null,
      createdMs: nowMs,
      expiresMs,
      usesLeft: wish.uses ?? 1,
    });
    return { invitation, expiresMs };
  }

  #tell(ended: CredentialRecord): void {
    for (const listener of this.#listeners) listener(ended);
  }

  async #endOf(maker: Maker): Promise<number | null> {
    const all = await this.#store.credentialsOf(maker.userId);
    return all.find(({ id }) => id === maker.credentialId)?.expiresMs ?? null;
  }

  /** Made first and looked at then: whoever revokes the maker's either finds this one too, or is found here. */
  async #makeWith(
    parts: Wish & { userId: UserId; madeBy: string | null },
  ): Promise<Made | undefined> {
    const made = await this.#make(parts);
    const { userId, madeBy } = parts;
    if (madeBy === null || (await this.works(userId, madeBy))) return made;
    await this.revoke(userId, made.credential.id);
    return undefined;
  }

  async #make(parts: Wish): Promise<Made> {
    const secret = newSecret(parts.scope);
    const credential: CredentialRecord = {
      id: `cred_${crypto.randomUUID()}`,
      hash: hashOf(secret),
      scope: parts.scope,
      userId: parts.userId,
      installId: parts.installId ?? null,
      madeBy: parts.madeBy ?? null,
      label: parts.label ?? "",
      createdMs: this.#clock.now(),
      expiresMs: parts.expiresMs ?? null,
      revokedMs: null,
      lastUsedMs: null,
    };
    await this.#store.saveCredential(credential);
    return { credential, secret };
  }
}

interface Wish {
  scope: Scope;
  userId: UserId | null;
  installId?: InstallId;
  madeBy?: string | null;
  label?: string;
  expiresMs?: number | null;
}

/** Of those that work, what was made with a credential, and with what was made with it. */
function madeWith(id: string, working: readonly CredentialRecord[]): CredentialRecord[] {
  const made = working.filter(({ madeBy }) => madeBy === id);
  return made.flatMap((each) => [each, ...madeWith(each.id, working)]);
}

/** Null never comes. */
function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
