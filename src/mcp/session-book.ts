import { z } from "zod";
import { bugFields } from "../core/bug.ts";
import type { Clock, Logger, McpSessionRecord, SessionStore } from "../core/ports.ts";
import { McpSession, type SessionSurroundings } from "./mcp-session.ts";
import { negotiate } from "./protocol-versions.ts";

/** Sessions kept in memory; more are loaded again from the store when they are next used. */
const MAX_IN_MEMORY = 10_000;

/** Of those longest unused, how many are looked at for one that can leave memory. */
const EVICTION_TRIES = 32;

const ID_FORM = /^[0-9a-f-]{36}$/;

const MAX_NAME = 80;

export const initializeSchema = z.object({
  protocolVersion: z.string().max(64),
  capabilities: z.record(z.string(), z.unknown()),
  clientInfo: z.object({ name: z.string(), version: z.string() }),
});

export interface SessionBookParts {
  store: SessionStore;
  clock: Clock;
  logger: Logger;
  surroundings: Omit<SessionSurroundings, "save">;
}

/** Every MCP session: in memory while it is used, in the store for as long as it lives. */
export class SessionBook {
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #surroundings: SessionSurroundings;
  /** Longest unused first. */
  readonly #sessions = new Map<string, McpSession>();
  readonly #loading = new Map<string, Promise<McpSession | undefined>>();
  /** Those whose credential was revoked in this process. */
  readonly #shutOut = new Set<string>();
  /** Last-seen times not yet written. */
  #seen = new Map<string, number>();

  constructor({ store, clock, logger, surroundings }: SessionBookParts) {
    this.#store = store;
    this.#clock = clock;
    this.#logger = logger;
    this.#surroundings = { ...surroundings, save: (record) => this.#save(record) };
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** A new session of a client. It survives a kill before the client hears of it. */
  async open(
    introduction: z.infer<typeof initializeSchema>,
    openedBy: string,
  ): Promise<McpSession> {
    const nowMs = this.#clock.now();
    const { protocolVersion, capabilities, clientInfo } = introduction;
    const record: McpSessionRecord = {
      id: crypto.randomUUID(),
      openedBy,
      protocolVersion: negotiate(protocolVersion),
      clientName: shownName(clientInfo.name) || "MCP client",
      clientVersion: shownName(clientInfo.version),
      selectedSession: null,
      createdMs: nowMs,
      lastSeenMs: nowMs,
    };
    await this.#store.saveMcpSession(record);
    return this.#add(record, capabilities);
  }

  /** A session of this id that `openedBy` opened. Somebody else's is like none. */
  async find(id: string, openedBy: string): Promise<McpSession | undefined> {
    const session = this.#sessions.get(id) ?? (await this.#load(id));
    if (session?.record.openedBy !== openedBy || this.#shutOut.has(openedBy)) return undefined;
    this.#seen.set(id, this.#clock.now());
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    return session;
  }

  async remove(session: McpSession): Promise<void> {
    const { id } = session.record;
    this.#sessions.delete(id);
    this.#seen.delete(id);
    await Promise.all([session.end(), this.#store.removeMcpSession(id)]);
  }

  /** Ends whatever `openedBy` opened. A request that was let in just before finds nothing any more. */
  async shutOut(openedBy: string): Promise<void> {
    this.#shutOut.add(openedBy);
    const theirs = [...this.#sessions.values()].filter(
      ({ record }) => record.openedBy === openedBy,
    );
    await Promise.all(theirs.map((session) => this.remove(session)));
  }

  async writeLastSeen(): Promise<void> {
    if (this.#seen.size === 0) return;
    const seen = this.#seen;
    this.#seen = new Map();
    await this.#store.touchMcpSessions(seen);
  }

  /** Loads a session once, however many requests of it arrive together after a restart. */
  #load(id: string): Promise<McpSession | undefined> {
    if (!ID_FORM.test(id)) return Promise.resolve(undefined);
    let loading = this.#loading.get(id);
    if (!loading) {
      loading = this.#read(id).finally(() => this.#loading.delete(id));
      this.#loading.set(id, loading);
    }
    return loading;
  }

  async #read(id: string): Promise<McpSession | undefined> {
    const record = await this.#store.mcpSession(id);
    // What the client can do was not kept: it is taken to be able to do nothing.
    return record && this.#add(record, {});
  }

  #add(record: McpSessionRecord, capabilities: Record<string, unknown>): McpSession {
    const session = new McpSession(record, capabilities, this.#surroundings);
    this.#sessions.set(record.id, session);
    if (this.#sessions.size > MAX_IN_MEMORY) this.#evict();
    return session;
  }

  #evict(): void {
    let tries = EVICTION_TRIES;
    for (const [id, session] of this.#sessions) {
      if (session.idle) {
        this.#sessions.delete(id);
        return;
      }
      tries -= 1;
      if (tries === 0) return;
    }
  }

  async #save(record: McpSessionRecord): Promise<void> {
    try {
      await this.#store.saveMcpSession(record);
    } catch (cause) {
      this.#logger.error(bugFields(cause), "[MCP] A session could not be saved");
    }
  }
}

/** A client's name is shown to people and logged: one short line. */
function shownName(name: string): string {
  return name
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, MAX_NAME);
}
