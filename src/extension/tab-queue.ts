import type { Effect } from "../tools/contract.ts";

interface Waiter {
  client: string;
  effect: Effect;
  /** Takes the tab for this waiter. */
  enter: () => void;
}

interface Lane {
  reading: number;
  acting: boolean;
  /** In the order of arrival. */
  waiting: Waiter[];
  /** How many were let in. */
  served: number;
  /** When each client had its turn, counted by `served`; one that is new comes before who was served last. */
  turns: Map<string, number>;
}

/**
 * Who may work in a tab now: reads beside reads, an action alone. Each client's calls go in the order of
 * their arrival; among clients, whoever had its turn longest ago is next, so that one that floods the tab
 * holds nobody up. While the next is an action that waits for reads to end, everyone waits behind it, so
 * that it does not starve. Tabs never wait for each other.
 */
export class TabQueue {
  readonly #lanes = new Map<number, Lane>();

  /**
   * Waits for the tab. The answer gives it back and may be called more than once; it is undefined when
   * the signal aborted first.
   */
  enter(
    tabId: number,
    effect: Effect,
    client: string,
    signal: AbortSignal,
  ): Promise<(() => void) | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    const lane = this.#lanes.get(tabId) ?? newLane();
    this.#lanes.set(tabId, lane);
    if (!lane.turns.has(client)) lane.turns.set(client, lane.served - 0.5);
    const { promise, resolve } = Promise.withResolvers<(() => void) | undefined>();
    const waiter: Waiter = {
      client,
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
    for (let next = nextOf(lane); next && isFree(lane, next.effect); next = nextOf(lane)) {
      lane.waiting.splice(lane.waiting.indexOf(next), 1);
      lane.served += 1;
      lane.turns.set(next.client, lane.served);
      next.enter();
    }
    if (lane.reading === 0 && !lane.acting && lane.waiting.length === 0) this.#lanes.delete(tabId);
  }
}

function newLane(): Lane {
  return { reading: 0, acting: false, waiting: [], served: 0, turns: new Map() };
}

/** The first call of the client that had its turn longest ago. */
function nextOf({ waiting, turns }: Lane): Waiter | undefined {
  const turnOf = ({ client }: Waiter) => turns.get(client) ?? 0;
  let next = waiting[0];
  for (const waiter of waiting) if (next && turnOf(waiter) < turnOf(next)) next = waiter;
  return next;
}

function isFree(lane: Lane, effect: Effect): boolean {
  return !lane.acting && (effect === "read" || lane.reading === 0);
}
