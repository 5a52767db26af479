import { Database } from "bun:sqlite";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { troubleOf } from "./disk-trouble.ts";
import { UnusableDatabaseError, unusable } from "./unusable-database-error.ts";

/** A server that was killed a moment ago may still hold the lock: Windows lets go of it a little later. */
const BUSY_MS = 1_000;

/**
 * Held by the one server that may serve from a data folder: a second would take the browsers of the first
 * for gone, and remove their sessions. It is a transaction that never ends, on an empty database of its
 * own, so that the system ends it with the process, however that ends, and other commands may use the real one.
 */
export class FolderLock implements Disposable {
  readonly #database: Database;

  /** Throws `UnusableDatabaseError` when another server holds it, or the folder cannot be written. */
  static take(folder: string): FolderLock {
    const path = join(folder, "server.lock");
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return new FolderLock(path);
    } catch (error) {
      if (troubleOf(error) !== "busy") throw unusable(path, error);
      throw new UnusableDatabaseError(
        `Another server already runs with the data folder ${folder}. ` +
          "Stop that one, or choose another folder with --data-dir.",
        { cause: error },
      );
    }
  }

  private constructor(path: string) {
    this.#database = new Database(path);
    try {
      chmodSync(path, 0o600);
      this.#database.run(`PRAGMA busy_timeout = ${BUSY_MS}`);
      // The first page of an empty database would be kept in a file, which a full disk does not take.
      this.#database.run("PRAGMA journal_mode = MEMORY");
      this.#database.run("BEGIN EXCLUSIVE");
    } catch (error) {
      this.#database.close(true);
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#database.close(true);
  }
}
