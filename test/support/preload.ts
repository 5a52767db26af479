import { buildAssets } from "../../src/build/assets.ts";

// The server under test carries the extension and the pages inside: they have to be there, and new.
await buildAssets();
