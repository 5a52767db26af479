import { bugFields } from "../core/bug.ts";
import type { Clock, Logger } from "../core/ports.ts";
import { fail } from "../protocol/failure.ts";
import type { LivekitAccess } from "./livekit-access.ts";
import { LivekitTrouble } from "./livekit-trouble.ts";
import type { ToHost, VoiceToolAnswer } from "./port.ts";
import type { OpenQuestions } from "../core/open-questions.ts";
import type { RoomCalls } from "./room-calls.ts";
import { type Admits, type IsUser, RoomOwners } from "./room-owners.ts";
import { RoomQuestions } from "./room-questions.ts";
import { workerToken } from "./room-tokens.ts";
import { Rooms } from "./rooms.ts";
import { threadSettings } from "./thread-settings.ts";
import { WaitingRooms } from "./waiting-rooms.ts";
import type { VoiceSettings } from "./voice-settings.ts";
import { VoiceStats } from "./voice-stats.ts";
import { type SpawnThread, VoiceThread } from "./voice-thread.ts";

const PING_MS = 10_000;
const RESTART_MS = 1_000;
const LEFT_MS = 5_000;

export interface VoiceHostParts {
  settings: VoiceSettings;
  nodeId: string;
  access: LivekitAccess;
  calls: RoomCalls;
  questions: OpenQuestions;
  admits: Admits;
  isUser: IsUser;
  clock: Clock;
  logger: Logger;
  spawn: SpawnThread;
}

/**
 * Keeps the voice thread alive and serves it.
 *
 *   starting ── ready ──▶ unregistered ⇄ registered
 *       ▲                      │
 *       └── a second after it died or hung
 *
 * Whatever happens there, the server only sees messages. Rooms in which somebody waits without an agent
 * are looked for whenever that may have come about: after registering, when a room was closed, and from
 * time to time.
 */
export class VoiceHost {
  readonly #parts: VoiceHostParts;
  readonly #calls: RoomCalls;
  readonly #questions: RoomQuestions;
  readonly #rooms: Rooms;
  readonly #waiting: WaitingRooms;
  readonly #stats = new VoiceStats();
  readonly #open = new Set<string>();
  readonly #owners: RoomOwners;
  readonly #trouble: LivekitTrouble;
  readonly #timers: (() => void)[];
  #thread: VoiceThread;
  #isRegistered = false;
  /** The thread has not been known to LiveKit yet. */
  #isFresh = true;
  #closing = false;

