import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start({ permissions: ["clipboardRead", "clipboardWrite"] });
});
afterAll(() => browser[Symbol.asyncDispose]());

const clipboard = (args: object) => browser.call("chrome_clipboard", args);

test("what is written can be read, and pasted into a page", async () => {
  const text = "two\nlines, “quotes” and 🙂";
  expect(await clipboard({ action: "write", text })).toEqual({ text });
  expect(await clipboard({ action: "read" })).toEqual({ text });
  await browser.open("fields");
  await browser.call("chrome_keyboard", { selector: "#area", keys: "Ctrl+V" });
  expect(await browser.inPage("area.value")).toBe(text);
});

test("what a person copied in a page is read", async () => {
  await browser.open("fields");
  await browser.call("chrome_keyboard", { selector: "#text", keys: "Ctrl+A Ctrl+C" });
  expect(await clipboard({ action: "read" })).toEqual({ text: "old" });
});

test("a long text is given in parts", async () => {
  await clipboard({ action: "write", text: "0123456789".repeat(50) });
  const part = await clipboard({ action: "read", maxChars: 300 });
  expect(part).toEqual({ text: "0123456789".repeat(30), truncated: true, cursor: "c300" });
  const rest = await clipboard({ action: "read", maxChars: 300, cursor: part.cursor });
  expect(rest).toEqual({ text: "0123456789".repeat(20) });
});

test("calls at once take turns", async () => {
  const written = await Promise.all(
    ["a", "b", "c"].map((text) => clipboard({ action: "write", text })),
  );
  expect(written.map(({ text }) => text)).toEqual(["a", "b", "c"]);
  expect(await clipboard({ action: "read" })).toEqual({ text: "c" });
});

test("what a call that was stopped wanted to write is not written when its turn comes", async () => {
  const first = clipboard({ action: "write", text: "first" });
  const second = browser.begin("chrome_clipboard", { action: "write", text: "second" });
  second.cancel();
  expect(await second.answer).toMatchObject({ failure: { code: "cancelled" } });
  await first;
  expect(await clipboard({ action: "read" })).toEqual({ text: "first" });
});

test("writing nothing is refused, writing an empty text is not", async () => {
  expect(await browser.refusal("chrome_clipboard", { action: "write" })).toMatchObject({
    code: "invalid_arguments",
  });
  expect(await clipboard({ action: "write", text: "" })).toEqual({ text: "" });
});
