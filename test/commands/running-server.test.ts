import { expect, test } from "bun:test";
import { stopServer } from "../../src/commands/running-server.ts";
import { loadConfig } from "../../src/config.ts";
import { createLogger } from "../../src/logger.ts";

test("a part that cannot be ended is logged, without its words, and the process ends in order all the same", async () => {
  const loaded = loadConfig({ flags: {}, env: {}, readFile: () => undefined });
  if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
  let output = "";
  const logger = createLogger(loaded.config.server, {
    write: (text) => {
      output += text;
    },
    flush: async () => undefined,
  });
  const app = { drain: () => Promise.reject(new TypeError("said by a page")) };
  await stopServer({ app, logger }, loaded.config);

  expect(output).toContain("Not everything could be ended");
  expect(output).not.toContain("said by a page");
});
