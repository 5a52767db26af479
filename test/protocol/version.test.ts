import { expect, test } from "bun:test";
import { z } from "zod";
import { toExtensionSchema, toServerSchema } from "../../src/protocol/messages.ts";
import { PROTOCOL_HISTORY, PROTOCOL_VERSION } from "../../src/protocol/version.ts";

test("the frames do not change without a new protocol version", () => {
  const schemas = [toServerSchema, toExtensionSchema].map((schema) =>
    JSON.stringify(z.toJSONSchema(schema)),
  );
  const hash = new Bun.CryptoHasher("sha256").update(schemas.join("\n")).digest("hex").slice(0, 16);

  // It failed? Add a line to PROTOCOL_HISTORY, raise PROTOCOL_VERSION, then update the hash.
  expect({ version: PROTOCOL_VERSION, hash }).toEqual({ version: 3, hash: "7e31f4c470d47d9f" });
});

test("the history ends with the version that is spoken", () => {
  expect(PROTOCOL_HISTORY.at(-1)?.version).toBe(PROTOCOL_VERSION);
});
