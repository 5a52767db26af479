import { expect, test } from "bun:test";
import { join } from "node:path";
import { FAILURE_CODES, type FailureCode } from "../src/protocol/failure.ts";
import { allTools } from "../src/tools/catalogue.ts";

/** Holds the tests against what is promised: every tool is called, and every failure provoked, in a real browser. */

const ROOT = join(import.meta.dir, "..");

/** Starts a real browser, or is handed the person at one. */
const IN_CHROME = /DrivenBrowser\.start\(|Person\.arrive\(|: Person\b/;

/** Tests that do not run show nothing. */
const SKIPPED = /\b(?:test|describe)\.(?:skip|todo|failing|if|skipIf)\b/;

/** Codes that nothing in a browser can bring about, and the test that provokes them without one. */
const WITHOUT_A_BROWSER: Partial<Record<FailureCode, string>> = {
  // It takes a bug.
  internal: "test/extension/executor.test.ts",
};

async function textOf(path: string): Promise<string> {
  const text = await Bun.file(join(ROOT, path)).text();
  return text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
}

const paths = [...new Bun.Glob("test/{extension,e2e,tasks}/**/*.ts").scanSync(ROOT)];
const texts = await Promise.all(paths.map(textOf));
const inChrome = texts.filter((text) => IN_CHROME.test(text) && !SKIPPED.test(text)).join("\n");

test("every tool is called in a real browser by a test that wants it to succeed", () => {
  expect(inChrome.length).toBeGreaterThan(10_000);
  // Through the socket of the extension, or through a whole server as a client does.
  const called = new Set(
    [...inChrome.matchAll(/(?:\.(?:call|begin)\(|\bcallTool\(\s*[\w.]+,)\s*"(\w+)"/g)].map(
      ([, tool]) => tool,
    ),
  );
  expect(allTools.filter(({ name }) => !called.has(name)).map(({ name }) => name)).toEqual([]);
});

test("every failure is provoked in a real browser, or it is said why it cannot be", async () => {
  const isNamed = (code: string, text: string) =>
    new RegExp(`code: "${code}"|toBe\\("${code}"\\)|["\`/^]${code}: |"${code}"[,\\])]`).test(text);
  const missing: string[] = [];
  for (const code of FAILURE_CODES) {
    const elsewhere = WITHOUT_A_BROWSER[code];
    const text = elsewhere === undefined ? inChrome : await textOf(elsewhere);
    if (!isNamed(code, text)) missing.push(code);
  }
  expect(missing).toEqual([]);
});
