import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sessionIdOf } from "../../src/core/ids.ts";
import type { SessionRecord } from "../../src/core/ports.ts";
import { SqliteSessionStore } from "../../src/store/sqlite-session-store.ts";
import { UnusableDatabaseError } from "../../src/store/unusable-database-error.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import {
  aCredential,
  aSession,
  aUser,
  anAuditLine,
  anInvitation,
  anMcpSession,
  sessionStoreContract,
} from "../support/session-store-contract.ts";

/** A place for one database, gone after the test. */
class TemporaryPlace {
  readonly folder = mkdtempSync(join(tmpdir(), "session-store-"));
  readonly path = join(this.folder, "data", "sessions.db");
  readonly logger = new QuietLogger();

  open(options: { maxPages?: number } = {}): SqliteSessionStore {
    return SqliteSessionStore.open(this.path, { logger: this.logger, ...options });
  }

  logged(part: string): number {
    return this.logger.lines.filter(({ message }) => message.includes(part)).length;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

sessionStoreContract("sqlite", () => {
  const place = new TemporaryPlace();
  const store = place.open();
  // An open file may be unlinked: nothing is left behind once the store closes.
  place[Symbol.dispose]();
  return store;
});

test("everything is there after opening again", async () => {
  using place = new TemporaryPlace();
  const user = aUser();
  const session = aSession(user.id);
  const credential = aCredential(user.id);
  const line = anAuditLine(session, 1);
  {
    await using store = place.open();
    await store.saveUser(user);
    await store.saveSession(session);
    await store.saveCredential(credential);
    await store.appendAudit([line]);
  }
  await using again = place.open();
  expect(await again.user(user.id)).toEqual(user);
  expect(await again.sessions()).toEqual([session]);
  expect(await again.credentialByHash(credential.hash)).toEqual(credential);
  expect(await again.auditOf(session.id, 9)).toEqual([line]);
  expect(again.startedAfresh).toBeUndefined();
});

test("what was saved survives a kill of the process", async () => {
  using place = new TemporaryPlace();
  await using saver = Bun.spawn([process.execPath, join(import.meta.dir, "saver.ts"), place.path]);
  const { value } = await saver.stdout.getReader().read();
  saver.kill("SIGKILL");
  await saver.exited;

  await using store = place.open();
  expect((await store.sessions()).map(({ id }) => String(id))).toEqual([
    new TextDecoder().decode(value),
  ]);
});

test("several processes together spend an invitation only as often as it has uses", async () => {
  using place = new TemporaryPlace();
  await using store = place.open();
  const invitation = { ...anInvitation(40), expiresMs: 1 };
  await store.saveInvitation(invitation);

  const command = [join(import.meta.dir, "spender.ts"), place.path, invitation.hash, "30"];
  const others = [1, 2, 3].map(() => Bun.spawn([process.execPath, ...command]));
  const spent = await Promise.all(others.map((other) => new Response(other.stdout).text()));
  expect(spent.reduce((sum, text) => sum + Number(text), 0)).toBe(40);
  expect(await store.spendInvitation(invitation.hash, 0)).toBeUndefined();
});

test("the folder and the files are for their owner alone", async () => {
  using place = new TemporaryPlace();
  await using store = place.open();
  await store.saveUser(aUser());
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  expect(modeOf(dirname(place.path))).toBe("700");
  expect(["", "-wal", "-shm"].map((suffix) => modeOf(place.path + suffix))).toEqual([
    "600",
    "600",
    "600",
  ]);
});

for (const [damage, harm] of [
  ["is no database", (path: string) => writeFileSync(path, "not a database at all".repeat(100))],
  ["was cut off", (path: string) => writeFileSync(path, firstHalf(path))],
  ["has torn pages", (path: string) => writeFileSync(path, tornPages(path))],
] as const) {
  test(`a file that ${damage} is moved aside, said loudly, and started afresh`, async () => {
    using place = new TemporaryPlace();
    {
      await using store = place.open();
      const { id } = aUser();
      for (let number = 1; number < 200; number += 1) await store.saveSession(aSession(id, number));
    }
    harm(place.path);

    await using store = place.open();
    expect(store.startedAfresh).toStartWith(`${place.path}.damaged-`);
    expect(await store.sessions()).toEqual([]);
    expect(readdirSync(dirname(place.path))).toContain(basename(store.startedAfresh ?? ""));
    expect(place.logger.lines[0]).toMatchObject({ level: "error" });
    expect(place.logged("damaged")).toBe(1);
    await store.saveSession(aSession(aUser().id));
    expect(store.health()).toEqual({ state: "ok" });
  });
}

test("a database of a newer program is refused and left as it is", async () => {
  using place = new TemporaryPlace();
  await place.open()[Symbol.asyncDispose]();
  {
    using database = new Database(place.path);
    database.run("PRAGMA user_version = 99");
  }
  expect(() => place.open()).toThrow(/version 99/);
  expect(readdirSync(dirname(place.path))).toEqual(["sessions.db"]);
});

test("a database that cannot be used is refused in words that say why", () => {
  using place = new TemporaryPlace();
  writeFileSync(join(place.folder, "data"), "a file where the folder should be");
  expect(() => place.open()).toThrow(/cannot be used: .*data.*choose another data directory/);
  expect(() => place.open()).toThrow(UnusableDatabaseError);
});

test("a stored row that cannot be read is left out and logged", async () => {
  using place = new TemporaryPlace();
  await using store = place.open();
  const session = aSession(aUser().id);
  await store.saveSession(session);
  await store.saveSession(aSession(session.userId, 2));
  {
    using database = new Database(place.path);
    database.run("UPDATE sessions SET installId = 'rubbish' WHERE id <> ?", [session.id]);
  }
  expect(await store.sessions()).toEqual([session]);
  expect(place.logged("cannot be read")).toBe(1);
});

test("on a full disk the store goes on from memory, and catches up when there is room", async () => {
  using place = new TemporaryPlace();
  const maxPages = 60;
  const [early, gone] = [aUser(), aUser()].map(({ id }) => aSession(id));
  if (!early || !gone) throw new Error("two were made");
  const invitation = { ...anInvitation(2), expiresMs: 1 };
  const known = aCredential(early.userId);
  const oldMcpSession = anMcpSession(1);
  const user = aUser();
  const session = aSession(user.id);
  const credential = aCredential(user.id);
  const lines = Array.from({ length: 300 }, (_, index) => anAuditLine(session, index));
  {
    await using store = place.open({ maxPages });
    await store.saveSession(early);
    await store.saveSession(gone);
    await store.saveInvitation(invitation);
    await store.saveCredential(known);
    await store.saveMcpSession(oldMcpSession);
    using filler = new Database(place.path);
    fill(filler, maxPages);

    await store.appendAudit(lines);
    expect(store.health()).toEqual({ state: "degraded", reason: "the disk is full" });
    await store.saveUser(user);
    await store.saveSession(session);
    await store.saveCredential(credential);
    await store.removeSessions([gone.id]);
    await store.touchSessions(new Map([[early.id, early.lastSeenMs + 7]]));
    await store.touchCredentials(new Map([[known.hash, 8]]));
    await store.removeMcpSessions(await store.mcpSessionsSeenBefore(2));
    expect((await store.spendInvitation(invitation.hash, 0))?.usesLeft).toBe(1);

    const expected = [{ ...early, lastSeenMs: early.lastSeenMs + 7 }, session];
    expect(await store.user(user.id)).toEqual(user);
    expect(await store.countUsers()).toBe(1);
    expect(byId(await store.sessions())).toEqual(byId(expected));
    expect(await store.credentialByHash(credential.hash)).toEqual(credential);
    expect(await store.credentialByHash(known.hash)).toEqual({ ...known, lastUsedMs: 8 });
    expect(await store.credentialsOf(user.id)).toEqual([credential]);
    expect(await store.mcpSession(oldMcpSession.id)).toBeUndefined();
    expect(await store.auditOf(session.id, 1)).toEqual(lines.slice(-1));
    expect(place.logged("Nothing can be saved")).toBe(1);

    filler.run("DELETE FROM filler");
    await store.saveUser(user);
    expect(store.health()).toEqual({ state: "ok" });
    expect(place.logged("Saving works again")).toBe(1);
  }
  await using again = place.open();
  expect(await again.user(user.id)).toEqual(user);
  const sessions = [{ ...early, lastSeenMs: early.lastSeenMs + 7 }, session];
  expect(byId(await again.sessions())).toEqual(byId(sessions));
  expect(await again.credentialByHash(credential.hash)).toEqual(credential);
  expect(await again.credentialByHash(known.hash)).toEqual({ ...known, lastUsedMs: 8 });
  expect(await again.mcpSession(oldMcpSession.id)).toBeUndefined();
  expect(await again.auditOf(session.id, 1_000)).toEqual(lines.toReversed());
  expect(await again.spendInvitation(invitation.hash, 0)).toBeDefined();
  expect(await again.spendInvitation(invitation.hash, 0)).toBeUndefined();
});

test("what a full disk never took is named when the store closes", async () => {
  using place = new TemporaryPlace();
  const store = place.open({ maxPages: 60 });
  using filler = new Database(place.path);
  fill(filler, 60);
  const session = aSession(aUser().id);
  await store.appendAudit(Array.from({ length: 300 }, (_, index) => anAuditLine(session, index)));
  await store[Symbol.asyncDispose]();
  expect(place.logged("they are lost")).toBe(1);
});

test("a lock that another process holds is waited for, without stopping the event loop", async () => {
  using place = new TemporaryPlace();
  await using store = place.open();
  using other = new Database(place.path);
  other.run("BEGIN IMMEDIATE");
  const session = aSession(aUser().id);
  const saving = store.saveSession(session);
  const renaming = store.saveSession({ ...session, label: "newest" });
  other.run("COMMIT");
  await Promise.all([saving, renaming]);

  expect(store.health()).toEqual({ state: "ok" });
  const label = other.query("SELECT label FROM sessions").get();
  expect(label).toEqual({ label: "newest" });
});

test("ten thousand last-seen times leave the event loop its turns, and other writes theirs", async () => {
  using place = new TemporaryPlace();
  await using store = place.open();
  const { id } = aUser();
  const seen = new Map(
    Array.from({ length: 10_000 }, (_, index) => [sessionIdOf(id, index + 1), 1] as const),
  );
  const order: string[] = [];
  const touching = store.touchSessions(seen).then(() => order.push("touched"));
  await store.saveSession(aSession(id));
  order.push("saved");
  let turns = 0;
  while (order.length < 2) {
    await nextTurn();
    turns += 1;
  }
  await touching;

  expect(order).toEqual(["saved", "touched"]);
  expect(turns).toBeGreaterThan(30);
});

function byId(sessions: readonly SessionRecord[]): SessionRecord[] {
  return sessions.toSorted((a, b) => a.id.localeCompare(b.id));
}

/** Leaves no page free. The store may take pages up to `pages`; this connection may not know that. */
function fill(database: Database, pages: number): void {
  database.run("CREATE TABLE filler (bytes BLOB)");
  const isFull = database.prepare("SELECT 1 FROM pragma_page_count WHERE page_count >= ?");
  while (isFull.get(pages) === null) database.run("INSERT INTO filler VALUES (zeroblob(3000))");
}

function firstHalf(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return bytes.subarray(0, bytes.length / 2);
}

function tornPages(path: string): Uint8Array {
  return readFileSync(path).fill(0xa5, 4_096 * 3, 4_096 * 12);
}
