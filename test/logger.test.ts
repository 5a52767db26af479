import { expect, test } from "bun:test";
import { createLogger } from "../src/logger.ts";

function log(logFormat: "json" | "pretty") {
  const written: string[] = [];
  const logger = createLogger(
    { logFormat, logLevel: "info" },
    { write: (text) => written.push(text), flush: () => Promise.resolve() },
  );
  return { logger, written };
}

test("a line of the log is one JSON object with level, time, fields and message", () => {
  const { logger, written } = log("json");
  logger.warn({ sessionId: "session_1" }, "Something");
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? "")).toEqual({
    level: "warn",
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    sessionId: "session_1",
    msg: "Something",
  });
});

test.each(["json", "pretty"] as const)("%s never shows a secret, also one level down", (format) => {
  const { logger, written } = log(format);
  logger.info({ token: "hunter2", request: { authorization: "hunter2" } }, "Something");
  expect(written.join("")).toContain("[secret]");
  expect(written.join("")).not.toContain("hunter2");
});

test("what is below the level is not written", () => {
  const { logger, written } = log("json");
  logger.debug({}, "Something");
  expect(written).toEqual([]);
});

test("a log that nobody reads any more neither stops nor holds up the program", async () => {
  const program = `
    const { createLogger } = await import(${JSON.stringify(new URL("../src/logger.ts", import.meta.url).href)});
    const logger = createLogger({ logFormat: "json", logLevel: "info" });
    for (let n = 0; n < 20_000; n++) logger.info({ n }, "Something");
    await logger.flush();
    process.exit(7);`;
  const child = Bun.spawn([process.execPath, "-e", program], { stdout: "pipe", stderr: "pipe" });
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  expect(await child.exited).toBe(7);
});
