import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { DrivenBrowser } from "../support/driven-browser.ts";
import { faultsOf } from "../support/page-faults.ts";
import { type TestApp, startTestApp } from "../support/test-app.ts";
import { WebPage } from "../support/web-page.ts";

/** Each page is gone through key by key. */
setDefaultTimeout(60_000);

const LONG = "A name that somebody gave their browser and that goes on for longer than a line";
const RIGHT_TO_LEFT = "متصفح العمل على حاسوب المكتب";

let app: TestApp;
let locked: TestApp;
let browser: DrivenBrowser;
beforeAll(async () => {
  [app, locked, browser] = await Promise.all([
    startTestApp(),
    startTestApp({ local: false }),
    DrivenBrowser.start({ latestExtensionVersion: "99.0.0" }),
  ]);
  for (const label of [LONG, RIGHT_TO_LEFT]) await app.connectStub({ info: { label } });
  const { tabId } = await browser.open("fields", { background: false }, LONG);
  await browser.refusal("chrome_click_element", { selector: "#nothing" }, RIGHT_TO_LEFT);
  await browser.refusal("chrome_history", {}, RIGHT_TO_LEFT);
  for (const kind of ["confirm", "text"]) {
    const question = { question: "Shall I?", kind, tabId, timeoutMs: 100_000 };
    void browser.begin("chrome_ask_user", question, LONG);
  }
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
  await locked[Symbol.asyncDispose]();
});

const extension = (page: string) => () => `${EXTENSION_ORIGIN}/${page}.html`;

test.each([
  ["start page", () => app.url, RIGHT_TO_LEFT],
  ["start page that asks who is there", () => locked.url, "Who are you?"],
  ["talk page", () => `${app.url}/talk`, RIGHT_TO_LEFT],
  ["popup", extension("popup"), "A client asks for History"],
  ["side panel", extension("panel"), "A client asks for History"],
  ["first-run page", extension("welcome"), "Connected to"],
  ["page that asks for the microphone", extension("microphone"), "The microphone"],
])(
  "the %s can be read in the light and in the dark, fits a narrow window, and is worked by keys alone",
  async (_, address, text) => {
    const { chromium } = browser;
    const page = new WebPage(chromium, await chromium.open("about:blank"));
    await page.watch();
    await page.go(address());
    await page.says(text);
    expect(await faultsOf(chromium, page.tab, "light")).toEqual([]);
    expect(await faultsOf(chromium, page.tab, "dark")).toEqual([]);
  },
);
