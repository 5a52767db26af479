import { setDefaultTimeout } from "bun:test";
import { buildAssets } from "../../src/build/assets.ts";

// Real browsers on a busy machine: a test that hangs is told from one that waits for them.
setDefaultTimeout(60_000);

// The server under test carries the extension and the pages inside: they have to be there, and new.
await buildAssets();
