import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { ExtensionPage } from "../../../support/extension-page.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("Chrome's own data needs a permission that the person gives: the failure says so, and the popup offers it", async () => {
  const popup = await ExtensionPage.open(browser.chromium);
  for (const [tool, args, permission] of [
    ["chrome_history", {}, "history"],
    ["chrome_bookmark_search", {}, "bookmarks"],
    ["chrome_bookmark_add", {}, "bookmarks"],
    ["chrome_bookmark_delete", { bookmarkId: "1" }, "bookmarks"],
    ["chrome_handle_download", {}, "downloads"],
    ["chrome_clipboard", { action: "read" }, "clipboardRead"],
    ["chrome_clipboard", { action: "write", text: "x" }, "clipboardWrite"],
  ] as const) {
    expect(await browser.refusal(tool, args)).toMatchObject({
      code: "permission_needed",
      message: expect.stringContaining("popup"),
    });
    await popup.viewWhere(permission, ({ wishes }) => wishes.includes(permission));
  }
});

test.each([
  ["history", "chrome_history", {}],
  ["bookmarks", "chrome_bookmark_search", {}],
  ["downloads", "chrome_handle_download", {}],
  ["clipboard", "chrome_clipboard", { action: "read" }],
] as const)("the person's switch for %s shuts %s", async (name, tool, args) => {
  const popup = await ExtensionPage.open(browser.chromium);
  await popup.do({ do: "switch", name, on: false });
  expect(await browser.refusal(tool, args)).toMatchObject({ code: "blocked_by_policy" });
  await popup.do({ do: "switch", name, on: true });
  expect(await browser.refusal(tool, args)).toMatchObject({ code: "permission_needed" });
});
