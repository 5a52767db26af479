import type { Clock, Logger } from "../core/ports.ts";
import { OFFER_MS, type Rooms } from "./rooms.ts";

/** A dispatched agent is there by then, or its offer was lost. */
const DISPATCH_MS = 5_000;

export interface WaitingRoomsParts {
  rooms: Rooms;
  clock: Clock;
  logger: Logger;
  /** How many more rooms can be served, and whether this one is. */
  free: () => number;
  serves: (room: string) => boolean;
  /** Other servers may bring agents to theirs. */
  isOurs: (room: string) => Promise<boolean>;
  dispatched: () => void;
  failed: (cause: unknown) => void;
}

/**
 * Brings agents to rooms in which somebody waits without one. One look at a time; a wish that comes
 * meanwhile is looked after once more.
 */
export class WaitingRooms {
  readonly #parts: WaitingRoomsParts;
  /** Where an agent may be on its way. */
  readonly #dispatched = new Set<string>();
  #looking = false;
  #again = false;

  constructor(parts: WaitingRoomsParts) {
    this.#parts = parts;
  }

  look(): void {
    this.#again = this.#looking;
    if (this.#looking) return;
    this.#looking = true;
    this.#bringAgents()
      .catch((cause: unknown) => this.#parts.failed(cause))
      .finally(() => {
        this.#looking = false;
        if (this.#again) this.look();
      });
  }

  async #bringAgents(): Promise<void> {
    const { rooms, clock, logger, free, serves, isOurs, dispatched } = this.#parts;
    const waiting: string[] = [];
    for (const room of await rooms.withoutAgent()) {
      if (!serves(room) && !this.#dispatched.has(room) && (await isOurs(room))) waiting.push(room);
    }
    let isSoon = false;
    for (const room of waiting.slice(0, Math.max(0, free()))) {
      if (serves(room)) continue;
      if (await rooms.dispatch(room, clock.now())) {
        this.#awaitAgent(room);
        dispatched();
        logger.info({ room }, "🎙️ [Voice] Dispatched an agent to a room without one");
      } else if (!isSoon) {
        isSoon = true;
        clock.after(OFFER_MS, () => this.look());
      }
    }
  }

  #awaitAgent(room: string): void {
    this.#dispatched.add(room);
    this.#parts.clock.after(DISPATCH_MS, () => {
      this.#dispatched.delete(room);
      this.look();
    });
  }
}
