import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("the areas of a picture are links in the outline, and those that lead nowhere are left out", async () => {
  await browser.open("image-map");
  const outline = await browser.outline();
  expect(outline.replaceAll(/ref=\w+\]/g, "ref]").split("\n")).toEqual([
    "Nothing chosen",
    'img "World"',
    'link "Africa" [ref] #africa',
    'link "Asia" [ref] #asia',
    'link "Europe" [ref]',
  ]);
});

test("an area is pressed by its ref where it is, also when its picture is longer than the window", async () => {
  await browser.open("image-map");
  const click = async (name: string) =>
    (await browser.call("chrome_click_element", { ref: await browser.refOf(`"${name}"`) })).effect;
  expect(await click("Asia")).toContain("Went to #asia");
  expect(await click("Africa")).toContain("Went to #africa");
  expect(await click("Europe")).toContain("Chose Europe");
});

test("an area is found by its name and clicked by a selector", async () => {
  await browser.open("image-map");
  const { matches } = await browser.call("chrome_find", { role: "link", name: "asia" });
  expect(matches).toMatchObject([{ role: "link", name: "Asia" }]);
  const { effect } = await browser.call("chrome_click_element", { selector: "#europe" });
  expect(effect).toContain("Chose Europe");
});
