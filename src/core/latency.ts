const KEPT = 128;

/** The latest durations of one session, in milliseconds, and their percentiles. 512 bytes once used. */
export class Latency {
  readonly #durations = new Float32Array(KEPT);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(durationMs: number): void {
    this.#durations[this.#count % KEPT] = durationMs;
    this.#count += 1;
  }

  /** Null before the first call. */
  percentiles(): { p50: number; p95: number } | null {
    const size = Math.min(this.#count, KEPT);
    if (size === 0) return null;
    const sorted = this.#durations.slice(0, size).toSorted();
    const at = (share: number) => round(sorted[Math.min(size - 1, Math.floor(size * share))] ?? 0);
    return { p50: at(0.5), p95: at(0.95) };
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