  constructor(parts: VoiceHostParts) {
    this.#parts = parts;
    this.#calls = parts.calls;
    this.#questions = new RoomQuestions(parts.questions, (told) => this.#thread.send(told));
    this.#owners = new RoomOwners(parts.settings.livekit.userRoomPrefix, parts);
    this.#rooms = new Rooms(parts.access, {
      userRoomPrefix: parts.settings.livekit.userRoomPrefix,
      agentName: parts.settings.agentName,
    });
    this.#trouble = new LivekitTrouble(parts.logger, parts.access.url);
    this.#waiting = new WaitingRooms({
      rooms: this.#rooms,
      clock: parts.clock,
      logger: parts.logger,
      free: () => parts.settings.maxSessions - this.#open.size,
      serves: (room) => this.#open.has(room),
      isOurs: (room) => this.#owners.isOurs(room),
      dispatched: () => {
        this.#stats.dispatches += 1;
      },
      failed: (cause) => this.#trouble.failed(cause),
    });
    this.#thread = this.#start();
    this.#timers = [
      parts.clock.every(PING_MS, () => this.#thread.ping()),
      parts.clock.every(parts.settings.cleanupIntervalMs, () => this.#bringAgents()),
    ];
  }

  /** LiveKit knows our agent. */
  get isRegistered(): boolean {
    return this.#isRegistered;
  }

  figures(): ReturnType<VoiceStats["figures"]> {
    return this.#stats.figures(this.#open.size, this.#parts.settings.maxSessions);
  }

  /** All places are taken, so that whoever comes to this room has to wait. */
  waits(room: string): boolean {
    return this.#open.size >= this.#parts.settings.maxSessions && !this.#open.has(room);
  }

  /** The browser of this room's user is not as it was. */
  pageChanged(room: string): void {
    if (this.#open.has(room)) this.#thread.send({ type: "page_changed", room });
  }

  /** Ends a room in which somebody is by a credential that holds no longer. */
  async credentialRevoked(room: string, credentialId: string): Promise<void> {
    if (this.#owners.cameBy(room, credentialId)) await this.#endRoom(room);
  }

  async #endRoom(room: string): Promise<void> {
    this.#thread.send({ type: "end_room", room });
    await this.#rooms.end(room).catch((cause: unknown) => this.#trouble.failed(cause));
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const stop of this.#timers) stop();
    this.#calls.cancelAll();
    this.#questions.leaveAll();
    await this.#thread.close();
  }

  #start(): VoiceThread {
    this.#stats.threadStarts += 1;
    this.#isFresh = true;
    const thread = new VoiceThread(this.#parts.spawn, this.#parts.logger, {
      heard: (message) => this.#heard(message),
      died: () => this.#died(),
    });
    thread.send({
      type: "start",
      settings: threadSettings(this.#parts.settings, this.#parts.nodeId),
    });
    return thread;
  }

  #died(): void {
    this.#parts.logger.error(
      { rooms: this.#open.size },
      "🎙️ [Voice] The voice thread ended; starting it again",
    );
    this.#lost();
    this.#parts.clock.after(RESTART_MS, () => {
      if (!this.#closing) this.#thread = this.#start();
    });
  }

  /** What the thread held is gone. */
  #lost(): void {
    this.#calls.cancelAll();
    this.#questions.leaveAll();
    this.#open.clear();
    this.#owners.forgetAll();
    this.#isRegistered = false;
  }

  #heard(message: ToHost): void {
    const { logger } = this.#parts;
    switch (message.type) {
      case "ready":
      case "pong":
      case "closed":
        return;
      case "registration_wanted":
        return this.#background(this.#register());
      case "registered":
        return this.#onRegistered();
      case "unregistered":
        return this.#background(this.#onUnregistered(message.problem));
      case "call_tool":
        return this.#background(this.#call(message));
      case "cancel_tool":
        return this.#calls.cancel(message.id);
      case "answer_question":
        return this.#questions.answer(message);
      case "room_offered":
        return this.#background(this.#offered(message.room));
      case "room_opened":
        this.#open.add(message.room);
        this.#stats.sessions += 1;
        return;
      case "owner_joined":
        return this.#background(this.#admit(message.room, message.credentialId));
      case "room_closed":
        return this.#background(this.#onRoomClosed(message.room, message.why));
      case "measured":
        return this.#stats.measured(message.stage, message.ms);
      case "notice":
        return logger[message.level](message.fields, `🎙️ [Voice] ${message.message}`);
    }
  }

  async #register(): Promise<void> {
    await this.#removeGhosts();
    const token = await workerToken(this.#parts.access);
    this.#thread.send({ type: "registration", url: this.#parts.access.url, token });
  }

  /**
   * The WebRTC library outlives the thread, and for a while LiveKit takes a server that was killed for slow: its agents
   * would stay in their rooms, deaf and dumb. Before the first registration of a thread none can be of its own.
   */
  async #removeGhosts(): Promise<void> {
    if (!this.#isFresh) return;
    await this.#rooms
      .removeAgentsOf(this.#parts.nodeId)
      .catch((cause: unknown) => this.#trouble.failed(cause));
  }

  #onRegistered(): void {
    const { settings, access, logger } = this.#parts;
    this.#isRegistered = true;
    this.#isFresh = false;
    this.#trouble.over();
    logger.info(
      { agent: settings.agentName, livekit: access.url, slots: settings.maxSessions },
      "🎙️ [Voice] Registered with LiveKit",
    );
    this.#bringAgents();
  }

  async #onUnregistered(problem: "not_reached" | "lost"): Promise<void> {
    this.#isRegistered = false;
    if (problem === "lost") this.#trouble.lost();
    // Asking in another way tells wrong keys from a server that is away.
    else await this.#rooms.withoutAgent().catch((cause: unknown) => this.#trouble.failed(cause));
  }

  async #call(message: Extract<ToHost, { type: "call_tool" }>): Promise<void> {
    const { id, room, tool, args } = message;
    const thread = this.#thread;
    const answer = await this.#answerOf(id, room, tool, args).catch((cause: unknown) => {
      this.#parts.logger.error(bugFields(cause), "🎙️ [Voice] A call failed by a bug");
      return fail("internal", "Something went wrong in the server. It was logged.");
    });
    thread.send({ type: "tool_answer", id, answer });
  }

  async #answerOf(id: string, room: string, tool: string, args: unknown): Promise<VoiceToolAnswer> {
    const owner = await this.#owners.of(room);
    if (owner) return this.#calls.call(id, { room, owner }, tool, args);
    return fail("blocked_by_policy", "Nobody was let into this room who may use a browser.");
  }

  async #offered(room: string): Promise<void> {
    const thread = this.#thread;
    thread.send({ type: "room_answer", room, isOurs: await this.#owners.isOurs(room) });
  }

  async #admit(room: string, credentialId: string): Promise<void> {
    const admitted = await this.#owners.admit(room, credentialId);
    if (admitted.ok) {
      if (this.#open.has(room)) this.#questions.join(room, admitted.owner);
      return;
    }
    this.#parts.logger.info({ room }, `🎙️ [Voice] Room ended: ${admitted.why}`);
    await this.#endRoom(room);
  }

  async #onRoomClosed(
    room: string,
    why: Extract<ToHost, { type: "room_closed" }>["why"],
  ): Promise<void> {
    this.#open.delete(room);
    this.#owners.forget(room);
    this.#calls.forget(room);
    this.#questions.leave(room);
    const { clock, logger } = this.#parts;
    logger.info({ room, why }, "🎙️ [Voice] Room closed");
    if (this.#closing) return;
    const ended = why === "idle" ? this.#rooms.end(room) : this.#rooms.endIfEmpty(room);
    await ended.catch((cause: unknown) => this.#trouble.failed(cause));
    // The agent that has the room may be one that is about to leave it.
    if (why === "taken") clock.after(LEFT_MS, () => this.#bringAgents());
    else this.#bringAgents();
  }

  #bringAgents(): void {
    if (this.#isRegistered && !this.#closing) this.#waiting.look();
  }

  #background(work: Promise<void>): void {
    work.catch((cause: unknown) => {
      this.#parts.logger.error(bugFields(cause), "🎙️ [Voice] A message was not served");
    });
  }
}
