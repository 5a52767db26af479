import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { ORDINARY_PAGES, missingIn } from "../../../support/ordinary-pages.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

describe.each(ORDINARY_PAGES)("$page", (ordinary) => {
  test("everything that a person can operate has a ref in the outline, and nothing has two", async () => {
    await browser.open(ordinary.page);
    const outline = await browser.outline();
    expect(missingIn(outline, ordinary)).toEqual([]);
    const refs = outline.match(/\[ref=\w+\]/g) ?? [];
    expect(new Set(refs).size).toBe(refs.length);
    const interactive = await browser.outline({ filter: "interactive" });
    // What is pressed as a whole carries its words there.
    const bare = interactive.replaceAll(/clickable "[^"]*" \[ref=/g, "clickable [ref=");
    expect(missingIn(bare, ordinary)).toEqual([]);
  });
});
