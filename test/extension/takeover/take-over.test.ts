import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { PersonInPage } from "../../support/person-in-page.ts";

let browser: DrivenBrowser;
let person: PersonInPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  await browser.open("fields", { background: false });
  person = await PersonInPage.at(browser.chromium, browser.pages.page("fields"));
});
afterAll(() => browser[Symbol.asyncDispose]());

test("what clients type and click is never taken for the person's", async () => {
  await browser.call("chrome_fill_or_select", { selector: "#text", value: "typed", slowly: true });
  await browser.call("chrome_keyboard", { selector: "#area", keys: "Enter Shift+A Ctrl+C Tab" });
  await browser.call("chrome_click_element", { selector: "#area", double: true });
  await browser.call("chrome_click_element", { selector: "#area", button: "middle" });
  await browser.call("chrome_fill_or_select", { selector: "#check", value: true });
  const last = await browser.call("chrome_fill_or_select", { selector: "#area", value: "end" });
  expect(last.url).toBe(browser.pages.page("fields"));
  expect(browser.events).not.toContainEqual(expect.objectContaining({ kind: "user_took_over" }));
});

test("the person who types takes the tab over until they give it back; reading and other tabs go on", async () => {
  const { tabId } = await browser.call("chrome_click_element", { selector: "#text" }, "ann");
  const told = browser.nextEvent("user_took_over");
  await person.type("mine");
  expect(await told).toEqual({ kind: "user_took_over", tabId });

  for (const [tool, args] of [
    ["chrome_click_element", { selector: "#check" }],
    ["chrome_keyboard", { keys: "x" }],
    ["chrome_javascript", { code: "1" }],
    ["chrome_navigate", { url: browser.pages.page("reading") }],
  ] as const) {
    const refusal = await browser.refusal(tool, { tabId, ...args }, "ann");
    expect([tool, refusal]).toMatchObject([tool, { code: "user_took_over", retryable: true }]);
    expect(refusal.message).toContain("chrome_ask_user");
  }
  expect(await browser.outline({ tabId })).toContain("mine");
  const elsewhere = await browser.open("clicks", { newTab: true });
  await browser.call("chrome_click_element", { tabId: elsewhere.tabId, selector: "#trusted" });

  const asking = browser.call(
    "chrome_ask_user",
    { tabId, question: "Done?", kind: "takeover" },
    "ann",
  );
  await person.clickInCard("Done");
  expect(await asking).toEqual({ answer: "done" });
  expect(
    await browser.call("chrome_click_element", { tabId, selector: "#check" }, "ann"),
  ).toMatchObject({ tabId });
});

test("a client that types goes no further when the person takes over", async () => {
  await browser.open("fields", {}, "ann");
  const keys = "a long text that the client writes key by key";
  const typing = browser.refusal("chrome_keyboard", { selector: "#area", keys, delay: 40 }, "ann");
  await person.untilInPage("document.querySelector('#area').value.length > 3");
  const told = browser.nextEvent("user_took_over");
  await person.click(await person.placeOf("#short"));
  await told;
  expect(await typing).toMatchObject({ code: "user_took_over" });
  expect(await person.evaluate("document.querySelector('#area').value.length < 40")).toBe(true);
});

test("a tab that is the person's is not closed, however it is named", async () => {
  const open = async () => {
    const { windows } = await browser.call("get_windows_and_tabs");
    return windows.flatMap(({ tabs }) => tabs).map(({ tabId }) => tabId);
  };
  const other = await browser.open("clicks", { newTab: true }, "bob");
  const { tabId, url } = await browser.call("chrome_read_page", {}, "ann");
  await person.click(await person.placeOf("#short"));
  for (const [args, client] of [
    [{ tabIds: [tabId] }, "bob"],
    [{ tabIds: [other.tabId, tabId] }, "bob"],
    [{ url }, "bob"],
    [{}, "ann"],
  ] as const) {
    const refusal = await browser.refusal("chrome_close_tabs", args, client);
    expect([args, refusal]).toMatchObject([args, { code: "user_took_over" }]);
  }
  expect(await open()).toEqual(expect.arrayContaining([tabId, other.tabId]));
});
