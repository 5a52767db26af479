import type { Clock } from "../core/ports.ts";
import { Exchange } from "./exchange.ts";
import type { RequestId } from "./json-rpc.ts";
import type { StreamRing } from "./stream-ring.ts";

/** What the requests of all sessions share. */
export interface RequestSurroundings {
  clock: Clock;
  streams: StreamRing;
  /** How long plain JSON is waited for. */
  streamAfterMs: number;
  /** Every request of the process that has no answer yet. */
  running: Set<Exchange>;
  onIdle: () => void;
}

/** The requests of one MCP session that have no answer yet. Ids of two sessions never meet. */
export class RunningRequests {
  readonly #byId = new Map<RequestId, Exchange>();
  readonly #around: RequestSurroundings;

  constructor(around: RequestSurroundings) {
    this.#around = around;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: RequestId): Exchange | undefined {
    return this.#byId.get(id);
  }

  cancelAll(): void {
    for (const exchange of this.#byId.values()) exchange.cancel();
  }

  /** Undefined when a request of this id is running: cancelling it could mean either. */
  open(id: RequestId, kind: RequestKind): Exchange | undefined {
    if (this.#byId.has(id)) return undefined;
    const { clock, streams, streamAfterMs, running } = this.#around;
    const exchange = new Exchange({
      requestId: id,
      isToolCall: kind.isToolCall,
      mayStream: kind.mayStream,
      clock,
      streamAfterMs,
      openStream: () => streams.open({ ...kind, requestId: id }),
      onAnswered: () => {
        this.#byId.delete(id);
        running.delete(exchange);
        if (running.size === 0) this.#around.onIdle();
      },
    });
    this.#byId.set(id, exchange);
    running.add(exchange);
    return exchange;
  }
}

export interface RequestKind {
  /** The MCP session that asks, by id. */
  sessionId: string;
  isToolCall: boolean;
  mayStream: boolean;
  /** Whether the client understands a first event without data (2025-11-25). */
  primes: boolean;
}
