/** At most `max` in each span of `perMs`, for each key. */
export class RateLimit<Key> {
  readonly #max: number;
  readonly #perMs: number;
  readonly #taken = new Map<Key, number>();
  #sinceMs = Number.NEGATIVE_INFINITY;

  constructor(max: number, perMs: number) {
    this.#max = max;
    this.#perMs = perMs;
  }

  /** False when there is none left. */
  take(key: Key, nowMs: number): boolean {
    // One span for all keys: what is remembered is forgotten with it. A clock that was set back begins another.
    if (Math.abs(nowMs - this.#sinceMs) >= this.#perMs) {
      this.#taken.clear();
      this.#sinceMs = nowMs;
    }
    const taken = (this.#taken.get(key) ?? 0) + 1;
    if (taken > this.#max) return false;
    this.#taken.set(key, taken);
    return true;
  }
}
