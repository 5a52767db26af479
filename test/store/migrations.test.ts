import { Database } from "bun:sqlite";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "bun:test";
import { MIGRATIONS } from "../../src/store/migrations.ts";
import { SqliteSessionStore } from "../../src/store/sqlite-session-store.ts";
import { emptyFolder } from "../support/empty-folder.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { aCredential, aUser, anInvitation } from "../support/session-store-contract.ts";

test("a database of the first version is brought up to date, and what it holds goes on", async () => {
  await using folder = await emptyFolder();
  const path = join(folder.path, "data", "sessions.db");
  await mkdir(dirname(path));
  const { id: userId } = aUser();
  const { madeBy: _since, ...credential } = { ...aCredential(userId), expiresMs: 5 };
  const { madeBy: _too, ...invitation } = anInvitation();
  {
    using database = new Database(path, { strict: true });
    for (const step of MIGRATIONS.slice(0, 1)) database.run(step);
    database.run("PRAGMA user_version = 1");
    for (const [table, row] of Object.entries({
      credentials: credential,
      invitations: invitation,
    })) {
      const columns = Object.keys(row);
      database
        .prepare(
          `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map((name) => `$${name}`).join()})`,
        )
        .run({ ...row });
    }
  }
  await using store = SqliteSessionStore.open(path, { logger: new QuietLogger() });
  const known = { ...credential, madeBy: null };
  expect(await store.credentialByHash(credential.hash)).toEqual(known);
  expect(await store.credentialsExpired(4, 5)).toEqual([known]);
  expect(await store.spendInvitation(invitation.hash, 0)).toMatchObject({ madeBy: null });
});
