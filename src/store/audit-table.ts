import type { Database, Statement } from "bun:sqlite";
import type { AuditRecord } from "../core/ports.ts";
import type { SessionId } from "../protocol/ids.ts";
import { auditRow } from "./rows.ts";
import type { RowValues, Unwritten } from "./unwritten.ts";

/** While the disk takes nothing, this many of the newest lines are kept. */
const MAX_UNWRITTEN = 10_000;

const COLUMNS = Object.keys(auditRow.shape);

/** The audit trail's table, and the lines that the disk has not taken yet. */
export class AuditTable {
  readonly #insert: Statement<unknown, [RowValues]>;
  readonly #select: Statement<unknown, [string, number]>;
  readonly #trim: Statement<unknown, [number, number]>;
  readonly #lines = new Set<AuditRecord>();

  constructor(database: Database) {
    const columns = COLUMNS.join(", ");
    const values = COLUMNS.map((column) => `$${column}`).join(", ");
    this.#insert = database.prepare(`INSERT INTO audit (${columns}) VALUES (${values})`);
    this.#select = database.prepare(
      `SELECT ${columns} FROM audit WHERE sessionId = ? ORDER BY number DESC LIMIT ?`,
    );
    // Lines were appended in the order of time, so the old ones are the first ones: no scan.
    this.#trim = database.prepare(
      "DELETE FROM audit WHERE number IN (SELECT number FROM audit ORDER BY number LIMIT ?) AND atMs < ?",
    );
  }

  append(lines: readonly AuditRecord[]): void {
    for (const line of lines) this.#lines.add({ ...line });
    for (const oldest of this.#lines) {
      if (this.#lines.size <= MAX_UNWRITTEN) break;
      this.#lines.delete(oldest);
    }
  }

  newestOf(sessionId: SessionId, limit: number): AuditRecord[] {
    const unwritten = [...this.#lines].filter((line) => line.sessionId === sessionId).toReversed();
    const stored = this.#select.all(sessionId, limit).flatMap((row) => {
      const parsed = auditRow.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
    return [...unwritten, ...stored].slice(0, limit);
  }

  /** Removes up to `limit` of the lines older than `beforeMs`; answers how many. */
  trimSome(beforeMs: number, limit: number): number {
    return this.#trim.run(limit, beforeMs).changes;
  }

  *unwritten(): Generator<Unwritten> {
    for (const line of this.#lines) {
      yield {
        write: () => this.#insert.run({ ...line }),
        forget: () => this.#lines.delete(line),
      };
    }
  }
}
