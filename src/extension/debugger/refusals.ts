/**
 * Tabs whose person pressed Cancel on Chrome's bar: they are left alone for a while. Any other reason for
 * which the debugger went is no refusal.
 */

/** How long a tab is left alone. */
export const REFUSED_MS = 60_000;

export class Refusals {
  readonly #until = new Map<number, number>();

  note(tabId: number, reason: string, nowMs: number): void {
    if (reason === "canceled_by_user") this.#until.set(tabId, nowMs + REFUSED_MS);
  }

  has(tabId: number, nowMs: number): boolean {
    const until = this.#until.get(tabId);
    if (until === undefined) return false;
    // Further away it is only by a clock that was set back.
    if (until > nowMs && until <= nowMs + REFUSED_MS) return true;
    this.#until.delete(tabId);
    return false;
  }
}
