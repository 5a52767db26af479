/**
 * `SessionStore` on one SQLite file, which other processes (the command line) may use at the same time.
 *
 *   every write ──▶ unwritten (memory) ──▶ one transaction ──▶ forgotten here, on the disk
 *                       ▲                        │
 *                       └──── disk is full ◀─────┘   degraded: memory answers, the next write tries again
 *
 * Normally a change is unwritten only for the few microseconds of its own statement. When the disk does not
 * take it, it stays, reads go on seeing it, and whatever is written next takes everything along.
 */
import type { Database } from "bun:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import type {
  AuditRecord,
  CredentialRecord,
  InvitationRecord,
  Logger,
  McpSessionRecord,
  SessionRecord,
  SessionStore,
  UserRecord,
} from "../core/ports.ts";
import type { SessionId, UserId } from "../protocol/ids.ts";
import { AuditTable } from "./audit-table.ts";
import { openDatabaseFile } from "./database-file.ts";
import { CHUNK, DiskWriter } from "./disk-writer.ts";
import { TROUBLE_IN_WORDS } from "./disk-trouble.ts";
import { openTables } from "./tables.ts";
import type { Unwritten } from "./unwritten.ts";

export interface SqliteSessionStoreOptions {
  logger: Logger;
  clock?: { now(): number };
  /** Lets the database grow to this many pages only, as if the disk were full then. */
  maxPages?: number;
}

export class SqliteSessionStore implements SessionStore {
  readonly #database: Database;
  readonly #tables: ReturnType<typeof openTables>;
  readonly #audit: AuditTable;
  readonly #allSessions: (minimumMs: number) => SessionRecord[];
  readonly #credentialsOf: (userId: UserId) => CredentialRecord[];
  readonly #credentialsExpired: (afterMs: number, untilMs: number) => CredentialRecord[];
  readonly #credentialsEnded: (revokedMs: number, expiredMs: number) => CredentialRecord[];
  readonly #invitationsExpired: (beforeMs: number) => InvitationRecord[];
  readonly #mcpSessionsBefore: (beforeMs: number) => McpSessionRecord[];
  readonly #mcpSessionsBy: (openedBy: string) => McpSessionRecord[];
  readonly #writer: DiskWriter;
  /** Set when a damaged database was found: where it was moved to. */
  readonly startedAfresh: string | undefined;

  /** Opens or makes the file. Throws `UnusableDatabaseError` when it cannot be used. */
  static open(path: string, options: SqliteSessionStoreOptions): SqliteSessionStore {
    const nowMs = options.clock?.now() ?? Date.now();
    const { database, movedTo } = openDatabaseFile(path, nowMs);
    if (movedTo !== undefined) {
      options.logger.error(
        { path, movedTo },
        "🔴 [Session Store] The database was damaged. It was moved aside and a new, empty one was started: " +
          "every browser and client has to be connected again",
      );
    }
    if (options.maxPages !== undefined) database.run(`PRAGMA max_page_count = ${options.maxPages}`);
    return new SqliteSessionStore(database, options.logger, movedTo);
  }

