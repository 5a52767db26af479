import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { until } from "../../../support/until.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const navigate = (args: object) => browser.call("chrome_navigate", args);

test("goes to an address, back, forward and again, and tells the status", async () => {
  expect(await browser.open("clicks")).toMatchObject({ title: "Clicks", status: 200 });
  expect(await browser.open("reading")).toMatchObject({ title: "Reading", status: 200 });
  expect(await navigate({ url: "back" })).toMatchObject({ title: "Clicks" });
  expect(await navigate({ url: "forward" })).toMatchObject({ title: "Reading" });
  expect(await navigate({ refresh: true })).toMatchObject({ title: "Reading" });
  expect(await browser.open("status?code=503")).toMatchObject({ status: 503 });
});

test("with the debugger, no page answers for the one that is on its way, on the same site or another", async () => {
  await browser.open("clicks");
  await browser.inPage("1");
  const elsewhere = `${browser.pages.otherOrigin}/reading`;
  for (let round = 0; round < 3; round += 1) {
    expect(await browser.open("rows?n=1")).toMatchObject({ title: "Rows", status: 200 });
    expect(await navigate({ url: elsewhere })).toMatchObject({ url: elsewhere, title: "Reading" });
    expect(await browser.open("status?code=404")).toMatchObject({ title: "Status", status: 404 });
    const moved = await browser.open("status?code=404#below");
    expect(moved.url).toEndWith("#below");
    expect(await browser.open("clicks")).toMatchObject({ title: "Clicks", status: 200 });
  }
});

test("the older name goes back and forward, too", async () => {
  await browser.open("clicks");
  await browser.open("reading");
  const go = (args: object) => browser.call("chrome_go_back_or_forward", args);
  expect(await browser.call("chrome_go_back_or_forward")).toMatchObject({ title: "Clicks" });
  expect(await go({ isForward: true })).toMatchObject({ title: "Reading" });
  expect(await browser.refusal("chrome_go_back_or_forward", { isForward: true })).toMatchObject({
    code: "invalid_arguments",
  });
});

test("what can be operated on the page is told at once when that is asked for", async () => {
  expect(await browser.open("reading")).not.toHaveProperty("outline");
  const shown = await browser.open("clicks", { includeSnapshot: "interactive" });
  expect(shown.outline).toMatch(/^button "Does nothing" \[ref=e\d+\]\nbutton "Say trusted"/);
  const back = { includeSnapshot: "interactive" };
  expect(await browser.call("chrome_go_back_or_forward", back)).toMatchObject({
    title: "Reading",
    outline: expect.stringContaining('textbox "Email"'),
  });
});

test("the empty page is opened at once, in the tab and in a new one", async () => {
  await browser.open("clicks");
  const begunMs = performance.now();
  expect(await navigate({ url: "about:blank" })).toMatchObject({ url: "about:blank" });
  const { tabId } = await navigate({ newTab: true });
  expect(performance.now() - begunMs).toBeLessThan(3_000);
  expect(await browser.open("reading")).toMatchObject({ tabId, title: "Reading" });
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
});

test("an address without a scheme is meant for the web, on this machine without encryption", async () => {
  const { url } = await navigate({ url: `localhost:${new URL(browser.pages.origin).port}/clicks` });
  expect(url).toBe(`${browser.pages.otherOrigin}/clicks`);
});

test("a move inside the page is answered at once", async () => {
  await browser.open("clicks");
  expect((await navigate({ url: `${browser.pages.page("clicks")}#below` })).url).toEndWith(
    "#below",
  );
});

test("waits for all of the page when asked", async () => {
  expect(await browser.open("reading", { waitUntil: "load" })).toMatchObject({ title: "Reading" });
  expect(await browser.open("clicks", { waitUntil: "networkidle" })).toMatchObject({
    title: "Clicks",
  });
});

test("opens tabs and windows without taking the focus", async () => {
  const tab = await browser.open("reading", { newTab: true });
  const window = await browser.open("clicks", { newWindow: true, width: 640, height: 480 });
  expect(tab).toMatchObject({ title: "Reading" });
  expect(window).toMatchObject({ title: "Clicks" });
  expect(window.windowId).not.toBe(tab.windowId);
  const { windows } = await browser.call("get_windows_and_tabs");
  const tabs = windows.flatMap((one) => one.tabs);
  expect(tabs.find(({ tabId }) => tabId === tab.tabId)?.active).toBe(false);
  await browser.call("chrome_close_tabs", { tabIds: [tab.tabId, window.tabId] });
});

test("what cannot be loaded, may not be opened, or is no address is said apart", async () => {
  await browser.open("clicks");
  const refused = (url: string) => browser.refusal("chrome_navigate", { url });
  expect(await refused("http://127.0.0.1:1/")).toMatchObject({
    code: "not_actionable",
    message: expect.stringMatching(/ERR_/),
  });
  for (const url of [
    "file:///etc/passwd",
    "chrome://settings",
    "javascript:alert(1)",
    "data:text/html,x",
  ]) {
    expect(await refused(url)).toMatchObject({ code: "blocked_by_policy" });
  }
  expect(await refused("not an address")).toMatchObject({ code: "invalid_arguments" });
  expect(await browser.refusal("chrome_navigate", {})).toMatchObject({ code: "invalid_arguments" });
  expect(await browser.refusal("chrome_navigate", { url: "back", tabId: 1 })).toMatchObject({
    code: "tab_not_found",
  });
});

test("a page that its scripts fill is answered when there is something to read, with and without the debugger", async () => {
  const fills = [
    ["answer", 'heading 1 "Orders"'],
    ["shadow", 'heading 1 "Orders in the shade"'],
    ["shown", "Not for now."],
  ] as const;
  for (const attached of [false, true]) {
    const { tabId } = await browser.open("clicks", { newTab: true });
    // Whatever is done in a page has the debugger attached to its tab.
    if (attached) await browser.call("chrome_click_element", { tabId, selector: "button" });
    for (const [how, text] of fills) {
      expect(await browser.open(`filled-later?how=${how}`, { tabId })).toMatchObject({
        title: "Filled later",
        status: 200,
      });
      expect(await browser.outline({ tabId })).toContain(text);
    }
    await browser.call("chrome_close_tabs", { tabIds: [tabId] });
  }
});

test("a page that stays empty is answered after two seconds, and that is said", async () => {
  const begunMs = performance.now();
  const { note } = await browser.open("filled-later?how=never");
  expect(note).toStartWith("The page shows nothing yet.");
  expect(performance.now() - begunMs).toBeWithin(1_900, 10_000);
});

test("a page without scripts that has nothing to show is not waited for", async () => {
  await browser.open("clicks");
  expect((await browser.open("status?code=404")).note).toBeUndefined();
});

test("a page of the server in front stays there: an address opens beside it", async () => {
  await browser.chromium.open(`${browser.serverUrl}/`);
  const own = await until("the server's page to be in front", async () => {
    const { windows } = await browser.call("get_windows_and_tabs", {}, "newcomer");
    const tabs = windows.flatMap((window) => window.tabs);
    return tabs.find(({ url, active }) => active && url.startsWith(browser.serverUrl));
  });
  const opened = await browser.open("reading", {}, "newcomer");
  expect(opened.title).toBe("Reading");
  expect(opened.tabId).not.toBe(own.tabId);

  const { tabId } = own;
  const url = browser.pages.page("clicks");
  const refusal = await browser.refusal("chrome_navigate", { url, tabId }, "newcomer");
  expect(refusal).toMatchObject({
    code: "blocked_by_policy",
    message: expect.stringContaining("newTab"),
  });
});
