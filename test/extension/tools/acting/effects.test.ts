import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("a press that does not reach what moved away from the mouse says so, and keys reach it", async () => {
  await browser.open("effects");
  await browser.inPage('flees.onclick = () => { out.textContent = "Caught"; }, true');
  const flees = { selector: "#flees" };
  const { effect } = await browser.call("chrome_click_element", flees);
  expect(effect).toStartWith("The press did not reach the element: it moved away");
  const keys = await browser.call("chrome_keyboard", { ...flees, keys: "Enter" });
  expect(keys.effect).toContain("Caught");
  const other = await browser.call("chrome_click_element", { selector: "#more" });
  expect(other.effect).not.toContain("did not reach");
});

test("what an action brings has a ref also where it only listens for the mouse", async () => {
  await browser.open("effects");
  await browser.outline();
  const { effect } = await browser.call("chrome_click_element", { selector: "#more" });
  const ref = /^\+ clickable "Tile" \[ref=(\w+)\]$/m.exec(effect)?.[1];
  expect((await browser.call("chrome_click_element", { ref })).effect).toContain("Tile pressed");
});

test("a drag that the page answers to is not told as one in vain, though nothing moved", async () => {
  await browser.open("effects");
  const to = { selector: "#zone" };
  const { effect } = await browser.call("chrome_drag", { from: { selector: "#card" }, to });
  expect(effect).toBe(
    "The dragged element stayed where it was. What changed:\n+ The basket has it",
  );
});

test("a menu that opens in a place of its own has a ref for each entry", async () => {
  await browser.open("effects");
  await browser.outline();
  const opened = await browser.call("chrome_click_element", { selector: "#file", button: "right" });
  const ref = /"Rename" \[ref=(\w+)\]/.exec(opened.effect)?.[1];
  const beside = await browser.call("chrome_hover", { ref });
  const inner = /"By rule" \[ref=(\w+)\]/.exec(beside.effect)?.[1];
  const { effect } = await browser.call("chrome_click_element", { ref: inner });
  expect(effect).toContain("By rule it");
});

test("what says that it is loading is waited for", async () => {
  await browser.open("effects");
  const { effect } = await browser.call("chrome_click_element", { selector: "#load" });
  expect(effect).toBe("+ Twelve items");
});

test("a field that made a tag of what was typed is not told as one that lost it", async () => {
  await browser.open("effects");
  await browser.outline();
  const add = async (value: string) =>
    (await browser.call("chrome_fill_or_select", { label: "Tag", value, submit: true })).effect;
  const made = await add("news");
  expect(made).toStartWith("The field is empty again. What changed:\n");
  const ref = /news.*"×" \[ref=(\w+)\]/.exec(made)?.[1];
  expect(await add("twice")).toBe('The field now holds "", which is not what was given.');
  await browser.call("chrome_click_element", { ref });
  expect(await browser.inPage("tags.textContent.trim()")).toBe("");
});

test("of what is drawn in a canvas it is said where to see it", async () => {
  await browser.open("effects");
  const { effect } = await browser.call("chrome_click_element", { selector: "#pad" });
  expect(effect).toContain("chrome_screenshot");
  const to = { offset: { x: 40, y: 10 } };
  const drag = await browser.call("chrome_drag", { from: { selector: "#pad" }, to });
  expect(drag.effect).toStartWith("Dragged over a canvas.\nWhat a canvas shows");
});
