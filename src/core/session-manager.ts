import type { ConnectionInfo } from "../protocol/connection-info.ts";
import type { ConnectionId, SessionId, UserId } from "../protocol/ids.ts";
import { bugFields } from "./bug.ts";
import { newConnectionId, sessionIdOf } from "./ids.ts";
import type { BrowserLink, Logger, SessionStore } from "./ports.ts";
import {
  type Connection,
  type Session,
  type SessionTimes,
  isExpired,
  isSilent,
} from "./session.ts";

/** A socket that has proved whose it is. */
export interface Arrival {
  userId: UserId;
  info: Pick<ConnectionInfo, "installId" | "label" | "userAgent" | "extensionVersion">;
  fromLoopback: boolean;
  link: BrowserLink;
}

export interface Claimed {
  session: Session;
  /** The session was there before this arrival. */
  resumed: boolean;
}

export interface Connected {
  connection: Connection;
  /** The socket that this one replaces. */
  replaced: Connection | undefined;
}

/**
 * Every session of this server, connected or detached, and the rules of its life (SPEC.md, SM).
 * Memory decides at once; a new session is in the store before its extension hears of it.
 */
export class SessionManager {
  readonly #store: SessionStore;
  readonly #logger: Logger;
  readonly #sessions = new Map<SessionId, Session>();
  readonly #byUser = new Map<UserId, Set<Session>>();
  readonly #byConnection = new Map<ConnectionId, Session>();
  /** Highest session number given in this process to a user who has sessions: the store may not have it yet. */
  readonly #made = new Map<UserId, number>();
  #connectionsMade = 0;
  /** Last-seen times not yet written. */
  readonly #unwritten = new Map<SessionId, number>();
  readonly #listeners = new Set<() => void>();

  constructor(store: SessionStore, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
  }

  /** Tells when something of a session changed that people are shown. */
  onChange(changed: () => void): void {
    this.#listeners.add(changed);
  }

  /** Takes up what the last process left. A session that was connected then counts as lost just now. */
  async load(nowMs: number): Promise<void> {
    for (const record of await this.#store.sessions()) {
      this.#add({ record, presence: { state: "detached", sinceMs: record.detachedMs ?? nowMs } });
    }
  }

