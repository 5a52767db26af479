import { expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { PersonInPage } from "../../support/person-in-page.ts";
import { until } from "../../support/until.ts";

test("of a site that the person is asked about nothing is recorded, unless the record was let in there", async () => {
  await using browser = await DrivenBrowser.start();
  const capture = (action: string, args: object = {}) =>
    browser.call("chrome_network_capture", { action, ...args });
  const person = await browser.person();
  await browser.open("clicks");
  await capture("start");
  await browser.call("chrome_console", { mode: "buffer" });
  await person.do({ do: "set_site", site: "localhost", stance: "ask" });
  const asked = `${browser.pages.otherOrigin}/clicks?asked`;
  const SAY = "console.log('private'); fetch('/echo?private').then((answer) => answer.text())";

  await browser.inPage(`void setTimeout(() => { location.href = "${asked}"; })`);
  const page = await pageAt(browser, asked);
  await page.evaluate(SAY);
  const back = browser.pages.page("clicks?back");
  await page.evaluate(`location.href = "${back}"`);
  await pageAt(browser, back);
  const recorded = JSON.stringify(await capture("stop"));
  expect(recorded).not.toMatch(/asked|private/);
  const { messages } = await browser.call("chrome_console", { mode: "buffer" });
  expect(messages.map(({ text }) => text)).not.toContain("private");

  const start = { action: "start", url: asked };
  const starting = browser.begin("chrome_network_capture", start);
  await person.answer("once");
  expect(await starting.answer).toMatchObject({ ok: true });
  await (await pageAt(browser, asked)).evaluate(SAY);
  expect((await capture("list", { url: "/echo?private" })).requests).toHaveLength(1);
});

async function pageAt(browser: DrivenBrowser, url: string): Promise<PersonInPage> {
  await until(url, async () =>
    (await browser.chromium.targets()).find((target) => target.url === url),
  );
  return PersonInPage.at(browser.chromium, url);
}
