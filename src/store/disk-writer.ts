import type { Database } from "bun:sqlite";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import type { Logger } from "../core/ports.ts";
import { type DiskTrouble, TROUBLE_IN_WORDS, troubleOf } from "./disk-trouble.ts";
import type { Unwritten } from "./unwritten.ts";

/** Changes in one transaction: few enough that the event loop hardly notices. */
export const CHUNK = 200;

/** How often and how long another process that holds the lock is waited for. */
const BUSY_RETRIES = 100;
const BUSY_PAUSE_MS = 10;

/** Brings what is unwritten to the disk, in small transactions, and knows whether the disk takes it. */
export class DiskWriter {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #everything: () => Generator<Unwritten>;
  #trouble: DiskTrouble | undefined;
  #ended = false;

  constructor(database: Database, logger: Logger, everything: () => Generator<Unwritten>) {
    this.#database = database;
    this.#logger = logger;
    this.#everything = everything;
  }

  /** Why nothing can be written at present. */
  get trouble(): DiskTrouble | undefined {
    return this.#trouble;
  }

  /** Writes what `changes` yields until nothing is left of it or the disk refuses. Bugs throw. */
  async write(changes: () => Iterable<Unwritten>): Promise<void> {
    if (this.#ended) return;
    for (let busy = 0; ;) {
      const outcome = this.#writeSome(changes);
      if (outcome === "done") {
        if (this.#trouble !== undefined && this.#everything().next().done === true) this.#good();
        return;
      }
      if (outcome === "more") {
        await nextTurn();
      } else if (outcome === "busy" && this.#trouble !== "busy" && busy < BUSY_RETRIES) {
        busy += 1;
        await delay(BUSY_PAUSE_MS);
      } else {
        this.#degrade(outcome);
        return;
      }
      if (this.#ended) return;
    }
  }

  /** Tries everything once more. Later writes do nothing. */
  async end(): Promise<void> {
    await this.write(this.#everything);
    this.#ended = true;
    if (this.#trouble === undefined) return;
    this.#logger.error(
      { changes: [...this.#everything()].length, reason: TROUBLE_IN_WORDS[this.#trouble] },
      "🔴 [Session Store] Closed with changes that the disk never took: they are lost",
    );
  }

  /** One transaction. */
  #writeSome(changes: () => Iterable<Unwritten>): "done" | "more" | DiskTrouble {
    const written: Unwritten[] = [];
    let current: Unwritten | undefined;
    let isMore = false;
    try {
      this.#database
        .transaction(() => {
          for (const change of changes()) {
            isMore = written.length === CHUNK;
            if (isMore) return;
            current = change;
            change.write();
            written.push(change);
          }
        })
        .immediate();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) return trouble;
      // A change that can never be written must not stand in the way of all others.
      current?.forget();
      throw error;
    }
    for (const change of written) change.forget();
    return isMore ? "more" : "done";
  }

  #degrade(trouble: DiskTrouble): void {
    if (this.#trouble === trouble) return;
    this.#trouble = trouble;
    this.#logger.error(
      { reason: TROUBLE_IN_WORDS[trouble] },
      "🔴 [Session Store] Nothing can be saved. The server goes on from memory, and what happens now would not survive a restart",
    );
  }

  #good(): void {
    this.#trouble = undefined;
    this.#logger.info({}, "🟢 [Session Store] Saving works again, and everything missed is saved");
  }
}
