import type { CallId } from "../../src/protocol/ids.ts";
import { callIdSchema } from "../../src/protocol/ids.ts";
import { parseFrame } from "../../src/protocol/frame.ts";
import {
  type ToExtension,
  type ToServer,
  toExtensionSchema,
  toServerSchema,
} from "../../src/protocol/messages.ts";
import type { Clock } from "../../src/extension/clock.ts";
import { Settings, type StorageArea } from "../../src/extension/settings.ts";
import type { OpenSocket, Socket, SocketEvents } from "../../src/extension/socket.ts";

/** A clock that the test moves. */
export class FakeClock implements Clock {
  #nowMs = 1_000_000;
  #setByMs = 0;
  #timers = new Set<{ atMs: number; run: () => void }>();

  now(): number {
    return this.#nowMs + this.#setByMs;
  }

  /** Sets the time of day, forward or back; no time passes. */
  set(byMs: number): void {
    this.#setByMs += byMs;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let next = this.#next(endMs); next; next = this.#next(endMs)) {
      this.#timers.delete(next);
      this.#nowMs = next.atMs;
      next.run();
    }
    this.#nowMs = endMs;
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  #next(untilMs: number) {
    const due = [...this.#timers].filter(({ atMs }) => atMs <= untilMs);
    return due.toSorted((a, b) => a.atMs - b.atMs)[0];
  }
}

/** The server's end of one socket. */
export class FakeSocket implements Socket {
  readonly sent: ToServer[] = [];
  bufferedAmount = 0;
  closedWith: number | undefined;
  readonly url: string;
  readonly #events: SocketEvents;

  constructor(url: string, events: SocketEvents) {
    this.url = url;
    this.#events = events;
  }

  send(text: string): void {
    const parsed = parseFrame(toServerSchema, text);
    if (!parsed.ok) throw new Error(`The extension sent a frame that is ${parsed.problem}.`);
    this.sent.push(parsed.frame);
  }

  close(code: number): void {
    this.closedWith ??= code;
  }

  open(): void {
    this.#events.opened();
  }

  receive(frame: ToExtension): void {
    this.#events.received(JSON.stringify(frame));
  }

  receiveText(text: string): void {
    this.#events.received(text);
  }

  end(code: number): void {
    this.#events.closed(code);
  }

  /** Opens and welcomes. */
  welcome(token?: string): void {
    this.open();
    this.receive(sessionInfo(token));
  }

  /** The frames of one type that were sent. */
  sentOf<T extends ToServer["type"]>(type: T): Extract<ToServer, { type: T }>[] {
    return this.sent.filter(
      (frame): frame is Extract<ToServer, { type: T }> => frame.type === type,
    );
  }
}

export class FakeSockets {
  readonly all: FakeSocket[] = [];

  readonly open: OpenSocket = (url, events) => {
    const socket = new FakeSocket(url, events);
    this.all.push(socket);
    return socket;
  };

  /** The newest socket. */
  get last(): FakeSocket {
    const socket = this.all.at(-1);
    if (!socket) throw new Error("No socket was opened.");
    return socket;
  }
}

export function sessionInfo(token?: string): ToExtension {
  const userId = "user_1700000000_ann";
  return toExtensionSchema.parse({
    type: "session_info",
    protocol: 1,
    userId,
    sessionId: `session_${userId}`,
    connectionId: `conn_${crypto.randomUUID()}`,
    resumed: token === undefined,
    ...(token === undefined ? {} : { token }),
    heartbeatMs: 20_000,
    serverVersion: "0.1.0",
    latestExtensionVersion: "0.1.0",
    preferences: { label: "" },
  });
}

/** `chrome.storage`, kept in memory. A new worker opens its settings on the same one. */
export class FakeStorage {
  readonly local = new FakeArea();
  session = new FakeArea();

  /** What a worker does when it starts. */
  openSettings(defaults?: unknown): Promise<Settings> {
    return Settings.open(this, () => Promise.resolve(defaults));
  }
}

class FakeArea implements StorageArea {
  readonly items = new Map<string, unknown>();

  get(): Promise<Record<string, unknown>> {
    return Promise.resolve(structuredClone(Object.fromEntries(this.items)));
  }

  set(items: Record<string, unknown>): Promise<void> {
    for (const [key, value] of Object.entries(items)) this.items.set(key, structuredClone(value));
    return Promise.resolve();
  }

  remove(key: string): Promise<void> {
    this.items.delete(key);
    return Promise.resolve();
  }
}

export function newCallId(): CallId {
  return callIdSchema.parse(`call_${crypto.randomUUID()}`);
}

/** Lets everything that waits for nothing but promises go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
