import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const at = z.object({ x: z.number(), y: z.number() });

const select = (args: object) => browser.call("chrome_select_text", args);

test("words are selected as a person does with the mouse, across elements", async () => {
  await browser.open("prose");
  const selected = await select({ selector: "#article", text: "quick brown fox  jumps" });
  expect(selected.selectedText).toBe("quick brown fox jumps");
  expect(selected.effect).toContain("toolbar for quick brown fox jumps");
  expect(await browser.inPage("String(getSelection())")).toBe("quick brown fox jumps");
});

test("from some words to others, over paragraphs and without what is hidden", async () => {
  await browser.open("prose");
  const { selectedText } = await select({ from: "lazy", to: "my box" });
  expect(selectedText).toBe("lazy dog. Pack my box");
});

test("in a link, where a mouse would drag, and in a field", async () => {
  await browser.open("prose");
  expect((await select({ text: "dozen" })).selectedText).toBe("dozen");
  expect((await select({ selector: "#area", text: "second" })).selectedText).toBe("second");
  expect(await browser.inPage("[area.selectionStart, area.selectionEnd]")).toEqual([6, 12]);
  expect((await select({ selector: "#area" })).selectedText).toBe("first second third");
});

test("what is not there or not to be selected is refused", async () => {
  await browser.open("prose");
  const refused = (args: object) => browser.refusal("chrome_select_text", args);
  expect(await refused({ text: "hidden fox" })).toMatchObject({ code: "element_not_found" });
  expect(await refused({ selector: "#fixed" })).toMatchObject({ code: "not_actionable" });
  expect(await refused({ text: "a", from: "b" })).toMatchObject({ code: "invalid_arguments" });
});

test("what a click, a drag or a key selects is part of what it did; of a password nothing is told", async () => {
  await browser.open("prose");
  const thrice = { action: "triple_click", selector: "#article > p" };
  expect((await browser.call("chrome_computer", thrice)).effect).toContain(
    'selected "The quick brown fox jumps over the lazy dog."',
  );
  const once = await browser.call("chrome_click_element", { selector: "#out" });
  expect(once.effect).not.toContain("selected");
  const { from, to } = z
    .object({ from: z.object({ coordinates: at }), to: z.object({ coordinates: at }) })
    .parse(
      await browser.inPage(`(() => {
        const range = document.createRange();
        range.selectNodeContents(article.querySelector("b"));
        const { left, right, top, height } = range.getBoundingClientRect();
        const y = top + height / 2;
        return { from: { coordinates: { x: left, y } }, to: { coordinates: { x: right, y } } };
      })()`),
    );
  expect((await browser.call("chrome_drag", { from, to })).effect).toContain(
    'selected "brown fox"',
  );
  const all = { selector: "#area", keys: "Ctrl+A" };
  expect((await browser.call("chrome_keyboard", all)).effect).toContain(
    'selected "first second third"',
  );
  expect((await select({ text: "quick" })).effect).not.toContain('selected "');

  await browser.open("fields");
  await browser.call("chrome_fill_or_select", { selector: "#password", value: "hunter2" });
  const secret = await browser.call("chrome_keyboard", { selector: "#password", keys: "Ctrl+A" });
  expect(secret.effect).not.toContain("selected");
});
