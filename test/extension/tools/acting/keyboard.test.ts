import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("presses keys by name, with modifiers, and types text", async () => {
  await browser.open("fields");
  await browser.call("chrome_keyboard", { selector: "#text", keys: "Ctrl+A" });
  await browser.call("chrome_keyboard", { keys: "Hello, World!" });
  expect(await browser.inPage("text.value")).toBe("Hello, World!");
  await browser.call("chrome_keyboard", { keys: "Backspace Backspace" });
  expect(await browser.inPage("text.value")).toBe("Hello, Worl");
});

test("tells where the focus went", async () => {
  await browser.open("fields");
  await browser.call("chrome_keyboard", { selector: "#text", keys: "End" });
  const { effect } = await browser.call("chrome_keyboard", { keys: "Tab Tab" });
  expect(effect).toMatch(/spinbutton "Number" .*focused/);
});

test("Enter submits a form", async () => {
  await browser.open("fields");
  const { title } = await browser.call("chrome_keyboard", { selector: "#text", keys: "Enter" });
  expect(title).toBe("Reading");
});
