/** Rows as SQLite gives them, parsed into the records of the core. */
import { z } from "zod";
import type {
  AuditRecord,
  CredentialRecord,
  InvitationRecord,
  McpSessionRecord,
  SessionRecord,
  UserRecord,
} from "../core/ports.ts";
import { callIdSchema, installIdSchema, sessionIdSchema, userIdSchema } from "../protocol/ids.ts";

const timeMs = z.number().int();
const flag = z.number().transform((value) => value !== 0);

export const userRow = z.object({
  id: userIdSchema,
  createdMs: timeMs,
  sessionsMade: z.number().int(),
}) satisfies z.ZodType<UserRecord>;

export const sessionRow = z.object({
  id: sessionIdSchema,
  userId: userIdSchema,
  installId: installIdSchema,
  label: z.string(),
  fromLoopback: flag,
  userAgent: z.string(),
  extensionVersion: z.string(),
  createdMs: timeMs,
  lastSeenMs: timeMs,
  detachedMs: timeMs.nullable(),
}) satisfies z.ZodType<SessionRecord>;

export const credentialRow = z.object({
  id: z.string(),
  hash: z.string(),
  scope: z.enum(["browser", "control", "view", "admin"]),
  userId: userIdSchema.nullable(),
  installId: installIdSchema.nullable(),
  madeBy: z.string().nullable(),
  label: z.string(),
  createdMs: timeMs,
  expiresMs: timeMs.nullable(),
  revokedMs: timeMs.nullable(),
  lastUsedMs: timeMs.nullable(),
}) satisfies z.ZodType<CredentialRecord>;

export const invitationRow = z.object({
  id: z.string(),
  hash: z.string(),
  userId: userIdSchema.nullable(),
  madeBy: z.string().nullable(),
  createdMs: timeMs,
  expiresMs: timeMs,
  usesLeft: z.number().int(),
}) satisfies z.ZodType<InvitationRecord>;

export const mcpSessionRow = z.object({
  id: z.string(),
  openedBy: z.string(),
  protocolVersion: z.string(),
  clientName: z.string(),
  clientVersion: z.string(),
  selectedSession: sessionIdSchema.nullable(),
  createdMs: timeMs,
  lastSeenMs: timeMs,
}) satisfies z.ZodType<McpSessionRecord>;

export const auditRow = z.object({
  atMs: timeMs,
  callId: callIdSchema,
  sessionId: sessionIdSchema,
  caller: z.string(),
  tool: z.string(),
  outcome: z.string(),
  durationMs: z.number(),
}) satisfies z.ZodType<AuditRecord>;
