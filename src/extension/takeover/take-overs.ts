import { type Failed, fail } from "../../protocol/failure.ts";
import { TEXTS } from "../texts.ts";

/**
 * Tabs that the person has to themselves.
 *
 *   driven ── the person types or clicks ──▶ taken over ── nothing more of them for HOLD_MS, or given back ──▶ driven
 *          ── a question is put in the page ──▶ asking ── answered, or over ──▶ driven
 *
 * No client acts there meanwhile; reading goes on. While a question is open that also keeps clients from
 * answering it themselves: their clicks and keys are as real as the person's.
 */

/** How long a tab stays the person's after what they last did in it. */
export const HOLD_MS = 20_000;

const TAKEN_OVER = fail("user_took_over", TEXTS.person.tookOver);
const ASKING = fail("user_took_over", TEXTS.person.asking);

export class TakeOvers {
  readonly #untilMs = new Map<number, number>();
  readonly #asking = new Map<number, number>();
  /** Told of each tab that the person takes over. */
  onTaken: (tabId: number) => void = () => {};

  /** The person did something in a tab that is driven. */
  take(tabId: number, nowMs: number): void {
    const isNew = !this.#isTaken(tabId, nowMs);
    this.#untilMs.set(tabId, nowMs + HOLD_MS);
    if (isNew) this.onTaken(tabId);
  }

  giveBack(tabId: number): void {
    this.#untilMs.delete(tabId);
  }

  /** A question is open in the tab, until disposed. */
  ask(tabId: number): Disposable {
    this.#asking.set(tabId, (this.#asking.get(tabId) ?? 0) + 1);
    return {
      [Symbol.dispose]: () => {
        const left = (this.#asking.get(tabId) ?? 1) - 1;
        if (left > 0) this.#asking.set(tabId, left);
        else this.#asking.delete(tabId);
      },
    };
  }

  /** Why no client may act in the tab now. */
  refusal(tabId: number, nowMs: number): Failed | undefined {
    if (this.#asking.has(tabId)) return ASKING;
    return this.#isTaken(tabId, nowMs) ? TAKEN_OVER : undefined;
  }

  /** Tabs that the person has taken over. */
  taken(nowMs: number): number[] {
    return [...this.#untilMs.keys()].filter((tabId) => this.#isTaken(tabId, nowMs));
  }

  /** False when no tab is the person's alone: then nothing has to be looked up. */
  get any(): boolean {
    return this.#asking.size > 0 || this.#untilMs.size > 0;
  }

  #isTaken(tabId: number, nowMs: number): boolean {
    const untilMs = this.#untilMs.get(tabId);
    if (untilMs === undefined) return false;
    if (nowMs < untilMs) return true;
    this.#untilMs.delete(tabId);
    return false;
  }
}

export const takeOvers = new TakeOvers();
