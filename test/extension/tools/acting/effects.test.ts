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
