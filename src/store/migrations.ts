import type { Database } from "bun:sqlite";
import { z } from "zod";
import { UnusableDatabaseError } from "./unusable-database-error.ts";

/**
 * The schema, one step for each version; `PRAGMA user_version` counts the steps taken. A step that was
 * released is never changed. Columns carry the names of the record's fields. Tables without row ids keep rows in
 * the order of their keys, so that a sorted batch writes each page once.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE users (
    id TEXT PRIMARY KEY,
    createdMs INTEGER NOT NULL,
    sessionsMade INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    userId TEXT NOT NULL,
    installId TEXT NOT NULL,
    label TEXT NOT NULL,
    fromLoopback INTEGER NOT NULL,
    userAgent TEXT NOT NULL,
    extensionVersion TEXT NOT NULL,
    createdMs INTEGER NOT NULL,
    lastSeenMs INTEGER NOT NULL,
    detachedMs INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE credentials (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    scope TEXT NOT NULL,
    userId TEXT,
    installId TEXT,
    label TEXT NOT NULL,
    createdMs INTEGER NOT NULL,
    expiresMs INTEGER,
    revokedMs INTEGER,
    lastUsedMs INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX credentials_of_user ON credentials (userId);

  CREATE TABLE invitations (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    userId TEXT,
    createdMs INTEGER NOT NULL,
    expiresMs INTEGER NOT NULL,
    usesLeft INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE mcpSessions (
    id TEXT PRIMARY KEY,
    openedBy TEXT NOT NULL,
    protocolVersion TEXT NOT NULL,
    clientName TEXT NOT NULL,
    clientVersion TEXT NOT NULL,
    selectedSession TEXT,
    createdMs INTEGER NOT NULL,
    lastSeenMs INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    atMs INTEGER NOT NULL,
    callId TEXT NOT NULL,
    sessionId TEXT NOT NULL,
    caller TEXT NOT NULL,
    tool TEXT NOT NULL,
    outcome TEXT NOT NULL,
    durationMs REAL NOT NULL
  ) STRICT;
  CREATE INDEX audit_of_session ON audit (sessionId, number);
  `,
  `
  CREATE INDEX credentials_that_expire ON credentials (expiresMs) WHERE expiresMs IS NOT NULL;
  `,
  `
  ALTER TABLE credentials ADD COLUMN madeBy TEXT;
  ALTER TABLE invitations ADD COLUMN madeBy TEXT;
  `,
  `
  CREATE INDEX credentials_revoked ON credentials (revokedMs) WHERE revokedMs IS NOT NULL;
  CREATE INDEX invitations_that_expire ON invitations (expiresMs);
  `,
];

const versionRowSchema = z.object({ user_version: z.number().int() });

/** Brings the schema up to date, also when two processes start on one file at once. */
export function migrate(database: Database): void {
  if (versionOf(database) === MIGRATIONS.length) return;
  database
    .transaction(() => {
      const version = versionOf(database);
      if (version > MIGRATIONS.length) {
        throw new UnusableDatabaseError(
          `The database is of version ${version}; this program knows versions up to ${MIGRATIONS.length}. ` +
            "Start the newer program that wrote it, or choose another data directory.",
        );
      }
      for (const step of MIGRATIONS.slice(version)) database.run(step);
      database.run(`PRAGMA user_version = ${MIGRATIONS.length}`);
    })
    .immediate();
}

function versionOf(database: Database): number {
  return versionRowSchema.parse(database.query("PRAGMA user_version").get()).user_version;
}
