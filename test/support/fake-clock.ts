import type { Clock } from "../../src/core/ports.ts";

interface Timer {
  atMs: number;
  everyMs: number | undefined;
  run: () => void;
}

/** A clock that stands still until the test moves it. */
export class FakeClock implements Clock {
  #nowMs = 1_700_000_000_000;
  #setByMs = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#nowMs + this.#setByMs;
  }

  after(ms: number, run: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + ms, everyMs: undefined, run });
  }

  every(ms: number, run: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + ms, everyMs: ms, run });
  }

  /** How many timers are set: what a test leaves behind. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Sets the time of day, forward or back; no time passes. */
  set(byMs: number): void {
    this.#setByMs += byMs;
  }

  /** Moves time, running each timer at its moment. */
  move(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const next = [...this.#timers].toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!next || next.atMs > untilMs) break;
      this.#nowMs = next.atMs;
      if (next.everyMs === undefined) this.#timers.delete(next);
      else next.atMs += next.everyMs;
      next.run();
    }
    this.#nowMs = untilMs;
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}
