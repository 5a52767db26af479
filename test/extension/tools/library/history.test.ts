import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start({ permissions: ["history"] });
});
afterAll(() => browser[Symbol.asyncDispose]());

const titles = async (args: object) =>
  (await browser.call("chrome_history", args)).items.map(({ title }) => title);

test("what was visited is found by its words, newest first, with times", async () => {
  await browser.open("reading");
  await browser.open("clicks", { waitUntil: "load" });
  await browser.open("fields", { waitUntil: "load" });

  const { items, from, to } = await browser.call("chrome_history");
  expect(items.slice(0, 3).map(({ title }) => title)).toEqual(["Fields", "Clicks", "Reading"]);
  expect(items[0]).toMatchObject({ url: browser.pages.page("fields"), visits: 1 });
  expect(Date.parse(to) - Date.parse(from)).toBe(24 * 3_600_000);
  expect(await titles({ text: "clicks" })).toEqual(["Clicks"]);
  expect(await titles({ excludeCurrentTabs: true, startTime: "1 hour ago" })).toEqual([
    "Clicks",
    "Reading",
  ]);
});

test("a time that is over holds nothing of now, and more than was asked for is said", async () => {
  expect(await titles({ startTime: "2001-01-01", endTime: "yesterday" })).toEqual([]);
  const some = await browser.call("chrome_history", { maxResults: 1, startTime: "2 days ago" });
  expect(some.items).toHaveLength(1);
  expect(some.note).toContain("maxResults");
});

test("what was visited on a site that the person denied is left out", async () => {
  const person = await browser.person();
  const url = `${browser.pages.otherOrigin}/sandboxed`;
  await browser.call("chrome_navigate", { url, waitUntil: "load" });
  expect(await titles({ text: "Sandboxed" })).toEqual(["Sandboxed"]);
  await person.do({ do: "set_site", site: "localhost", stance: "deny" });
  expect(await titles({ text: "Sandboxed" })).toEqual([]);
  await person.do({ do: "set_site", site: "localhost" });
});

test.each([
  { startTime: "some day" },
  { startTime: "today", endTime: "2001-01-01" },
  { startTime: "9999999999999999" },
])("%j is no time that can be searched", async (args) => {
  expect(await browser.refusal("chrome_history", args)).toMatchObject({
    code: "invalid_arguments",
  });
});
