import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { DrivenBrowser } from "../support/driven-browser.ts";

/** Chromium is started. */
setDefaultTimeout(60_000);

let browser: DrivenBrowser;

beforeAll(async () => {
  browser = await DrivenBrowser.start();
});

afterAll(() => browser[Symbol.asyncDispose]());

test("the server is told when the person brings another tab to the front", async () => {
  const first = await browser.chromium.open(browser.pages.page("reading"));
  await browser.chromium.open(browser.pages.page("prose"));
  // Whatever was to be told of the tabs that opened is told by then.
  await browser.call("get_windows_and_tabs");
  const told = browser.nextEvent("tabs_changed");
  await browser.chromium.cdp.send("Page.bringToFront", {}, first);
  expect(await told).toEqual({ kind: "tabs_changed", tabs: expect.any(Number) });
});

test("and when a page shows another one without loading it", async () => {
  const { tabId } = await browser.open("reading");
  const told = browser.nextEvent("navigated");
  await browser.inPage("history.pushState(null, '', '/elsewhere')");
  expect(await told).toEqual({ kind: "navigated", tabId });
});
