import type { Database } from "bun:sqlite";
import type {
  CredentialRecord,
  InvitationRecord,
  McpSessionRecord,
  SessionRecord,
  UserRecord,
} from "../core/ports.ts";
import type { SessionId, UserId } from "../protocol/ids.ts";
import { KeptTable } from "./kept-table.ts";
import { credentialRow, invitationRow, mcpSessionRow, sessionRow, userRow } from "./rows.ts";

/** The tables of the schema, each with the rules for two processes that write the same row. */
export function openTables(database: Database, onBadRow: (table: string) => void) {
  return {
    users: new KeptTable<UserId, UserRecord>(
      database,
      {
        name: "users",
        row: userRow,
        keyColumn: "id",
        keyOf: (user) => user.id,
        bind: (user) => ({ ...user }),
        merge: { sessionsMade: "max(sessionsMade, excluded.sessionsMade)" },
      },
      onBadRow,
    ),
    sessions: new KeptTable<SessionId, SessionRecord>(
      database,
      {
        name: "sessions",
        row: sessionRow,
        keyColumn: "id",
        keyOf: (session) => session.id,
        bind: (session) => ({ ...session }),
        touch: { column: "lastSeenMs", apply: seenAt },
      },
      onBadRow,
    ),
    credentials: new KeptTable<string, CredentialRecord>(
      database,
      {
        name: "credentials",
        row: credentialRow,
        keyColumn: "hash",
        keyOf: (credential) => credential.hash,
        bind: (credential) => ({ ...credential }),
        // What was revoked stays so, whatever a process that has not heard of it saves.
        merge: { revokedMs: "coalesce(revokedMs, excluded.revokedMs)" },
        touch: {
          column: "lastUsedMs",
          apply: (credential, ms) => ({
            ...credential,
            lastUsedMs: Math.max(ms, credential.lastUsedMs ?? 0),
          }),
        },
      },
      onBadRow,
    ),
    invitations: new KeptTable<string, InvitationRecord>(
      database,
      {
        name: "invitations",
        row: invitationRow,
        keyColumn: "hash",
        keyOf: (invitation) => invitation.hash,
        bind: (invitation) => ({ ...invitation }),
        // Uses are only ever spent.
        merge: { usesLeft: "min(usesLeft, excluded.usesLeft)" },
      },
      onBadRow,
    ),
    mcpSessions: new KeptTable<string, McpSessionRecord>(
      database,
      {
        name: "mcpSessions",
        row: mcpSessionRow,
        keyColumn: "id",
        keyOf: (session) => session.id,
        bind: (session) => ({ ...session }),
        touch: { column: "lastSeenMs", apply: seenAt },
      },
      onBadRow,
    ),
  };
}

function seenAt<Row extends { lastSeenMs: number }>(row: Row, ms: number): Row {
  return { ...row, lastSeenMs: Math.max(ms, row.lastSeenMs) };
}
