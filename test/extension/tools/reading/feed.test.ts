import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const press = async (after: string, name: string) => {
  const outline = await browser.outline();
  const line = outline.slice(outline.indexOf(after));
  const ref = new RegExp(`"${name}" \\[ref=(\\w+)\\]`).exec(line)?.[1];
  if (ref === undefined) throw new Error(`no ref for ${name} in\n${outline}`);
  return (await browser.call("chrome_click_element", { ref })).effect;
};

test("what is pressed below each post has a ref, though only the whole feed listens and nothing shows a hand", async () => {
  await browser.open("feed");
  expect(await press("Cheese", "♡ 5")).toContain("like of Cheese");
  expect(await browser.outline()).not.toMatch(/comments" \[ref/);
});

test("what shows a hand in each item of a list that listens has a ref of its own", async () => {
  await browser.open("feed");
  expect(await press("Wood", "keep")).toContain("z1 hand of Wood");
});

test("what only the document listens for has a ref by what it is called, and the words beside it have none", async () => {
  await browser.open("feed");
  expect(await press("Milk", "Change")).toContain("edit of Milk");
  expect(await press("Milk", "×")).toContain("note-remove of Milk");
  expect(await browser.outline()).not.toMatch(/Monday" \[ref/);
});

test("an icon in something that is pressed as one has no ref", async () => {
  await browser.open("feed");
  const outline = await browser.outline();
  expect(outline).toMatch(/clickable "♥ Favourites" \[ref=\w+\]/);
  expect(outline).toMatch(/^button "Close all" \[ref=\w+\]$/m);
});

test("days that only the document listens for, and the empty cells of a sheet, are pressed one by one", async () => {
  await browser.open("feed");
  expect(await press("Monday", "7")).toContain("day 6");
  const outline = await browser.outline();
  const ref = /cell "Food" \[ref=\w+\] \| cell \[ref=(\w+)\]/.exec(outline)?.[1];
  const { effect } = await browser.call("chrome_click_element", { ref });
  expect(effect).toContain("cell 1,1");
});

test("in a large part that listens, what says an action has a ref", async () => {
  await browser.open("feed");
  expect(await press("We count visits", "Accept all")).toContain("Accept all");
  expect(await browser.outline()).not.toMatch(/benefit" \[ref/);
});