  /**
   * [SM1] The session of an arrival: one install of one user is one session, however often it comes.
   * A new one is in the store when this resolves.
   */
  async claim(arrival: Arrival, nowMs: number): Promise<Claimed> {
    const user = await this.#store.user(arrival.userId);
    const known = this.#find(arrival.userId, arrival.info.installId);
    if (known) {
      // Counts as here again from now on, so that no clean-up removes it on the way.
      if (known.presence.state === "detached")
        known.presence = { state: "detached", sinceMs: nowMs };
      return { session: known, resumed: true };
    }
    const session = this.#create(arrival, user?.sessionsMade ?? 0, nowMs);
    await this.#store.saveUser({
      id: arrival.userId,
      createdMs: user?.createdMs ?? nowMs,
      sessionsMade: this.#made.get(arrival.userId) ?? 1,
    });
    await this.#store.saveSession(session.record);
    return { session, resumed: false };
  }

  /** [SM2] Gives a claimed session its socket, at once; the newer socket replaces the older. */
  connect(session: Session, arrival: Arrival, nowMs: number): Connected {
    const replaced = session.presence.state === "connected" ? session.presence : undefined;
    if (replaced) this.#byConnection.delete(replaced.id);
    const connection: Connection = {
      state: "connected",
      id: newConnectionId(),
      link: arrival.link,
      sinceMs: nowMs,
      lastHeardMs: nowMs,
      roundTripMs: null,
      paused: false,
      permitted: null,
    };
    session.presence = connection;
    session.record = {
      ...session.record,
      label: arrival.info.label ?? session.record.label,
      fromLoopback: arrival.fromLoopback,
      userAgent: arrival.info.userAgent,
      extensionVersion: arrival.info.extensionVersion,
      lastSeenMs: nowMs,
      detachedMs: null,
    };
    this.#byConnection.set(connection.id, session);
    this.#connectionsMade += 1;
    this.#save(session);
    return { connection, replaced };
  }

  /** The session whose socket this was, unless a newer one has taken its place. */
  detach(connectionId: ConnectionId, nowMs: number): Session | undefined {
    const session = this.#byConnection.get(connectionId);
    if (!session) return undefined;
    this.#byConnection.delete(connectionId);
    session.presence = { state: "detached", sinceMs: nowMs };
    session.record = { ...session.record, detachedMs: nowMs, lastSeenMs: nowMs };
    this.#unwritten.delete(session.record.id);
    this.#save(session);
    return session;
  }

  /** A frame came in: the connection is alive. */
  heard(connectionId: ConnectionId, nowMs: number): Connection | undefined {
    const session = this.#byConnection.get(connectionId);
    if (session?.presence.state !== "connected") return undefined;
    session.presence.lastHeardMs = nowMs;
    this.#unwritten.set(session.record.id, nowMs);
    return session.presence;
  }

  /** The clock was set, or stood still with the machine: it says nothing of who is silent, and counts anew. */
  clockSet(nowMs: number): void {
    for (const { presence } of this.#byConnection.values()) {
      if (presence.state === "connected") presence.lastHeardMs = nowMs;
    }
  }

  rename(connectionId: ConnectionId, label: string): void {
    const session = this.#byConnection.get(connectionId);
    if (!session) return;
    session.record = { ...session.record, label };
    this.#save(session);
  }

  /** The person pressed Pause, or Resume. False when nothing is other than before. */
  pause(connectionId: ConnectionId, paused: boolean): boolean {
    const presence = this.#byConnection.get(connectionId)?.presence;
    if (presence?.state !== "connected" || presence.paused === paused) return false;
    presence.paused = paused;
    this.#changed();
    return true;
  }

  /**
   * Clean-up: removes what expired and names the connections that have been silent for too long,
   * for the caller to close. Last-seen times are written in one batch.
   */
  async sweep(
    nowMs: number,
    times: SessionTimes,
  ): Promise<{ removed: Session[]; silent: Connection[] }> {
    const removed: Session[] = [];
    const silent: Connection[] = [];
    for (const session of this.#sessions.values()) {
      if (isExpired(session, nowMs, times.maxInactiveMs)) removed.push(session);
      else if (isSilent(session, nowMs, times.silentMs) && session.presence.state === "connected") {
        silent.push(session.presence);
      }
    }
    for (const session of removed) this.#drop(session);
    if (removed.length > 0) {
      this.#changed();
      await this.#store.removeSessions(removed.map(({ record }) => record.id));
    }
    await this.writeLastSeen();
    return { removed, silent };
  }

  async writeLastSeen(): Promise<void> {
    if (this.#unwritten.size === 0) return;
    const seen = new Map(this.#unwritten);
    this.#unwritten.clear();
    await this.#store.touchSessions(seen);
  }

  /** Sockets that became a connection since this process started. */
  get connectionsMade(): number {
    return this.#connectionsMade;
  }

  byId(id: SessionId): Session | undefined {
    return this.#sessions.get(id);
  }

  ofUser(userId: UserId): Iterable<Session> {
    return this.#byUser.get(userId) ?? [];
  }

  all(): Iterable<Session> {
    return this.#sessions.values();
  }

  connections(): Iterable<Session> {
    return this.#byConnection.values();
  }

  counts(): { totalUsers: number; totalSessions: number; activeConnections: number } {
    return {
      totalUsers: this.#byUser.size,
      totalSessions: this.#sessions.size,
      activeConnections: this.#byConnection.size,
    };
  }

  #find(userId: UserId, installId: string): Session | undefined {
    for (const session of this.ofUser(userId)) {
      if (session.record.installId === installId) return session;
    }
    return undefined;
  }

  #create(arrival: Arrival, madeBefore: number, nowMs: number): Session {
    const number = Math.max(madeBefore, this.#made.get(arrival.userId) ?? 0) + 1;
    this.#made.set(arrival.userId, number);
    const session: Session = {
      record: {
        id: sessionIdOf(arrival.userId, number),
        userId: arrival.userId,
        installId: arrival.info.installId,
        label: arrival.info.label ?? "",
        fromLoopback: arrival.fromLoopback,
        userAgent: arrival.info.userAgent,
        extensionVersion: arrival.info.extensionVersion,
        createdMs: nowMs,
        lastSeenMs: nowMs,
        detachedMs: null,
      },
      presence: { state: "detached", sinceMs: nowMs },
    };
    this.#add(session);
    return session;
  }

  #add(session: Session): void {
    this.#sessions.set(session.record.id, session);
    const siblings = this.#byUser.get(session.record.userId);
    if (siblings) siblings.add(session);
    else this.#byUser.set(session.record.userId, new Set([session]));
  }

  #drop(session: Session): void {
    this.#sessions.delete(session.record.id);
    const siblings = this.#byUser.get(session.record.userId);
    siblings?.delete(session);
    if (siblings?.size !== 0) return;
    this.#byUser.delete(session.record.userId);
    this.#made.delete(session.record.userId);
  }

  /** The store reports its own trouble; a rejected promise here is a bug, and no reason to end the process. */
  #save({ record }: Session): void {
    this.#store.saveSession(record).catch((cause: unknown) => {
      this.#logger.error(bugFields(cause), "[Session Manager] A session could not be saved");
    });
    this.#changed();
  }

  #changed(): void {
    for (const changed of this.#listeners) changed();
  }
}
