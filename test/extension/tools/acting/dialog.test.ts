import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const click = async (selector: string) =>
  (await browser.call("chrome_click_element", { selector })).effect;
const answer = async (action: string, args: object = {}) =>
  (await browser.call("chrome_handle_dialog", { action, ...args })).effect;

test("a chain of dialogs is answered one by one, and then it is told what came of it", async () => {
  await browser.open("dialogs");
  expect(await click("#chain")).toBe(
    'The page\'s confirm dialog is open: "Delete 3 files?". Answer it with chrome_handle_dialog.',
  );
  expect(await answer("read")).toContain("Delete 3 files?");
  expect(await answer("accept")).toContain('prompt dialog is open: "Why?", with "no reason"');
  expect(await answer("accept", { promptText: "too old" })).toContain('"Done"');
  const last = await answer("dismiss");
  expect(last).toContain("The dialog was dismissed.");
  expect(last).toContain("+ true too old");
});

test("a dismissed confirm says no", async () => {
  await browser.open("dialogs");
  await click("#chain");
  await answer("dismiss");
  await answer("accept");
  expect(await browser.inPage("out.textContent")).toBe("false kept");
});

test("every call that meets the dialog says how to answer it, without words of the page", async () => {
  await browser.open("dialogs");
  await click("#chain");
  const wait = { condition: { kind: "text", text: "x" } };
  const calls = [
    ["chrome_read_page", {}],
    ["chrome_click_element", { selector: "#leave" }],
    ["chrome_screenshot", {}],
    ["chrome_javascript", { code: "1" }],
    ["chrome_wait_for", wait],
    ["chrome_navigate", { url: browser.pages.page("reading") }],
  ] as const;
  for (const [tool, args] of calls) {
    const refused = await browser.refusal(tool, args);
    expect(refused).toMatchObject({ code: "dialog_open" });
    expect(refused.message).toContain("chrome_handle_dialog");
    expect(refused.message).not.toContain("Delete");
  }
  await answer("dismiss");
  await answer("accept");
});

test("a call that a dialog interrupts says so at once", async () => {
  const { tabId } = await browser.open("dialogs");
  await browser.inPage("1");
  const condition = { kind: "text", text: "never" };
  const waiting = browser.begin("chrome_wait_for", { tabId, condition });
  await browser.inPage("setTimeout(() => alert('now'))").catch(() => undefined);
  expect(await waiting.answer).toMatchObject({ failure: { code: "dialog_open" } });
  await answer("accept");
});

test("a page that asks whether to leave it is stayed on or left", async () => {
  await browser.open("dialogs");
  await click("#guard");
  expect(await click("#leave")).toContain("beforeunload");
  await answer("dismiss");
  expect(await browser.inPage("document.title")).toBe("Dialogs");
  const away = { url: browser.pages.page("reading") };
  expect(await browser.refusal("chrome_navigate", away)).toMatchObject({ code: "dialog_open" });
  expect(await answer("accept")).toContain("Went to a new page.");
  expect(await browser.inPage("document.title")).toBe("Reading");
});

test("without a dialog there is nothing to answer", async () => {
  await browser.open("dialogs");
  expect(await browser.refusal("chrome_handle_dialog", { action: "accept" })).toMatchObject({
    code: "not_actionable",
  });
});
