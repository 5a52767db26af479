/** A process that saves one session and then waits to be killed. */
import { SqliteSessionStore } from "../../src/store/sqlite-session-store.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { aSession, aUser } from "../support/session-store-contract.ts";

const store = SqliteSessionStore.open(process.argv[2] ?? "", { logger: new QuietLogger() });
const session = aSession(aUser().id);
await store.saveSession(session);
process.stdout.write(session.id);
setInterval(() => undefined, 60_000);
