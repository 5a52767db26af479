import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

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

test("the list says which browser it is", async () => {
  const { browser: name } = await browser.call("get_windows_and_tabs");
  expect(name).toBe("Chromium on Linux");
});

test("a tab is not looked for in a window that it is not in", async () => {
  const { tabId, windowId } = await browser.open("reading", { newTab: true });
  const refusal = await browser.refusal("chrome_switch_tab", { tabId, windowId: windowId + 1 });
  expect(refusal).toMatchObject({ code: "tab_not_found" });
  expect(await browser.call("chrome_switch_tab", { tabId, windowId })).toMatchObject({ tabId });
});

test("a tab that is about to open, or to load, is waited for", async () => {
  const url = browser.pages.page("nested");
  const waiting = browser.call("chrome_wait_for_tab", { url });
  const { tabId } = await browser.call("chrome_tabs_create", { url });
  expect(await waiting).toMatchObject({ tabId, url });
  expect(await browser.call("chrome_wait_for_tab", { tabId })).toMatchObject({ tabId });
  expect(
    await browser.refusal("chrome_wait_for_tab", { title: "No page has it", timeoutMs: 400 }),
  ).toMatchObject({ code: "timeout" });
  expect(await browser.refusal("chrome_wait_for_tab")).toMatchObject({ code: "invalid_arguments" });
});

test("a minimised window stays so while its tab is read, clicked and typed into, and its pictures are fresh", async () => {
  const { tabId } = await browser.open("clicks", { newWindow: true });
  const person = await browser.person();
  const window = `chrome.tabs.get(${tabId}).then(({ windowId }) => chrome.windows.get(windowId))`;
  await person.evaluate(
    `${window}.then(({ id }) => chrome.windows.update(id, { state: "minimized" }))`,
  );
  const pictures: unknown[] = [];
  for (const color of ["red", "blue", "lime"]) {
    await browser.inPage(`document.body.style.background = "${color}"; 1`);
    const args = { tabId, format: "png" };
    const answer = await browser.begin("chrome_screenshot", args).answer;
    pictures.push(answer.ok ? answer.value.images?.[0]?.base64 : answer.failure);
  }
  expect(pictures).toEqual(Array.from({ length: 3 }, () => expect.any(String)));
  expect(new Set(pictures).size).toBe(3);
  const clicked = await browser.call("chrome_click_element", { tabId, selector: "#trusted" });
  expect(clicked.effect).toContain("trusted true");
  await browser.call("chrome_keyboard", { tabId, keys: "Tab a" });
  expect(await browser.outline({ tabId })).toContain("trusted true");
  expect(await person.evaluate(`${window}.then(({ state }) => state)`)).toBe("minimized");
});

test("a discarded tab is woken where it is, and its picture, too, is as fresh as any", async () => {
  const front = await browser.open("reading", { newTab: true, background: false });
  const asleep = await browser.open("clicks", { newTab: true });
  await (await browser.person()).evaluate(`chrome.tabs.discard(${asleep.tabId})`);
  const tabs = async () =>
    (await browser.call("get_windows_and_tabs")).windows.flatMap((window) => window.tabs);
  const tabId = (await tabs()).find(({ discarded }) => discarded)?.tabId;

  const picture = async () => {
    const answer = await browser.begin("chrome_screenshot", { tabId, format: "png" }).answer;
    return answer.ok ? answer.value.images?.[0]?.base64 : answer.failure;
  };
  const pictures = [await picture(), await picture()];
  expect(pictures[0]).toEqual(expect.any(String));
  expect(pictures[1]).toBe(pictures[0]);
  for (const color of ["red", "blue"]) {
    const code = `document.body.style.background = "${color}"; 1`;
    await browser.call("chrome_javascript", { tabId, code });
    pictures.push(await picture());
  }
  expect(new Set(pictures).size).toBe(3);
  await browser.call("chrome_click_element", { tabId, selector: "#trusted" });
  expect((await tabs()).find((tab) => tab.tabId === front.tabId)).toMatchObject({ active: true });
});

test("a discarded tab is woken where it is, read and clicked", async () => {
  const front = await browser.open("reading", { newTab: true, background: false });
  const asleep = await browser.open("clicks", { newTab: true });
  const person = await browser.person();
  await person.evaluate(`chrome.tabs.discard(${asleep.tabId})`);
  const lines = async () =>
    (await browser.call("get_windows_and_tabs")).windows.flatMap(({ tabs }) => tabs);
  expect((await lines()).filter(({ discarded }) => discarded)).toHaveLength(1);

  const tabId = (await lines()).find(({ discarded }) => discarded)?.tabId;
  expect(await browser.call("chrome_read_page", { tabId })).toMatchObject({ title: "Clicks" });
  const clicked = await browser.call("chrome_click_element", { tabId, selector: "#trusted" });
  expect(clicked).toMatchObject({ tabId, effect: expect.stringContaining("trusted true") });
  const all = await lines();
  expect(all.find((tab) => tab.tabId === front.tabId)).toMatchObject({ active: true });
  expect(all.some(({ discarded }) => discarded)).toBe(false);
});
