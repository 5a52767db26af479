import { expect, test } from "bun:test";
import { isPattern, matchesPattern } from "../../src/extension/match-pattern.ts";

test.each([
  ["<all_urls>", "https://a.example/", true],
  ["<all_urls>", "chrome://settings/", false],
  ["*://*.example.com/*", "https://example.com/x", true],
  ["*://*.example.com/*", "http://docs.example.com/", true],
  ["*://*.example.com/*", "https://badexample.com/", false],
  ["https://example.com/docs/*/end", "https://example.com/docs/a/b/end", true],
  ["https://example.com/docs/*/end", "https://example.com/docs/end", false],
  ["https://example.com/docs", "https://example.com/docs?q=1", false],
  ["http://localhost:8080/*", "http://localhost:8080/", true],
  ["http://localhost:8080/*", "http://localhost:9090/", false],
  ["http://example.com/*", "https://example.com/", false],
  ["nonsense", "https://example.com/", false],
])("the pattern %s and the address %s", (pattern, address, expected) => {
  expect(matchesPattern(pattern, address)).toBe(expected);
});

test("what is no pattern is told from what is one", () => {
  expect(["*://a.example/*", "<all_urls>", "file:///*", "a.example"].map(isPattern)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("a pattern of many stars costs no more than its length", () => {
  const pattern = `https://a.example/${"*a".repeat(100)}b`;
  expect(matchesPattern(pattern, `https://a.example/${"a".repeat(5_000)}`)).toBe(false);
});
