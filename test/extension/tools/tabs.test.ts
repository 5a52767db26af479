import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("each client goes on in the tab that it used last, whatever is in front", async () => {
  const ann = await browser.call(
    "chrome_navigate",
    { url: browser.pages.page("reading"), newTab: true },
    "ann",
  );
  const bob = await browser.call(
    "chrome_navigate",
    { url: browser.pages.page("clicks"), newTab: true },
    "bob",
  );
  await browser.call("chrome_switch_tab", { tabId: bob.tabId }, "bob");
  expect(await browser.call("chrome_read_page", {}, "ann")).toMatchObject({ title: "Reading" });
  expect(await browser.call("chrome_read_page", {}, "bob")).toMatchObject({ title: "Clicks" });
  expect(await browser.call("chrome_read_page", {}, "new")).toMatchObject({ tabId: bob.tabId });

  expect(await browser.call("chrome_close_tabs", {}, "ann")).toEqual({ closed: [ann.tabId] });
  expect(await browser.call("chrome_close_tabs", { url: browser.pages.page("clicks") })).toEqual({
    closed: [bob.tabId],
  });
});

test("tabs that are not there are said to be missing", async () => {
  for (const [tool, args] of [
    ["chrome_switch_tab", { tabId: 1 }],
    ["chrome_close_tabs", { tabIds: [1] }],
    ["chrome_read_page", { tabId: 1 }],
    ["chrome_click_element", { tabId: 1, selector: "p" }],
  ] as const) {
    expect(await browser.refusal(tool, args)).toMatchObject({ code: "tab_not_found" });
  }
});
