import type { SessionId } from "../protocol/ids.ts";
import type { FailureCode } from "../protocol/failure.ts";
import { Latency } from "./latency.ts";

/** Ways by which a call can find its session. */
export type RoutedBy = "session_id" | "user_id" | "selection" | Strategy;

/** Which of several allowed sessions is taken when the caller names none. */
export const STRATEGIES = ["newest", "oldest", "most_active", "least_busy", "fastest"] as const;
export type Strategy = (typeof STRATEGIES)[number];

export interface SessionLoad {
  calls: number;
  inFlight: number;
  p50: number | null;
  p95: number | null;
}

interface Load {
  calls: number;
  inFlight: number;
  latency: Latency | undefined;
}

/** Counts of the whole process: how calls were routed, what was refused, what each session carries. */
export class RoutingStats {
  readonly #routedBy = new Map<RoutedBy, number>();
  readonly #refusals = new Map<FailureCode, number>();
  readonly #loads = new Map<SessionId, Load>();

  routed(by: RoutedBy): void {
    this.#routedBy.set(by, (this.#routedBy.get(by) ?? 0) + 1);
  }

  refused(code: FailureCode): void {
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1);
  }

  started(sessionId: SessionId): void {
    const load = this.#load(sessionId);
    load.calls += 1;
    load.inFlight += 1;
  }

  ended(sessionId: SessionId, durationMs: number): void {
    const load = this.#loads.get(sessionId);
    // Forgotten while the call ran.
    if (!load) return;
    load.inFlight -= 1;
    load.latency ??= new Latency();
    load.latency.add(durationMs);
  }

  forget(sessionId: SessionId): void {
    this.#loads.delete(sessionId);
  }

  callsOf(sessionId: SessionId): number {
    return this.#loads.get(sessionId)?.calls ?? 0;
  }

  inFlightOf(sessionId: SessionId): number {
    return this.#loads.get(sessionId)?.inFlight ?? 0;
  }

  loadOf(sessionId: SessionId): SessionLoad {
    const load = this.#loads.get(sessionId);
    const percentiles = load?.latency?.percentiles() ?? null;
    return {
      calls: load?.calls ?? 0,
      inFlight: load?.inFlight ?? 0,
      p50: percentiles?.p50 ?? null,
      p95: percentiles?.p95 ?? null,
    };
  }

  summary(): { routedBy: Record<string, number>; refusals: Record<string, number> } {
    return {
      routedBy: Object.fromEntries(this.#routedBy),
      refusals: Object.fromEntries(this.#refusals),
    };
  }

  #load(sessionId: SessionId): Load {
    const known = this.#loads.get(sessionId);
    if (known) return known;
    const load: Load = { calls: 0, inFlight: 0, latency: undefined };
    this.#loads.set(sessionId, load);
    return load;
  }
}
