/**
 * The answer to one request as a stream that can be resumed.
 *
 *   running ── end(answer) ──▶ ended ── too old, too much ──▶ forgotten
 *
 * A reader may come, go and come back at any time, in either state; at most one reads at a time. What must
 * not be missed is kept for the next reader. The call itself never notices.
 */
import { type EventId, formatEventId } from "./event-id.ts";
import { SseSink, eventFrame } from "./sse-sink.ts";

/** How long a client waits before it comes back. Long enough to outlast a restart with the client's few tries. */
export const RETRY_MS = 3_000;

/** How many messages wait for a reader besides the answer; older ones go first. */
const MAX_KEPT_EVENTS = 64;

interface KeptEvent {
  number: number;
  json: string;
}

export interface CallStreamParts {
  sessionId: string;
  /** Identity of the stream; the event's number is added to it. */
  id: Omit<EventId, "event">;
  /** Whether the client understands a first event without data (2025-11-25). */
  primes: boolean;
  openSinks: Set<SseSink>;
  onEnded: (stream: CallStream) => void;
}

export class CallStream {
  readonly sessionId: string;
  readonly number: number;
  readonly #parts: CallStreamParts;
  #events: KeptEvent[] = [];
  #last = 0;
  #sink: SseSink | undefined;
  #keptCharacters = 0;
  #ended = false;

  constructor(parts: CallStreamParts) {
    this.#parts = parts;
    this.sessionId = parts.sessionId;
    this.number = parts.id.stream;
  }

  /** Characters of JSON that are kept for readers. */
  get kept(): number {
    return this.#keptCharacters;
  }

  /** A reader that has seen the events up to `seen`. It takes the place of the one before. */
  read(seen: number): SseSink {
    this.#sink?.end();
    const sink = new SseSink(this.#opening(seen), this.#parts.openSinks);
    for (const { number, json } of this.#events) {
      if (number > seen) sink.write(eventFrame(this.#eventId(number), json));
    }
    if (this.#ended) sink.end();
    else this.#sink = sink;
    return sink;
  }

  /** `keep`: a reader that comes later must still get it. */
  send(json: string, keep: boolean): void {
    if (this.#ended) return;
    this.#last += 1;
    if (keep) this.#keep({ number: this.#last, json });
    this.#sink?.write(eventFrame(this.#eventId(this.#last), json));
  }

  end(answer: string): void {
    if (this.#ended) return;
    this.send(answer, true);
    this.#ended = true;
    this.#sink?.end();
    this.#sink = undefined;
    this.#parts.onEnded(this);
  }

  /** Ends the reader's HTTP answer, not the call. */
  dropReader(): void {
    this.#sink?.end();
  }

  #opening(seen: number): string {
    const retry = `retry: ${RETRY_MS}\n`;
    return this.#parts.primes
      ? `: open\n\nid: ${this.#eventId(seen)}\n${retry}data: \n\n`
      : `: open\n${retry}\n`;
  }

  #keep(event: KeptEvent): void {
    this.#events.push(event);
    this.#keptCharacters += event.json.length;
    if (this.#events.length > MAX_KEPT_EVENTS) {
      this.#keptCharacters -= this.#events.shift()?.json.length ?? 0;
    }
  }

  #eventId(event: number): string {
    return formatEventId({ ...this.#parts.id, event });
  }
}
