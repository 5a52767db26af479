/**
 * One request of a client and the answer to it.
 *
 *   waiting ── answer ──▶ answered, as plain JSON
 *      └── first message, or slow ──▶ streaming ── answer ──▶ answered, as the last event
 *
 * The HTTP answer is decided when the first of these happens. A client that goes away changes nothing:
 * only `cancel` aborts the work.
 */
import type { Clock } from "../core/ports.ts";
import type { CallStream } from "./call-stream.ts";
import type { RequestId } from "./json-rpc.ts";
import type { SseSink } from "./sse-sink.ts";

/** What becomes the body of the HTTP answer. */
export type Reply = { kind: "json"; json: string } | { kind: "stream"; sink: SseSink };

export interface ExchangeParts {
  requestId: RequestId;
  isToolCall: boolean;
  /** Whether the answer may become a stream: the client accepts one, and the request is not part of a batch. */
  mayStream: boolean;
  clock: Clock;
  /** How long plain JSON is waited for. */
  streamAfterMs: number;
  openStream: () => CallStream;
  onAnswered: (exchange: Exchange) => void;
}

export class Exchange {
  readonly requestId: RequestId;
  readonly isToolCall: boolean;
  readonly reply: Promise<Reply>;
  readonly #parts: ExchangeParts;
  readonly #abort = new AbortController();
  readonly #decide: (reply: Reply) => void;
  readonly #stopWaiting: (() => void) | undefined;
  #stream: CallStream | undefined;
  #answered = false;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.requestId = parts.requestId;
    this.isToolCall = parts.isToolCall;
    const { promise, resolve } = Promise.withResolvers<Reply>();
    this.reply = promise;
    this.#decide = resolve;
    if (parts.mayStream) {
      this.#stopWaiting = parts.clock.after(parts.streamAfterMs, () => this.#startStream());
    }
  }

  /** Aborts when the client takes the request back. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get answered(): boolean {
    return this.#answered;
  }

  /** A message on the way to the answer. `keep`: it must reach a reader that comes later. False when it cannot be delivered. */
  send(json: string, keep: boolean): boolean {
    if (this.#answered) return false;
    const stream = this.#startStream();
    stream?.send(json, keep);
    return stream !== undefined;
  }

  /** The answer, a whole JSON-RPC response. Only the first one counts. */
  answer(json: string): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#stopWaiting?.();
    if (this.#stream) this.#stream.end(json);
    else this.#decide({ kind: "json", json });
    this.#parts.onAnswered(this);
  }

  cancel(): void {
    this.#abort.abort();
  }

  /** Ends the HTTP answer while the work goes on: the client comes back for the rest. */
  dropReader(): void {
    this.#startStream()?.dropReader();
  }

  #startStream(): CallStream | undefined {
    if (this.#stream || this.#answered || !this.#parts.mayStream) return this.#stream;
    this.#stopWaiting?.();
    this.#stream = this.#parts.openStream();
    this.#decide({ kind: "stream", sink: this.#stream.read(0) });
    return this.#stream;
  }
}
