import type {
  AuditRecord,
  CredentialRecord,
  InvitationRecord,
  McpSessionRecord,
  SessionRecord,
  SessionStore,
  UserRecord,
} from "../core/ports.ts";
import type { SessionId, UserId } from "../protocol/ids.ts";

/** Keeps everything for the life of the process: for tests. */
export class MemorySessionStore implements SessionStore {
  readonly #users = new Map<UserId, UserRecord>();
  readonly #sessions = new Map<SessionId, SessionRecord>();
  /** By hash, as are the invitations. */
  readonly #credentials = new Map<string, CredentialRecord>();
  readonly #invitations = new Map<string, InvitationRecord>();
  readonly #mcpSessions = new Map<string, McpSessionRecord>();
  #audit: AuditRecord[] = [];

  async saveUser(user: UserRecord): Promise<void> {
    const sessionsMade = Math.max(user.sessionsMade, this.#users.get(user.id)?.sessionsMade ?? 0);
    this.#users.set(user.id, { ...user, sessionsMade });
  }

  async user(id: UserId): Promise<UserRecord | undefined> {
    return this.#users.get(id);
  }

  async countUsers(): Promise<number> {
    return this.#users.size;
  }

  async saveSession(session: SessionRecord): Promise<void> {
    this.#sessions.set(session.id, session);
  }

  async removeSessions(ids: readonly SessionId[]): Promise<void> {
    for (const id of ids) this.#sessions.delete(id);
  }

  async sessions(): Promise<SessionRecord[]> {
    return [...this.#sessions.values()];
  }

  async touchSessions(seen: ReadonlyMap<SessionId, number>): Promise<void> {
    for (const [id, ms] of seen) touch(this.#sessions, id, ms);
  }

  async saveCredential(credential: CredentialRecord): Promise<void> {
    const revokedMs = this.#credentials.get(credential.hash)?.revokedMs ?? credential.revokedMs;
    this.#credentials.set(credential.hash, { ...credential, revokedMs });
  }

  async credentialByHash(hash: string): Promise<CredentialRecord | undefined> {
    return this.#credentials.get(hash);
  }

  async credentialsOf(userId: UserId): Promise<CredentialRecord[]> {
    return [...this.#credentials.values()]
      .filter((credential) => credential.userId === userId)
      .toSorted((a, b) => a.createdMs - b.createdMs);
  }

  async credentialsExpired(afterMs: number, untilMs: number): Promise<CredentialRecord[]> {
    return [...this.#credentials.values()].filter(
      ({ expiresMs }) => expiresMs !== null && expiresMs > afterMs && expiresMs <= untilMs,
    );
  }

  async touchCredentials(used: ReadonlyMap<string, number>): Promise<void> {
    for (const [hash, ms] of used) {
      const found = this.#credentials.get(hash);
      if (!found) continue;
      this.#credentials.set(hash, { ...found, lastUsedMs: Math.max(ms, found.lastUsedMs ?? 0) });
    }
  }

  async saveInvitation(invitation: InvitationRecord): Promise<void> {
    const left = this.#invitations.get(invitation.hash)?.usesLeft ?? invitation.usesLeft;
    this.#invitations.set(invitation.hash, {
      ...invitation,
      usesLeft: Math.min(left, invitation.usesLeft),
    });
  }

  async spendInvitation(hash: string, nowMs: number): Promise<InvitationRecord | undefined> {
    const found = this.#invitations.get(hash);
    if (!found || found.usesLeft <= 0 || found.expiresMs <= nowMs) return undefined;
    const spent = { ...found, usesLeft: found.usesLeft - 1 };
    this.#invitations.set(hash, spent);
    return spent;
  }

  async removeEndedBefore(beforeMs: number): Promise<void> {
    for (const { hash, revokedMs, expiresMs } of this.#credentials.values()) {
      const endedMs = Math.min(revokedMs ?? beforeMs, expiresMs ?? beforeMs);
      if (endedMs < beforeMs) this.#credentials.delete(hash);
    }
    for (const { hash, expiresMs } of this.#invitations.values()) {
      if (expiresMs < beforeMs) this.#invitations.delete(hash);
    }
  }

  async saveMcpSession(session: McpSessionRecord): Promise<void> {
    this.#mcpSessions.set(session.id, session);
  }

  async mcpSession(id: string): Promise<McpSessionRecord | undefined> {
    return this.#mcpSessions.get(id);
  }

  async mcpSessionsSeenBefore(beforeMs: number): Promise<string[]> {
    const all = [...this.#mcpSessions.values()];
    return all.filter(({ lastSeenMs }) => lastSeenMs < beforeMs).map(({ id }) => id);
  }

  async mcpSessionsOpenedBy(openedBy: string): Promise<string[]> {
    const all = [...this.#mcpSessions.values()];
    const theirs = all.filter((session) => session.openedBy === openedBy);
    return theirs.toSorted((a, b) => a.lastSeenMs - b.lastSeenMs).map(({ id }) => id);
  }

  async removeMcpSessions(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#mcpSessions.delete(id);
  }

  async touchMcpSessions(seen: ReadonlyMap<string, number>): Promise<void> {
    for (const [id, ms] of seen) touch(this.#mcpSessions, id, ms);
  }

  async appendAudit(records: readonly AuditRecord[]): Promise<void> {
    this.#audit.push(...records);
  }

  async auditOf(sessionId: SessionId, limit: number): Promise<AuditRecord[]> {
    return this.#audit
      .filter((line) => line.sessionId === sessionId)
      .toReversed()
      .slice(0, limit);
  }

  async trimAudit(beforeMs: number): Promise<void> {
    this.#audit = this.#audit.filter((line) => line.atMs >= beforeMs);
  }

  health(): ReturnType<SessionStore["health"]> {
    return { state: "ok" };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function touch<Key, Row extends { lastSeenMs: number }>(
  rows: Map<Key, Row>,
  key: Key,
  ms: number,
): void {
  const found = rows.get(key);
  if (found) rows.set(key, { ...found, lastSeenMs: Math.max(ms, found.lastSeenMs) });
}
