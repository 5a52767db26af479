import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import type { ExtensionPage } from "../../support/extension-page.ts";
import { PersonInPage } from "../../support/person-in-page.ts";
import { until } from "../../support/until.ts";

/** Pages that are not what the address of their tab said, or say, that they are. */

let browser: DrivenBrowser;
let person: ExtensionPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  person = await browser.person();
});
afterAll(() => browser[Symbol.asyncDispose]());
afterEach(() => person.do({ do: "set_site", site: "localhost" }));

function deny(site: string) {
  return person.do({ do: "set_site", site, stance: "deny" });
}

test("code runs in the page that was let in, and not in one that comes meanwhile", async () => {
  const own = browser.serverUrl.replace("127.0.0.1", "localhost");
  const runs = [
    ["chrome_javascript", { code: "document.URL" }],
    ["chrome_inject_script", { type: "MAIN", jsScript: "1" }],
  ] as const;
  for (const [tool, args] of runs) {
    const { tabId, url } = await browser.open(`clicks?${tool}`, { newTab: true });
    const page = await PersonInPage.at(browser.chromium, url);
    // The debugger has to wait for a page that is busy.
    const busy = "for (const ms = Date.now(); Date.now() < ms + 3_000;);";
    const leave = `location.href = "/moved?slow&to=${own}/"; ${busy}`;
    await page.evaluate(`void setTimeout(() => { ${leave} })`);
    await browser.untilHeld();
    const call = browser.begin(tool, { tabId, ...args });
    await browser.call("get_windows_and_tabs");
    browser.pages.release();
    expect(await call.answer).toMatchObject({ failure: { code: "blocked_by_policy" } });
    await person.evaluate(`chrome.tabs.remove(${tabId})`);
  }
});

test("an empty page that a denied site opened is as closed as the site", async () => {
  await browser.call("chrome_navigate", {
    url: `${browser.pages.otherOrigin}/clicks`,
    newTab: true,
  });
  const tabs = async () =>
    (await browser.call("get_windows_and_tabs")).windows.flatMap((window) => window.tabs);
  const before = new Set((await tabs()).map((tab) => tab.tabId));
  await browser.inPage('void open("about:blank")');
  const { tabId } = await until("the empty page", async () =>
    (await tabs()).find((tab) => !before.has(tab.tabId)),
  );
  await deny("localhost");
  const codes = [
    await browser.refusal("chrome_javascript", { tabId, code: "opener.document.title" }),
    await browser.refusal("chrome_inject_script", { tabId, type: "MAIN", jsScript: "1" }),
    await browser.refusal("chrome_inject_script", { tabId, type: "ISOLATED", jsScript: "1" }),
    await browser.refusal("chrome_keyboard", { tabId, keys: "a", includeSnapshot: "none" }),
  ].map(({ code }) => code);
  expect(codes).toEqual(codes.map(() => "blocked_by_policy"));
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
});

test("a page of an error is pictured also where there are rules, and nothing is done in it", async () => {
  await deny("localhost");
  const url = "http://127.0.0.1:1/";
  const { tabId } = await browser.open("clicks", { newTab: true });
  expect((await browser.refusal("chrome_navigate", { url })).code).toBe("not_actionable");
  expect(await browser.call("chrome_screenshot")).toMatchObject({ tabId, url });
  for (const [tool, args] of [
    ["chrome_read_page", {}],
    ["chrome_scroll", { direction: "down" }],
  ] as const) {
    expect((await browser.refusal(tool, args)).code).toBe("unsupported_page");
  }
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
});
