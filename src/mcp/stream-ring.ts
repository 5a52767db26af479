import type { Clock } from "../core/ports.ts";
import { CallStream } from "./call-stream.ts";
import type { EventId } from "./event-id.ts";
import type { RequestId } from "./json-rpc.ts";
import type { SseSink } from "./sse-sink.ts";

export interface RingBounds {
  /** What one MCP session's ended streams may hold, in characters of JSON. */
  perSession: number;
  total: number;
  /** An answer that nobody came for is forgotten after this. */
  keepMs: number;
}

export const RING_BOUNDS: RingBounds = {
  perSession: 8 * 1024 * 1024,
  total: 64 * 1024 * 1024,
  keepMs: 5 * 60_000,
};

/** Streams that a client may come back for: those running, and the ended ones until a bound is reached, oldest first. */
export class StreamRing {
  /** Random name of this process: an event id of another one is known as such. */
  readonly boot = crypto.randomUUID().slice(0, 8);
  readonly #clock: Clock;
  readonly #openSinks: Set<SseSink>;
  readonly #bounds: RingBounds;
  readonly #running = new Map<number, CallStream>();
  /** In the order in which they ended. */
  readonly #ended = new Map<number, { stream: CallStream; endedMs: number }>();
  readonly #perSession = new Map<string, number>();
  #total = 0;
  #made = 0;

  constructor(clock: Clock, openSinks: Set<SseSink>, bounds: RingBounds) {
    this.#clock = clock;
    this.#openSinks = openSinks;
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#running.size + this.#ended.size;
  }

  /** Characters of JSON that wait for readers. */
  get kept(): number {
    return this.#total;
  }

  open(of: {
    sessionId: string;
    requestId: RequestId;
    isToolCall: boolean;
    primes: boolean;
  }): CallStream {
    const { sessionId, requestId, isToolCall, primes } = of;
    this.#made += 1;
    const stream = new CallStream({
      sessionId,
      id: { boot: this.boot, stream: this.#made, isToolCall, requestId },
      primes,
      openSinks: this.#openSinks,
      onEnded: (ended) => this.#ends(ended),
    });
    this.#running.set(stream.number, stream);
    return stream;
  }

  /** The stream of an event. Somebody else's is like none. */
  find({ boot, stream: number }: EventId, sessionId: string): CallStream | undefined {
    if (boot !== this.boot) return undefined;
    const stream = this.#running.get(number) ?? this.#ended.get(number)?.stream;
    return stream?.sessionId === sessionId ? stream : undefined;
  }

  /** Forgets what nobody came for in time. */
  expire(): void {
    const nowMs = this.#clock.now();
    for (const { stream, endedMs } of this.#ended.values()) {
      if (nowMs - endedMs < this.#bounds.keepMs) return;
      this.#forget(stream);
    }
  }

  /** What its running streams end with is of use to nobody any more. */
  forgetSession(sessionId: string): void {
    for (const stream of this.#running.values()) {
      if (stream.sessionId === sessionId) this.#running.delete(stream.number);
    }
    for (const { stream } of this.#ended.values()) {
      if (stream.sessionId === sessionId) this.#forget(stream);
    }
  }

  /** The stream has its answer: from now on it counts, and may be forgotten. */
  #ends(stream: CallStream): void {
    if (!this.#running.delete(stream.number)) return;
    this.#ended.set(stream.number, { stream, endedMs: this.#clock.now() });
    this.#count(stream, stream.kept);
    const { sessionId } = stream;
    for (const { stream: old } of this.#ended.values()) {
      const sessionIsOver = this.#heldBy(sessionId) > this.#bounds.perSession;
      const totalIsOver = this.#total > this.#bounds.total;
      if (!sessionIsOver && !totalIsOver) return;
      if (totalIsOver || old.sessionId === sessionId) this.#forget(old);
    }
  }

  #forget(stream: CallStream): void {
    if (this.#ended.delete(stream.number)) this.#count(stream, -stream.kept);
  }

  #count(stream: CallStream, change: number): void {
    const held = this.#heldBy(stream.sessionId) + change;
    if (held > 0) this.#perSession.set(stream.sessionId, held);
    else this.#perSession.delete(stream.sessionId);
    this.#total += change;
  }

  #heldBy(sessionId: string): number {
    return this.#perSession.get(sessionId) ?? 0;
  }
}
