import { type Failed, fail } from "../../protocol/failure.ts";
import { type Clock, systemClock } from "../clock.ts";
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

/** Who types does not have everybody told of each key. */
const TELL_MS = 1_000;

const TAKEN_OVER = fail("user_took_over", TEXTS.person.tookOver(HOLD_MS / 1_000));
const ASKING = fail("user_took_over", TEXTS.person.asking);

/** A tab that the person has taken over. */
export interface TakenTab {
  tabId: number;
  /** When it is driven again, if they do nothing more there. */
  untilMs: number;
}

/** `taken` by the person, theirs for `longer`, or `over`: driven again. */
export type TakeOverChange = "taken" | "longer" | "over";

type Listener = (tabId: number, change: TakeOverChange) => void;

interface Hold {
  untilMs: number;
  toldMs: number;
  cancel: () => void;
}

export class TakeOvers {
  readonly #clock: Clock;
  readonly #holds = new Map<number, Hold>();
  readonly #asking = new Map<number, number>();
  readonly #listeners = new Set<Listener>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The person did something in a tab that is driven. */
  take(tabId: number): void {
    const nowMs = this.#clock.now();
    const before = this.#holds.get(tabId);
    before?.cancel();
    const isTold = before !== undefined && nowMs - before.toldMs < TELL_MS;
    this.#holds.set(tabId, {
      untilMs: nowMs + HOLD_MS,
      toldMs: isTold ? before.toldMs : nowMs,
      cancel: this.#clock.after(HOLD_MS, () => this.giveBack(tabId)),
    });
    if (!isTold) this.#tell(tabId, before ? "longer" : "taken");
  }

  giveBack(tabId: number): void {
    this.#holds.get(tabId)?.cancel();
    if (this.#holds.delete(tabId)) this.#tell(tabId, "over");
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
  refusal(tabId: number): Failed | undefined {
    if (this.#asking.has(tabId)) return ASKING;
    return this.#holds.has(tabId) ? TAKEN_OVER : undefined;
  }

  isTaken(tabId: number): boolean {
    return this.#holds.has(tabId);
  }

  /** Tabs that the person has taken over. */
  get taken(): TakenTab[] {
    return [...this.#holds].map(([tabId, { untilMs }]) => ({ tabId, untilMs }));
  }

  /** False when no tab is the person's alone: then nothing has to be looked up. */
  get any(): boolean {
    return this.#asking.size > 0 || this.#holds.size > 0;
  }

  /** Tells of each tab that is taken over or driven again. The returned function stops. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(tabId: number, change: TakeOverChange): void {
    for (const listener of this.#listeners) listener(tabId, change);
  }
}

export const takeOvers = new TakeOvers(systemClock);
