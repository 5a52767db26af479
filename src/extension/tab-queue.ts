import type { Effect } from "../tools/contract.ts";

interface Waiter {
  effect: Effect;
  /** Takes the tab for this waiter. */
  enter: () => void;
}

interface Lane {
  reading: number;
  acting: boolean;
  waiting: Waiter[];
}

/**
 * Who may work in a tab now: reads beside reads, an action alone, in the order of arrival. A read that
 * comes after a waiting action waits behind it, so that neither starves. Tabs never wait for each other.
 */
export class TabQueue {
  readonly #lanes = new Map<number, Lane>();

  /**
   * Waits for the tab. The answer gives it back and may be called more than once; it is undefined when
   * the signal aborted first.
   */
  enter(tabId: number, effect: Effect, signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    const lane = this.#lanes.get(tabId) ?? { reading: 0, acting: false, waiting: [] };
    this.#lanes.set(tabId, lane);
    const { promise, resolve } = Promise.withResolvers<(() => void) | undefined>();
    const waiter: Waiter = {
      effect,
      enter: () => {
        signal.removeEventListener("abort", giveUp);
        resolve(this.#take(tabId, lane, effect));
      },
    };
    const giveUp = () => {
      lane.waiting.splice(lane.waiting.indexOf(waiter), 1);
      resolve(undefined);
      this.#admit(tabId, lane);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    lane.waiting.push(waiter);
    this.#admit(tabId, lane);
    return promise;
  }

  #take(tabId: number, lane: Lane, effect: Effect): () => void {
    if (effect === "act") lane.acting = true;
    else lane.reading += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (effect === "act") lane.acting = false;
      else lane.reading -= 1;
      this.#admit(tabId, lane);
    };
  }

  #admit(tabId: number, lane: Lane): void {
    for (let next = lane.waiting[0]; next && isFree(lane, next.effect); next = lane.waiting[0]) {
      lane.waiting.shift();
      next.enter();
    }
    if (lane.reading === 0 && !lane.acting && lane.waiting.length === 0) this.#lanes.delete(tabId);
  }
}

function isFree(lane: Lane, effect: Effect): boolean {
  return !lane.acting && (effect === "read" || lane.reading === 0);
}
