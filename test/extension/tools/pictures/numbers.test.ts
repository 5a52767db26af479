import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { PersonInPage } from "../../../support/person-in-page.ts";
import { until } from "../../../support/until.ts";

let browser: DrivenBrowser;
let person: PersonInPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  await browser.open("clicks", { background: false });
  person = await PersonInPage.at(browser.chromium, browser.pages.page("clicks"));
});
beforeEach(() => browser.open("clicks"));
afterAll(() => browser[Symbol.asyncDispose]());

/** Draws numbers on the buttons with these names. */
async function show(numbered: Record<string, number>): Promise<void> {
  const labels = await Promise.all(
    Object.entries(numbered).map(async ([name, number]) => ({
      ref: await browser.refOf(`button "${name}"`),
      number,
    })),
  );
  const { shown } = await browser.call("chrome_show_numbers", { labels });
  expect(shown).toBe(labels.length);
}

test("numbers stand on the page for the person until they are taken away", async () => {
  await show({ "Say trusted": 7, Double: 12 });
  expect(await person.numbers()).toEqual(["7", "12"]);

  await show({ Add: 3 });
  expect(await person.numbers()).toEqual(["3"]);

  await browser.call("chrome_show_numbers", { labels: [] });
  expect(await person.numbers()).toEqual([]);
});

test("they let clicks through, and go with what they stand on and with the page", async () => {
  await show({ Vanish: 1, "Say trusted": 2 });
  await person.click(await person.placeOf("#removes"));
  await until("one number", async () => (await person.numbers()).join() === "2" || undefined);

  await browser.open("clicks");
  expect(await person.numbers()).toEqual([]);
});

test("neither an outline nor a picture for clients has them, nor does the page see what they say", async () => {
  const before = { outline: await browser.outline(), picture: await picture() };
  await show({ "Say trusted": 77, Double: 78 });
  expect(await browser.outline()).toBe(before.outline);
  expect(await picture()).toBe(before.picture);
  expect(await browser.inPage("document.documentElement.innerText.includes('77')")).toBe(false);
  expect(await person.numbers()).toEqual(["77", "78"]);
});

test("of an element that is not there anymore no number is drawn, and nothing is no ref", async () => {
  await browser.refOf('button "Vanish"');
  const none = await browser.call("chrome_show_numbers", { labels: [{ ref: "e999", number: 1 }] });
  expect(none.shown).toBe(0);
  const refused = await browser.refusal("chrome_show_numbers", {
    labels: [{ ref: "button", number: 1 }],
  });
  expect(refused.code).toBe("invalid_arguments");
});

async function picture(): Promise<string | undefined> {
  const answer = await browser.begin("chrome_screenshot", { format: "png" }).answer;
  return answer.ok ? answer.value.images?.[0]?.base64 : undefined;
}
