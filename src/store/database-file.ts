import { Database } from "bun:sqlite";
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { troubleOf } from "./disk-trouble.ts";
import { migrate } from "./migrations.ts";
import { unusable } from "./unusable-database-error.ts";

/** How long the start waits for another process that holds the file, e.g. one that is migrating it. */
const BUSY_AT_START_MS = 5_000;

/** Afterwards waiting would stop the event loop, so it is left to the caller. */
const BUSY_MS = 2;

/** The audit trail is left out: it is by far the largest, and nothing that goes on depends on it. */
const CHECKED_TABLES = ["users", "sessions", "credentials", "invitations", "mcpSessions"];

const quickCheckSchema = z.tuple([z.object({ quick_check: z.literal("ok") })]);

class DamagedDatabaseError extends Error {
  override name = "DamagedDatabaseError";
}

/**
 * Opens the database for its owner alone. A damaged one is moved aside, never deleted, and a new one takes
 * its place; `movedTo` says where. Throws `UnusableDatabaseError` when the file cannot be used at all.
 */
export function openDatabaseFile(
  path: string,
  nowMs: number,
): { database: Database; movedTo: string | undefined } {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      return { database: open(path), movedTo: undefined };
    } catch (error) {
      if (!(error instanceof DamagedDatabaseError) && troubleOf(error) !== "damaged") throw error;
      const movedTo = moveAside(path, nowMs);
      return { database: open(path), movedTo };
    }
  } catch (error) {
    throw unusable(path, error);
  }
}

function open(path: string): Database {
  // SQLite gives its -wal and -shm files the mode of the database.
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
  const database = new Database(path, { strict: true });
  try {
    database.run(`PRAGMA busy_timeout = ${BUSY_AT_START_MS}`);
    database.run("PRAGMA journal_mode = WAL");
    database.run("PRAGMA synchronous = NORMAL");
    migrate(database);
    for (const table of CHECKED_TABLES) {
      const found = database.prepare(`PRAGMA quick_check(${table})`).all();
      if (!quickCheckSchema.safeParse(found).success) throw new DamagedDatabaseError(table);
    }
    database.run(`PRAGMA busy_timeout = ${BUSY_MS}`);
    return database;
  } catch (error) {
    database.close(true);
    throw error;
  }
}

function moveAside(path: string, nowMs: number): string {
  const time = new Date(nowMs).toISOString().replaceAll(":", "-");
  const target = `${path}.damaged-${time}`;
  for (const suffix of ["", "-wal", "-shm"]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}
