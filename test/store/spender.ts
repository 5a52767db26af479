/** A second process on one database: spends an invitation as often as it can and says how often that was. */
import { SqliteSessionStore } from "../../src/store/sqlite-session-store.ts";
import { QuietLogger } from "../support/quiet-logger.ts";

const [path, hash, attempts] = process.argv.slice(2);
if (path === undefined || hash === undefined) throw new Error("usage: spender.ts PATH HASH TIMES");
await using store = SqliteSessionStore.open(path, { logger: new QuietLogger() });
let spent = 0;
for (let attempt = 0; attempt < Number(attempts); attempt += 1) {
  if (await store.spendInvitation(hash, 0)) spent += 1;
}
process.stdout.write(String(spent));
