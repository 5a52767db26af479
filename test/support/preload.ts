import { buildAssets } from "../../src/build/assets.ts";

// The server under test carries the extension and the pages inside: they have to be there, and new.
// Where they cannot be built, the tests that need them fail; the others still say something.
await buildAssets().catch((cause: unknown) => {
  console.error("The extension and the pages could not be built:", cause);
});
