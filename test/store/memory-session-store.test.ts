import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { sessionStoreContract } from "../support/session-store-contract.ts";

sessionStoreContract("memory", () => new MemorySessionStore());
