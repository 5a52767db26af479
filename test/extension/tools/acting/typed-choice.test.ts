import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

/** Fields that refuse what was only typed: it must be chosen in the list that they offer for it. */

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());
beforeEach(() => browser.open("typed-lists"));

const fill = async (selector: string, value: string, args: object = {}) =>
  (await browser.call("chrome_fill_or_select", { selector, value, ...args })).effect;

test("the option that says what was typed is chosen by the mouse, and that is told", async () => {
  expect(await fill("#country", "niger")).toContain('Chose "Niger" in its list.');
  expect(await browser.inPage("[country.value, chosen.country]")).toEqual(["Niger", "Niger true"]);
});

test("a field that empties itself when something is chosen is not taken for one that refused it", async () => {
  const effect = await fill("#fruit", " apple  C");
  expect(effect).toContain('Chose "Apple C" in its list.');
  expect(effect).not.toContain("not what was given");
  expect(await browser.inPage("[fruit.value, chosen.fruit]")).toEqual(["", "Apple C true"]);
});

test("a list that comes late and that its field does not name is waited for", async () => {
  expect(await fill("#late", "Bern")).toContain('Chose "Bern"');
  expect(await browser.inPage("chosen.late")).toBe("Bern true");
});

test("where no option says it, the text stays and the options are told with their refs", async () => {
  const effect = await fill("#country", "Nige");
  const offered = /Its list offers "Niger" \[ref=(e\d+)\], "Nigeria" \[ref=(e\d+)\]\./.exec(effect);
  expect(await browser.inPage("[country.value, chosen.country]")).toEqual(["Nige", null]);
  await browser.call("chrome_click_element", { ref: offered?.[2] });
  expect(await browser.inPage("chosen.country")).toBe("Nigeria true");
});

test("of a long list ten options are told, and how many more there are", async () => {
  const effect = await fill("#fruit", "apple");
  expect(effect).toContain('"Apple J" [ref=');
  expect(effect).toMatch(/"Apple J" \[ref=e\d+\] and 2 more\./);
});

test("of a list that is drawn beside the one for screen readers, the drawn option is pressed", async () => {
  expect(await fill("#split", "Ti")).toMatch(/offers "Tin" \[ref=e\d+\], "Titanium" \[ref=e\d+\]/);
  await browser.open("typed-lists");
  expect(await fill("#split", "Tin")).toContain('Chose "Tin" in its list.');
  expect(await browser.inPage("chosen.split")).toBe("Tin true");
});

test("a list that was there before belongs to something else", async () => {
  const effect = await fill("#quiet", "Oslo");
  expect(effect).not.toMatch(/Chose|offers/);
  expect(await browser.inPage("quiet.value")).toBe("Oslo");
});

test("native suggestions and searches stay typed", async () => {
  expect(await fill("#native", "Red")).not.toMatch(/Chose|offers/);
  expect(await fill("#sites", "Bern")).not.toMatch(/Chose|offers/);
  expect(await browser.inPage("[native.value, sites.value, chosen.sites]")).toEqual([
    "Red",
    "Bern",
    null,
  ]);
});

test("a whole form of such fields is filled in and sent with what was chosen", async () => {
  const { effect } = await browser.call("chrome_fill_form", {
    fields: [
      { label: "Country", value: "New Zealand" },
      { label: "Fruit", value: "Apple B" },
    ],
    submit: true,
  });
  expect(effect).toContain('Chose "New Zealand" in its list.\nChose "Apple B" in its list.');
  expect(await browser.inPage("sent.textContent")).toBe(
    '{"country":"New Zealand true","fruit":"Apple B true"}',
  );
});
