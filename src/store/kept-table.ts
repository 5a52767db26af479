import type { Database, Statement } from "bun:sqlite";
import { z } from "zod";
import type { RowValues, Unwritten } from "./unwritten.ts";

const countSchema = z.object({ count: z.number() });

export interface TableShape<Key extends string, Row> {
  name: string;
  /** Its fields are the table's columns. */
  row: z.ZodType<Row> & { shape: object };
  keyColumn: string;
  keyOf: (row: Row) => Key;
  bind: (row: Row) => RowValues;
  /** For columns where the stored value may win: SQL of the value to keep. */
  merge?: Readonly<Record<string, string>>;
  /** The column of the last sign of life, and how a row looks after one at `ms`. */
  touch?: { column: string; apply: (row: Row, ms: number) => Row };
}

/**
 * One table, seen through what the disk has not taken of it yet: the newest state of a row answers,
 * written or not. Normally nothing is unwritten for longer than one statement takes.
 */
export class KeptTable<Key extends string, Row> {
  readonly #database: Database;
  readonly #shape: TableShape<Key, Row>;
  readonly #onBadRow: (table: string) => void;
  readonly #columns: string;
  readonly #select: Statement<unknown, [string]>;
  readonly #count: Statement<unknown, []>;
  readonly #upsert: Statement<unknown, [RowValues]>;
  readonly #delete: Statement<unknown, [string]>;
  readonly #touch: Statement<unknown, [number, string]> | undefined;
  /** Null: removed. */
  readonly #rows = new Map<Key, Row | null>();
  readonly #touches = new Map<Key, number>();

  constructor(database: Database, shape: TableShape<Key, Row>, onBadRow: (table: string) => void) {
    this.#database = database;
    this.#shape = shape;
    this.#onBadRow = onBadRow;
    const { name, keyColumn, merge, touch } = shape;
    const columns = Object.keys(shape.row.shape);
    this.#columns = columns.join(", ");
    const values = columns.map((column) => `$${column}`).join(", ");
    const updates = columns.map(
      (column) => `${column} = ${merge?.[column] ?? `excluded.${column}`}`,
    );
    this.#select = database.prepare(`SELECT ${this.#columns} FROM ${name} WHERE ${keyColumn} = ?`);
    this.#count = database.prepare(`SELECT count(*) AS count FROM ${name}`);
    this.#upsert = database.prepare(
      `INSERT INTO ${name} (${this.#columns}) VALUES (${values})
       ON CONFLICT (${keyColumn}) DO UPDATE SET ${updates.join(", ")}`,
    );
    this.#delete = database.prepare(`DELETE FROM ${name} WHERE ${keyColumn} = ?`);
    this.#touch =
      touch &&
      database.prepare(
        `UPDATE ${name} SET ${touch.column} = max(coalesce(${touch.column}, 0), ?) WHERE ${keyColumn} = ?`,
      );
  }

  get(key: Key): Row | undefined {
    const unwritten = this.#rows.get(key);
    if (unwritten !== undefined) return unwritten ?? undefined;
    const stored = this.#select.get(key);
    return stored === null ? undefined : this.#parse(stored);
  }

  put(row: Row): void {
    this.#rows.set(this.#shape.keyOf(row), row);
  }

  remove(key: Key): void {
    this.#rows.set(key, null);
  }

  touchAll(seen: ReadonlyMap<Key, number>): void {
    for (const key of [...seen.keys()].toSorted()) {
      const ms = seen.get(key) ?? 0;
      const unwritten = this.#rows.get(key);
      if (unwritten === undefined) {
        this.#touches.set(key, Math.max(ms, this.#touches.get(key) ?? 0));
      } else if (unwritten !== null && this.#shape.touch) {
        this.#rows.set(key, this.#shape.touch.apply(unwritten, ms));
      }
    }
  }

  /** A prepared query. `matches` says of a row in memory what `condition` says of one on the disk. */
  finder<Values extends (string | number)[]>(
    condition: string,
    matches: (row: Row, ...values: Values) => boolean,
  ): (...values: Values) => Row[] {
    const select = this.#database.prepare<unknown, (string | number)[]>(
      `SELECT ${this.#columns} FROM ${this.#shape.name} WHERE ${condition}`,
    );
    return (...values) => {
      const found: Row[] = [];
      for (const stored of select.all(...values)) {
        const row = this.#parse(stored);
        if (!row || this.#rows.has(this.#shape.keyOf(row))) continue;
        if (this.#touches.size === 0 || matches(row, ...values)) found.push(row);
      }
      for (const row of this.#rows.values()) if (row && matches(row, ...values)) found.push(row);
      return found;
    };
  }

  /** How many rows there are, written or not. */
  count(): number {
    let { count } = countSchema.parse(this.#count.get());
    for (const [key, row] of this.#rows) {
      const isStored = this.#select.get(key) !== null;
      if (row && !isStored) count += 1;
      if (!row && isStored) count -= 1;
    }
    return count;
  }

  *unwrittenRows(): Generator<Unwritten> {
    for (const [key, row] of this.#rows) {
      yield {
        write: () => (row ? this.#upsert.run(this.#shape.bind(row)) : this.#delete.run(key)),
        forget: () => this.#rows.delete(key),
      };
    }
  }

  *unwrittenTouches(): Generator<Unwritten> {
    for (const [key, ms] of this.#touches) {
      yield {
        write: () => this.#touch?.run(ms, key),
        forget: () => this.#touches.delete(key),
      };
    }
  }

  /** One row that no longer parses must not keep the server from starting: it counts as missing. */
  #parse(stored: unknown): Row | undefined {
    const parsed = this.#shape.row.safeParse(stored);
    if (!parsed.success) {
      this.#onBadRow(this.#shape.name);
      return undefined;
    }
    const touchedMs = this.#touches.get(this.#shape.keyOf(parsed.data));
    if (touchedMs === undefined || !this.#shape.touch) return parsed.data;
    return this.#shape.touch.apply(parsed.data, touchedMs);
  }
}
