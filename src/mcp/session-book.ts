import { z } from "zod";
import { bugFields } from "../core/bug.ts";
import type { Clock, Logger, McpSessionRecord, SessionStore } from "../core/ports.ts";
import { McpSession, type SessionSurroundings } from "./mcp-session.ts";
import { negotiate } from "./protocol-versions.ts";

/** Sessions kept in memory; more are loaded again from the store when they are next used. */
const MAX_IN_MEMORY = 10_000;

/** How many sessions are looked at, at once, for those that can leave memory. */
const EVICTION_TRIES = 32;

/** Sessions that one asker may have: whoever opens ever more of them loses those that they did not use for longest. */
const MAX_PER_OPENER = 1_000;

/** After so many new ones of one asker the store is looked through for what is too much. */
const LOOK_AFTER = 100;

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
  maxInMemory?: number | undefined;
}

/** Every MCP session: in memory while it is used, in the store for as long as it lives. */
export class SessionBook {
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #surroundings: SessionSurroundings;
  readonly #maxInMemory: number;
  /** Longest unused first. */
  readonly #sessions = new Map<string, McpSession>();
  readonly #loading = new Map<string, Promise<McpSession | undefined>>();
  /** How many each asker opened since the store was looked through for theirs. */
  readonly #opened = new Map<string, number>();
  /** Last-seen times not yet written. */
  #seen = new Map<string, number>();

  constructor(parts: SessionBookParts) {
    const { store, clock, logger, surroundings, maxInMemory = MAX_IN_MEMORY } = parts;
    this.#store = store;
    this.#clock = clock;
    this.#logger = logger;
    this.#surroundings = { ...surroundings, save: (record) => this.#save(record) };
    this.#maxInMemory = maxInMemory;
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
    const session = this.#add(record, capabilities);
    await this.#endTooMany(openedBy);
    return session;
  }

  /** A session of this id that `openedBy` opened. Somebody else's is like none. */
  async find(id: string, openedBy: string): Promise<McpSession | undefined> {
    const session = this.#sessions.get(id) ?? (await this.#load(id));
    if (session?.record.openedBy !== openedBy || session.ended) return undefined;
    this.#seen.set(id, this.#clock.now());
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    return session;
  }

  /** Ends sessions, also those that only the store knows: a request that was let in just before finds nothing any more. */
  async remove(ids: readonly string[]): Promise<void> {
    // What is being read just now does not come to life any more.
    for (const id of ids) this.#loading.delete(id);
    await Promise.all([this.#store.removeMcpSessions(ids), ...ids.map((id) => this.#end(id))]);
  }

  /** At once those in memory, which may be at work; then those that only the store knows. */
  async removeOpenedBy(openedBy: string): Promise<void> {
    const inMemory = [...this.#sessions.values()].filter(
      ({ record }) => record.openedBy === openedBy,
    );
    this.#opened.delete(openedBy);
    await this.remove(inMemory.map(({ record }) => record.id));
    await this.remove(await this.#store.mcpSessionsOpenedBy(openedBy));
  }

  /** Removes what nobody used since `beforeMs`; answers how many. Whoever listens, or waits for an answer, uses it. */
  async removeUnused(beforeMs: number): Promise<number> {
    await this.writeLastSeen();
    const unused: string[] = [];
    for (const id of await this.#store.mcpSessionsSeenBefore(beforeMs)) {
      if (this.#sessions.get(id)?.idle === false) this.#seen.set(id, this.#clock.now());
      else if (!this.#seen.has(id)) unused.push(id);
    }
    await this.remove(unused);
    return unused.length;
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
    if (!record || !this.#loading.has(id)) return undefined;
    // What the client can do was not kept: it is taken to be able to do nothing.
    return this.#add(record, {});
  }

  #add(record: McpSessionRecord, capabilities: Record<string, unknown>): McpSession {
    const session = new McpSession(record, capabilities, this.#surroundings);
    this.#sessions.set(record.id, session);
    if (this.#sessions.size > this.#maxInMemory) this.#evict();
    return session;
  }

  /** Takes out of memory what is not in use. What is goes to the end, so that it stands in nobody's way the next time. */
  #evict(): void {
    let tries = EVICTION_TRIES;
    for (const [id, session] of this.#sessions) {
      if (this.#sessions.size <= this.#maxInMemory || tries === 0) return;
      tries -= 1;
      this.#sessions.delete(id);
      if (!session.idle) this.#sessions.set(id, session);
    }
  }

  async #endTooMany(openedBy: string): Promise<void> {
    const opened = (this.#opened.get(openedBy) ?? 0) + 1;
    this.#opened.set(openedBy, opened % LOOK_AFTER);
    if (opened < LOOK_AFTER) return;
    await this.writeLastSeen();
    const tooMany = (await this.#store.mcpSessionsOpenedBy(openedBy)).slice(0, -MAX_PER_OPENER);
    await this.remove(tooMany.filter((id) => this.#sessions.get(id)?.idle ?? true));
  }

  async #end(id: string): Promise<void> {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    this.#seen.delete(id);
    await session?.end();
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
