/**
 * Tabs whose person pressed Cancel on Chrome's bar: they are left alone for a while. Any other reason for
 * which the debugger went is no refusal.
 */

/** How long a tab is left alone. */
export const REFUSED_MS = 60_000;

export class Refusals {
  readonly #sinceMs = new Map<number, number>();

  note(tabId: number, reason: string, nowMs: number): void {
    if (reason === "canceled_by_user") this.#sinceMs.set(tabId, nowMs);
  }

  has(tabId: number, nowMs: number): boolean {
    const sinceMs = this.#sinceMs.get(tabId);
    if (sinceMs === undefined) return false;
    // When the clock is set back, the while begins anew: a Cancel is not forgotten for it, nor kept for hours.
    if (nowMs < sinceMs) this.#sinceMs.set(tabId, nowMs);
    if (nowMs - sinceMs < REFUSED_MS) return true;
    this.#sinceMs.delete(tabId);
    return false;
  }
}
