import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { ExtensionPage } from "../../support/extension-page.ts";
import { PersonInPage } from "../../support/person-in-page.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test.each(["panel.html", "popup.html"])(
  "%s shows the tab that the person took over, from whom and for how long, and gives it back",
  async (path) => {
    const page = await ExtensionPage.open(browser.chromium, path);
    const { tabId } = await browser.open("fields", { background: false }, "Claude Code");
    const person = await PersonInPage.at(browser.chromium, browser.pages.page("fields"));
    const click = () =>
      browser.begin("chrome_click_element", { tabId, selector: "#check" }, "Claude Code").answer;
    expect(await click()).toMatchObject({ ok: true });

    await person.click(await person.placeOf("#text"));
    await page.untilText(/Yours for now\s+Fields\s+(20|1\d) s · Claude Code waits/);
    const badge = (text: string) =>
      page.untilTrue(`chrome.action.getBadgeText({}).then((text) => text === "${text}")`);
    await badge("✋");
    expect(await page.controls()).toContainEqual({
      role: "button",
      name: "Give back the tab Fields to clients",
    });
    const refused = await click();
    expect(refused).toMatchObject({ failure: { code: "user_took_over" } });
    expect(JSON.stringify(refused)).toContain("chrome_ask_user with this tabId and kind takeover");

    await page.press('[aria-label="Give back the tab Fields to clients"]');
    await page.viewWhere("no tab taken", ({ takenTabs }) => takenTabs.length === 0);
    await page.untilTrue(`document.querySelector("#taken") === null`);
    await badge("");
    expect(await click()).toMatchObject({ ok: true });
  },
);

test("a tab that is closed is nobody's any more", async () => {
  const popup = await browser.person();
  const { tabId } = await browser.open("clicks", { newTab: true, background: false }, "ann");
  const person = await PersonInPage.at(browser.chromium, browser.pages.page("clicks"));
  await browser.call("chrome_click_element", { tabId, selector: "#trusted" }, "ann");
  await person.click(await person.placeOf("#trusted"));
  await popup.viewWhere("the tab taken", ({ takenTabs }) => takenTabs.length === 1);
  await popup.evaluate(`chrome.tabs.remove(${tabId})`);
  await popup.viewWhere("no tab taken", ({ takenTabs }) => takenTabs.length === 0);
});