  private constructor(database: Database, logger: Logger, startedAfresh: string | undefined) {
    this.#database = database;
    this.startedAfresh = startedAfresh;
    this.#tables = openTables(database, (table) =>
      logger.error({ table }, "[Session Store] A stored row cannot be read and is left out"),
    );
    this.#audit = new AuditTable(database);
    this.#writer = new DiskWriter(database, logger, () => this.#everything());
    this.#allSessions = this.#tables.sessions.finder("createdMs >= ?", () => true);
    this.#credentialsOf = this.#tables.credentials.finder(
      "userId = ?",
      (credential, userId) => credential.userId === userId,
    );
    this.#credentialsExpired = this.#tables.credentials.finder(
      "expiresMs > ? AND expiresMs <= ?",
      ({ expiresMs }, afterMs, untilMs) =>
        expiresMs !== null && expiresMs > afterMs && expiresMs <= untilMs,
    );
    this.#credentialsEnded = this.#tables.credentials.finder(
      "revokedMs < ? OR expiresMs < ?",
      ({ revokedMs, expiresMs }, revokedBeforeMs, expiredBeforeMs) =>
        (revokedMs !== null && revokedMs < revokedBeforeMs) ||
        (expiresMs !== null && expiresMs < expiredBeforeMs),
    );
    this.#invitationsExpired = this.#tables.invitations.finder(
      "expiresMs < ?",
      ({ expiresMs }, beforeMs) => expiresMs < beforeMs,
    );
    this.#mcpSessionsBefore = this.#tables.mcpSessions.finder(
      "lastSeenMs < ?",
      (session, beforeMs) => session.lastSeenMs < beforeMs,
    );
    this.#mcpSessionsBy = this.#tables.mcpSessions.finder(
      "openedBy = ?",
      (session, openedBy) => session.openedBy === openedBy,
    );
  }

  async saveUser(user: UserRecord): Promise<void> {
    this.#tables.users.put(user);
    await this.#writeRows();
  }

  async user(id: UserId): Promise<UserRecord | undefined> {
    return this.#tables.users.get(id);
  }

  async countUsers(): Promise<number> {
    return this.#tables.users.count();
  }

  async saveSession(session: SessionRecord): Promise<void> {
    this.#tables.sessions.put(session);
    await this.#writeRows();
  }

  async removeSessions(ids: readonly SessionId[]): Promise<void> {
    for (const id of ids) this.#tables.sessions.remove(id);
    await this.#writeRows();
  }

  async sessions(): Promise<SessionRecord[]> {
    return this.#allSessions(0);
  }

  async touchSessions(seen: ReadonlyMap<SessionId, number>): Promise<void> {
    this.#tables.sessions.touchAll(seen);
    await this.#writer.write(() => this.#everything());
  }

  async saveCredential(credential: CredentialRecord): Promise<void> {
    this.#tables.credentials.put(credential);
    await this.#writeRows();
  }

  async credentialByHash(hash: string): Promise<CredentialRecord | undefined> {
    return this.#tables.credentials.get(hash);
  }

  async credentialsOf(userId: UserId): Promise<CredentialRecord[]> {
    return this.#credentialsOf(userId).toSorted((a, b) => a.createdMs - b.createdMs);
  }

  async credentialsExpired(afterMs: number, untilMs: number): Promise<CredentialRecord[]> {
    return this.#credentialsExpired(afterMs, untilMs);
  }

  async touchCredentials(used: ReadonlyMap<string, number>): Promise<void> {
    this.#tables.credentials.touchAll(used);
    await this.#writer.write(() => this.#everything());
  }

  async saveInvitation(invitation: InvitationRecord): Promise<void> {
    this.#tables.invitations.put(invitation);
    await this.#writeRows();
  }

  async spendInvitation(hash: string, nowMs: number): Promise<InvitationRecord | undefined> {
    const { invitations } = this.#tables;
    let answer: { spent: InvitationRecord | undefined } | undefined;
    const spend = () => {
      const found = invitations.get(hash);
      if (!found || found.usesLeft <= 0 || found.expiresMs <= nowMs) return { spent: undefined };
      const spent = { ...found, usesLeft: found.usesLeft - 1 };
      invitations.put(spent);
      return { spent };
    };
    // Read and spent under one lock, so that no other process takes the same use.
    await this.#writer.write(() => {
      answer ??= spend();
      return this.#rows();
    });
    answer ??= spend();
    return answer.spent;
  }

  async removeEndedBefore(beforeMs: number): Promise<void> {
    const { credentials, invitations } = this.#tables;
    const ended = this.#credentialsEnded(beforeMs, beforeMs);
    for (const { hash } of ended) credentials.remove(hash);
    const expired = this.#invitationsExpired(beforeMs);
    for (const { hash } of expired) invitations.remove(hash);
    if (ended.length + expired.length > 0) await this.#writeRows();
  }

  async saveMcpSession(session: McpSessionRecord): Promise<void> {
    this.#tables.mcpSessions.put(session);
    await this.#writeRows();
  }

  async mcpSession(id: string): Promise<McpSessionRecord | undefined> {
    return this.#tables.mcpSessions.get(id);
  }

  async mcpSessionsSeenBefore(beforeMs: number): Promise<string[]> {
    return this.#mcpSessionsBefore(beforeMs).map(({ id }) => id);
  }

  async mcpSessionsOpenedBy(openedBy: string): Promise<string[]> {
    const theirs = this.#mcpSessionsBy(openedBy);
    return theirs.toSorted((a, b) => a.lastSeenMs - b.lastSeenMs).map(({ id }) => id);
  }

  async removeMcpSessions(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#tables.mcpSessions.remove(id);
    await this.#writeRows();
  }

  async touchMcpSessions(seen: ReadonlyMap<string, number>): Promise<void> {
    this.#tables.mcpSessions.touchAll(seen);
    await this.#writer.write(() => this.#everything());
  }

  async appendAudit(records: readonly AuditRecord[]): Promise<void> {
    this.#audit.append(records);
    await this.#writer.write(() => this.#everything());
  }

  async auditOf(sessionId: SessionId, limit: number): Promise<AuditRecord[]> {
    return this.#audit.newestOf(sessionId, limit);
  }

  async trimAudit(beforeMs: number): Promise<void> {
    let removed: number;
    do {
      removed = 0;
      const trim = () => (removed = this.#audit.trimSome(beforeMs, CHUNK));
      await this.#writer.write(() => [{ write: trim, forget: () => undefined }]);
      await nextTurn();
    } while (removed === CHUNK);
  }

  health(): ReturnType<SessionStore["health"]> {
    const { trouble } = this.#writer;
    if (trouble === undefined) return { state: "ok" };
    return { state: "degraded", reason: TROUBLE_IN_WORDS[trouble] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.end();
    this.#database.close(true);
  }

  *#rows(): Generator<Unwritten> {
    for (const table of Object.values(this.#tables)) yield* table.unwrittenRows();
  }

  *#everything(): Generator<Unwritten> {
    yield* this.#rows();
    for (const table of Object.values(this.#tables)) yield* table.unwrittenTouches();
    yield* this.#audit.unwritten();
  }

  /** A single row need not wait for a batch that is on its way, unless all of it has to be caught up on. */
  #writeRows(): Promise<void> {
    return this.#writer.write(() =>
      this.#writer.trouble === undefined ? this.#rows() : this.#everything(),
    );
  }
}
