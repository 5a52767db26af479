import type { Clock } from "../core/ports.ts";
import { HELLO_DEADLINE_MS } from "../protocol/version.ts";
import type { Refusal } from "./refusal.ts";

const MAX_UNKNOWN = 2_000;

export interface UnknownSocketsParts<Socket> {
  clock: Pick<Clock, "after">;
  sendAway: (socket: Socket, refusal: Refusal) => void;
  max?: number;
}

/**
 * Sockets that have not said who they are. An extension does so at once: of too many, the one that has been silent
 * for longest has to go, so that whoever floods the server with them keeps no extension out.
 */
export class UnknownSockets<Socket> {
  readonly #clock: Pick<Clock, "after">;
  readonly #sendAway: UnknownSocketsParts<Socket>["sendAway"];
  readonly #max: number;
  /** Oldest first, each with what stops its deadline. */
  readonly #deadlines = new Map<Socket, () => void>();

  constructor({ clock, sendAway, max = MAX_UNKNOWN }: UnknownSocketsParts<Socket>) {
    this.#clock = clock;
    this.#sendAway = sendAway;
    this.#max = max;
  }

  add(socket: Socket): void {
    const stopDeadline = this.#clock.after(HELLO_DEADLINE_MS, () =>
      this.#end(socket, {
        reason: "hello_timeout",
        message: "The extension did not say who it is within 5 s.",
      }),
    );
    this.#deadlines.set(socket, stopDeadline);
    const [oldest] = this.#deadlines.keys();
    if (this.#deadlines.size > this.#max && oldest !== undefined) {
      this.#end(oldest, {
        reason: "overloaded",
        message: "Too many extensions are connecting at once.",
      });
    }
  }

  /** It spoke, or is gone. */
  remove(socket: Socket): void {
    this.#deadlines.get(socket)?.();
    this.#deadlines.delete(socket);
  }

  #end(socket: Socket, refusal: Refusal): void {
    this.remove(socket);
    this.#sendAway(socket, refusal);
  }
}
