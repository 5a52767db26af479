/** Pings are spread over the heartbeat by this many turns, so that 10,000 of them never go out at once. */
const TURNS = 20;

/** One timer for the pings of all connections: each has its turn once in a heartbeat. */
export class Heartbeat {
  readonly #turns: Set<() => void>[] = Array.from({ length: TURNS }, () => new Set());
  #joined = 0;
  #turn = 0;

  /** How often `beat` must be called. */
  static turnMs(heartbeatMs: number): number {
    return Math.max(1, Math.round(heartbeatMs / TURNS));
  }

  /** Pings at once, then in every round; the returned function ends it. */
  join(ping: () => void): () => void {
    const turn = this.#turns[this.#joined++ % TURNS];
    turn?.add(ping);
    ping();
    return () => turn?.delete(ping);
  }

  beat(): void {
    this.#turn = (this.#turn + 1) % TURNS;
    for (const ping of this.#turns[this.#turn] ?? []) ping();
  }
}
