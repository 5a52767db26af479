/** What the core needs from the world outside. Everything here has an implementation for production and one for tests. */
import type { ToExtension } from "../protocol/messages.ts";
import type { CallId, InstallId, SessionId, UserId } from "../protocol/ids.ts";
import type { Principal, Scope } from "./principal.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once after `ms`; the returned function takes that back. */
  after(ms: number, run: () => void): () => void;
  /** Calls `run` every `ms` until taken back. */
  every(ms: number, run: () => void): () => void;
}

/** Structured log. Fields never hold secrets, page content or transcripts. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The sending half of one extension's socket. */
export interface BrowserLink {
  /** False when the frame was not taken: the socket is gone, or its buffer is full. */
  send(frame: ToExtension): boolean;
  close(code: number, reason: string): void;
}

export interface UserRecord {
  id: UserId;
  createdMs: number;
  /** How many sessions the user ever had: their numbers are never given twice. */
  sessionsMade: number;
}

/** A session as it is kept: whether a socket is there now is not part of it. */
export interface SessionRecord {
  id: SessionId;
  userId: UserId;
  installId: InstallId;
  /** What the person calls this browser. */
  label: string;
  /** The extension's last socket came from this machine, so `local` may use it. */
  fromLoopback: boolean;
  userAgent: string;
  extensionVersion: string;
  createdMs: number;
  lastSeenMs: number;
  /** When its last socket went away; null while one is there. */
  detachedMs: number | null;
}

export interface CredentialRecord {
  id: string;
  /** SHA-256 of the secret, in hex. */
  hash: string;
  scope: Scope;
  /** Null for `admin`. */
  userId: UserId | null;
  /** For `browser`: which install it was given to. */
  installId: InstallId | null;
  /** Id of the credential by which it came about, and with which it ends. Null: the server or its operator made it. */
  madeBy: string | null;
  label: string;
  createdMs: number;
  expiresMs: number | null;
  revokedMs: number | null;
  /** Null until first used. */
  lastUsedMs: number | null;
}

export interface InvitationRecord {
  id: string;
  hash: string;
  /** The user that an accepted browser joins; null makes a new user. */
  userId: UserId | null;
  /** As of a credential. */
  madeBy: string | null;
  createdMs: number;
  expiresMs: number;
  usesLeft: number;
}

/** State of one MCP client's protocol session. Never permission. */
export interface McpSessionRecord {
  id: string;
  /** `principalKey` of who opened it: nobody else may go on with it. */
  openedBy: string;
  protocolVersion: string;
  clientName: string;
  clientVersion: string;
  selectedSession: SessionId | null;
  createdMs: number;
  lastSeenMs: number;
}

/** One line of the audit trail: what was done, never what was on the page. */
export interface AuditRecord {
  atMs: number;
  callId: CallId;
  sessionId: SessionId;
  caller: string;
  tool: string;
  /** `ok`, or the failure's code. */
  outcome: string;
  durationMs: number;
}

/**
 * Keeps what outlives the process. Saving returns once it survives a kill of the process. A store that
 * cannot write (full disk) goes on from memory, says so in `health()`, and tries again.
 */
export interface SessionStore extends AsyncDisposable {
  saveUser(user: UserRecord): Promise<void>;
  user(id: UserId): Promise<UserRecord | undefined>;
  countUsers(): Promise<number>;

  saveSession(session: SessionRecord): Promise<void>;
  removeSessions(ids: readonly SessionId[]): Promise<void>;
  /** Every session, for the start. */
  sessions(): Promise<SessionRecord[]>;
  /** Last-seen times, gathered and written in one transaction. */
  touchSessions(seen: ReadonlyMap<SessionId, number>): Promise<void>;

  saveCredential(credential: CredentialRecord): Promise<void>;
  credentialByHash(hash: string): Promise<CredentialRecord | undefined>;
  credentialsOf(userId: UserId): Promise<CredentialRecord[]>;
  /** Those whose time ended after `afterMs`, up to and with `untilMs`. */
  credentialsExpired(afterMs: number, untilMs: number): Promise<CredentialRecord[]>;
  /** When credentials were last used, by the hash of their secret. */
  touchCredentials(used: ReadonlyMap<string, number>): Promise<void>;

  saveInvitation(invitation: InvitationRecord): Promise<void>;
  /** Takes one use of an invitation, at most as often as it has uses, also when asked twice at once. */
  spendInvitation(hash: string, nowMs: number): Promise<InvitationRecord | undefined>;

  /** Removes credentials that were revoked or expired before `beforeMs`, and invitations that expired before it. */
  removeEndedBefore(beforeMs: number): Promise<void>;

  saveMcpSession(session: McpSessionRecord): Promise<void>;
  mcpSession(id: string): Promise<McpSessionRecord | undefined>;
  /** Ids of MCP sessions not seen since `beforeMs`. */
  mcpSessionsSeenBefore(beforeMs: number): Promise<string[]>;
  /** Ids of MCP sessions by the `principalKey` of who opened them, longest unused first. */
  mcpSessionsOpenedBy(openedBy: string): Promise<string[]>;
  removeMcpSessions(ids: readonly string[]): Promise<void>;
  touchMcpSessions(seen: ReadonlyMap<string, number>): Promise<void>;

  /** Appends lines of the audit trail in one transaction. */
  appendAudit(records: readonly AuditRecord[]): Promise<void>;
  /** Newest first. */
  auditOf(sessionId: SessionId, limit: number): Promise<AuditRecord[]>;
  /** Removes lines older than `beforeMs`. */
  trimAudit(beforeMs: number): Promise<void>;

  /** `degraded` while writing fails: nothing of that time survives a restart. */
  health(): { state: "ok" } | { state: "degraded"; reason: string };
}

/** Why a request got no principal. `message` says what to do. */
export interface AuthRefusal {
  status: 401 | 403;
  message: string;
}

/** Where a request came from, as the socket and not a header tells it. */
export interface Peer {
  /** The socket's remote address is loopback, nothing forwarded the request, and its Host is a loopback name. */
  loopback: boolean;
}

export interface Authenticator {
  /** The principal of one request. `secret` comes from `Authorization: Bearer` or the path. */
  authenticate(
    secret: string | undefined,
    peer: Peer,
  ): Promise<{ ok: true; principal: Principal } | { ok: false; refusal: AuthRefusal }>;
}

/** An extension's request to become, or go on as, a session. */
export interface EnrolmentRequest {
  token: string | undefined;
  invitation: string | undefined;
  installId: InstallId;
  peer: Peer;
}

export type Enrolled =
  /** `token` is set when a new one was made. */
  | { ok: true; userId: UserId; token: string | undefined }
  | {
      ok: false;
      reason: "unknown_token" | "revoked" | "invitation_needed" | "try_later";
      message: string;
    };

export interface Enrolment {
  enrol(request: EnrolmentRequest): Promise<Enrolled>;
}
