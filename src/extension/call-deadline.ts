/** When the call that a signal belongs to must have answered, as `Date.now()` counts. */

const deadlines = new WeakMap<AbortSignal, number>();

export function setDeadline(signal: AbortSignal, deadlineMs: number): void {
  deadlines.set(signal, deadlineMs);
}

export function deadlineOf(signal: AbortSignal): number {
  return deadlines.get(signal) ?? Infinity;
}
