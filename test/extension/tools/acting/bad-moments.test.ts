import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { until } from "../../../support/until.ts";

/** What goes wrong in the middle of a call: each failure code is provoked in a real browser. */

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const forEver = { condition: { kind: "text", text: "never" } };

/** A tab of its own at a fixture page, and a session of the test's on it. */
async function openTab(page: string) {
  const { tabId } = await browser.open(`${page}?${crypto.randomUUID()}`, { newTab: true });
  const { url } = await browser.call("chrome_get_web_content", { tabId });
  const target = (await browser.chromium.targets()).find((one) => one.url === url);
  if (!target) throw new Error(`no target at ${url}`);
  return { tabId, targetId: target.targetId };
}

/** A wait that is under way in the page. */
async function waitUnderWay(tabId: number) {
  const { answer } = browser.begin("chrome_wait_for", { tabId, ...forEver });
  await browser.call("chrome_read_page", { tabId });
  return { answer };
}

test("a tab that is closed in mid-call ends the call at once", async () => {
  const { tabId, targetId } = await openTab("waiting");
  const { answer } = await waitUnderWay(tabId);
  await browser.chromium.cdp.send("Target.closeTarget", { targetId });
  expect(await answer).toMatchObject({ failure: { code: "tab_not_found" } });
});

test("a page that crashes ends the call, is said to have crashed, and can be loaded again", async () => {
  const { tabId, targetId } = await openTab("clicks");
  await browser.call("chrome_click_element", { tabId, selector: "#nothing" });
  const { answer } = await waitUnderWay(tabId);
  const page = await browser.chromium.cdp.attach(targetId);
  void browser.chromium.cdp.send("Page.crash", {}, page).catch(() => undefined);
  expect(await answer).toMatchObject({ failure: { code: "page_crashed" } });
  for (const [tool, args] of [
    ["chrome_click_element", { selector: "#nothing" }],
    ["chrome_read_page", {}],
    ["chrome_screenshot", {}],
  ] as const) {
    expect(await browser.refusal(tool, { tabId, ...args })).toMatchObject({ code: "page_crashed" });
  }
  await browser.call("chrome_navigate", { tabId, refresh: true });
  const { effect } = await browser.call("chrome_click_element", { tabId, selector: "#adds" });
  expect(effect).toContain("Something new");
});

test("a page whose script never ends is said to be unresponsive by the deadline", async () => {
  const { tabId } = await openTab("clicks");
  await browser.call("chrome_javascript", { tabId, code: "setTimeout(() => { for (;;); }); 1" });
  for (const [tool, args] of [
    ["chrome_read_page", {}],
    ["chrome_click_element", { selector: "#nothing" }],
  ] as const) {
    const limit = { tabId, timeoutMs: 900 };
    expect(await browser.refusal(tool, { ...limit, ...args })).toMatchObject({
      code: "page_unresponsive",
    });
  }
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
});

test("a page that goes elsewhere in mid-action ends that action, and nothing is clicked there", async () => {
  const { tabId } = await openTab("clicks");
  const clicking = browser.begin("chrome_click_element", { tabId, selector: "#comes" });
  await browser.call("get_windows_and_tabs");
  await browser.chromium.cdp.evaluate("location.href = '/reading'", await sessionOn(tabId));
  expect(await clicking.answer).toMatchObject({ ok: false });
  expect(await browser.outline({ tabId })).toContain("All kinds of things");
});

async function sessionOn(tabId: number): Promise<string> {
  const { url } = await browser.call("chrome_get_web_content", { tabId });
  const target = (await browser.chromium.targets()).find((one) => one.url === url);
  return browser.chromium.cdp.attach(target?.targetId ?? "");
}

test("a ref of an element that was removed, or drawn anew, is stale and clicks nothing", async () => {
  const { tabId } = await openTab("clicks");
  const ref = await browser.refOf('button "Say trusted"', { tabId });
  await browser.call("chrome_javascript", { tabId, code: "trusted.outerHTML = trusted.outerHTML" });
  const refused = (tool: "chrome_click_element" | "chrome_hover" | "chrome_scroll") =>
    browser.refusal(tool, { tabId, ref, direction: undefined });
  for (const tool of ["chrome_click_element", "chrome_hover", "chrome_scroll"] as const) {
    expect(await refused(tool)).toMatchObject({ code: "stale_ref" });
  }
  const drag = { tabId, from: { ref }, to: { offset: { x: 5, y: 5 } } };
  expect(await browser.refusal("chrome_drag", drag)).toMatchObject({ code: "stale_ref" });
  const fill = { tabId, ref, value: "x" };
  expect(await browser.refusal("chrome_fill_or_select", fill)).toMatchObject({ code: "stale_ref" });
});

test("a debugger that is taken away ends the call; the one after the next has it back", async () => {
  const { tabId } = await openTab("clicks");
  await browser.call("chrome_javascript", { tabId, code: "1" });
  const worker = await browser.chromium.extensionWorker();
  const takeAway = () =>
    browser.chromium.cdp.evaluate(`chrome.debugger.detach({ tabId: ${tabId} })`, worker);
  const code = "fetch('/slow'); await new Promise(() => {})";
  const running = browser.begin("chrome_javascript", { tabId, code });
  await until("the request", () => browser.pages.held() || undefined);
  await takeAway();
  expect(await running.answer).toMatchObject({ failure: { code: "debugger_busy" } });

  const click = { tabId, selector: "#adds" };
  expect((await browser.call("chrome_click_element", click)).effect).toContain("Something new");
  await takeAway();
  expect(await browser.refusal("chrome_click_element", click)).toMatchObject({
    code: "debugger_busy",
  });
  expect((await browser.call("chrome_click_element", click)).effect).toContain("Something new");
});

test("a tab that another program debugs is debugger_busy", async () => {
  const { tabId } = await openTab("clicks");
  const worker = await browser.chromium.extensionWorker();
  // Chrome of today lets several debug one tab; older ones and policies do not.
  await browser.chromium.cdp.evaluate(
    `globalThis.kept = [chrome.debugger.attach, chrome.debugger.sendCommand];
     chrome.debugger.attach = async () => { throw new Error("Another debugger is already attached to the tab") };
     chrome.debugger.sendCommand = async () => { throw new Error("Debugger is not attached to the tab") }; 1`,
    worker,
  );
  const args = { tabId, selector: "#nothing" };
  expect(await browser.refusal("chrome_click_element", args)).toMatchObject({
    code: "debugger_busy",
  });
  await browser.chromium.cdp.evaluate(
    "[chrome.debugger.attach, chrome.debugger.sendCommand] = globalThis.kept; 1",
    worker,
  );
  expect((await browser.call("chrome_click_element", args)).effect).toBe("Nothing changed.");
});
