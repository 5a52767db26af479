import { bugFields } from "./bug.ts";
import type { AuditRecord, Clock, Logger, SessionStore } from "./ports.ts";

const WRITE_EVERY_MS = 1_000;
/** More lines than this between two writes are counted and left out, rather than held in memory. */
const MAX_WAITING = 20_000;

/** What was done in whose browser, written in batches so that no call waits for the disk. */
export class AuditTrail {
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #waiting: AuditRecord[] = [];
  #leftOut = 0;
  #stopTimer: (() => void) | undefined;

  constructor(store: SessionStore, clock: Clock, logger: Logger) {
    this.#store = store;
    this.#clock = clock;
    this.#logger = logger;
  }

  add(record: AuditRecord): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#leftOut += 1;
      return;
    }
    this.#waiting.push(record);
    this.#stopTimer ??= this.#clock.after(WRITE_EVERY_MS, () => {
      this.write().catch((cause: unknown) => {
        this.#logger.error(bugFields(cause), "[Audit Trail] Lines could not be written");
      });
    });
  }

  /** Writes what is waiting. Called by its own timer, and once at shutdown. */
  async write(): Promise<void> {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const records = this.#waiting;
    this.#waiting = [];
    if (this.#leftOut > 0) {
      this.#logger.warn(
        { leftOut: this.#leftOut },
        "[Audit Trail] Too many calls at once: lines left out",
      );
      this.#leftOut = 0;
    }
    if (records.length > 0) await this.#store.appendAudit(records);
  }
}
