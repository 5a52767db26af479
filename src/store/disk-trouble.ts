import { SQLiteError } from "bun:sqlite";

/** Why SQLite could not do what it was asked to, where that is the world's doing and not a bug of ours. */
export type DiskTrouble = "busy" | "full" | "unwritable" | "failing" | "damaged";

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const TROUBLE_OF_CODE: ReadonlyMap<number, DiskTrouble> = new Map([
  [3, "unwritable"], // PERM
  [5, "busy"], // BUSY
  [6, "busy"], // LOCKED
  [8, "unwritable"], // READONLY
  [10, "failing"], // IOERR
  [11, "damaged"], // CORRUPT
  [13, "full"], // FULL
  [14, "unwritable"], // CANTOPEN
  [15, "busy"], // PROTOCOL: too many processes raced for the lock
  [26, "damaged"], // NOTADB
]);

/** What people read in the log and in `/health`. */
export const TROUBLE_IN_WORDS: Readonly<Record<DiskTrouble, string>> = {
  busy: "another process holds the database",
  full: "the disk is full",
  unwritable: "the database file cannot be written",
  failing: "the disk answers with errors",
  damaged: "the database is damaged; it will be moved aside at the next start",
};

/** Undefined for everything that is a bug. */
export function troubleOf(error: unknown): DiskTrouble | undefined {
  // The upper bits of an extended code only tell the primary code's kinds apart.
  return error instanceof SQLiteError ? TROUBLE_OF_CODE.get(error.errno & 0xff) : undefined;
}
