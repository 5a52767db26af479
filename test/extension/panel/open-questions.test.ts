import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { z } from "zod";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { ExtensionPage } from "../../support/extension-page.ts";
import { PersonInPage } from "../../support/person-in-page.ts";

let browser: DrivenBrowser;
let panel: ExtensionPage;
let popup: ExtensionPage;
let person: PersonInPage;
let tabId: number;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  ({ tabId } = await browser.open("fields", { background: false }));
  person = await PersonInPage.at(browser.chromium, browser.pages.page("fields"));
  panel = await ExtensionPage.open(browser.chromium, "panel.html");
  popup = await ExtensionPage.open(browser.chromium);
});
beforeEach(async () => {
  await browser.open("fields");
});
afterAll(() => browser[Symbol.asyncDispose]());

const answeredSchema = z.object({ value: z.object({ data: z.unknown() }) });

function ask(args: object) {
  return browser.begin("chrome_ask_user", { tabId, ...args }, "Claude Code");
}

async function answerTo(asking: { answer: Promise<unknown> }) {
  return answeredSchema.parse(await asking.answer).value.data;
}

test("panel and popup show what a client asks and where, and the badge that something is open, until it is answered", async () => {
  const asking = ask({ question: "Which colour?" });
  const shown = /Claude Code asks\s+Which colour\?\s+In the tab Fields/;
  await panel.untilText(shown);
  await popup.untilText(shown);
  await person.card();
  await panel.untilTrue(`chrome.action.getBadgeText({}).then((text) => text === "?")`);
  await panel.type(".asking textarea", "green");
  await panel.press(".asking button.primary");
  expect(await answerTo(asking)).toEqual({ answer: "green" });
  await person.untilNoCard();
  await popup.viewWhere("no question", ({ openQuestions }) => openQuestions.length === 0);
  await popup.untilTrue(`document.querySelector(".asking") === null`);
  await panel.untilTrue(`chrome.action.getBadgeText({}).then((text) => text === "")`);
});

test("what is answered in the page goes from panel and popup", async () => {
  const asking = ask({ question: "Sure?", kind: "confirm" });
  await panel.untilText(/Sure\?/);
  await person.clickInCard("Yes");
  expect(await answerTo(asking)).toEqual({ answer: "yes" });
  await panel.untilTrue(`document.querySelector(".asking") === null`);
  await popup.untilTrue(`document.querySelector(".asking") === null`);
});

test("a choice and a confirmation are pressed in the panel", async () => {
  const choosing = ask({ question: "Which?", kind: "choice", options: ["One", "Two"] });
  await panel.press(".asking .options button:nth-child(2)");
  expect(await answerTo(choosing)).toEqual({ answer: "Two" });

  const confirming = ask({ question: "Sure?", kind: "confirm" });
  await panel.untilText(/Sure\?/);
  await panel.press(".asking .buttons button:nth-child(2)");
  expect(await answerTo(confirming)).toEqual({ answer: "no" });
});

test("who does not want to answer says so in the panel, and the client is told", async () => {
  const declined = ask({ question: "Really?", kind: "confirm" });
  await panel.untilText(/Really\?/);
  await panel.press(".asking .buttons button:nth-child(3)");
  expect(await declined.answer).toMatchObject({ failure: { code: "denied_by_user" } });
});

test("a secret typed in the panel goes into its field, and is neither shown, logged nor told", async () => {
  const asking = ask({ question: "The password?", kind: "secret", selector: "input" });
  await panel.untilText(/The password\?.*not shown to the client/s);
  await panel.type(".asking input", "hunter2");
  expect(await panel.evaluate(`document.querySelector(".asking input").type`)).toBe("password");
  await panel.press(".asking button.primary");
  expect(await answerTo(asking)).toEqual({ filled: true });
  expect(await browser.inPage("document.querySelector('input').value")).toBe("hunter2");
  const view = await panel.viewWhere("no question", (now) => now.openQuestions.length === 0);
  expect(JSON.stringify(view)).not.toContain("hunter2");
  expect(await panel.evaluate("document.body.innerHTML")).not.toContain("hunter2");
  const kept = await panel.evaluate(
    `Promise.all([chrome.storage.session.get(null), chrome.storage.local.get(null)])
      .then((stored) => JSON.stringify(stored))`,
  );
  expect(kept).not.toContain("hunter2");
});

test("what is to be pointed at cannot be answered in the panel: a button brings its tab to the front", async () => {
  const elsewhere = await browser.open("clicks", { newTab: true, background: false });
  const asking = browser.begin(
    "chrome_request_element_selection",
    { tabId, requests: [{ name: "The first field" }] },
    "Claude Code",
  );
  await panel.untilText(/The first field\s+In the tab Fields\s+Answer in the page/);
  await browser.call("chrome_switch_tab", { tabId: elsewhere.tabId });
  const controls = await panel.controls();
  expect(controls).toContainEqual({ role: "button", name: "Show the tab Fields" });
  expect(
    await panel.evaluate(`document.querySelector(".asking .primary, .asking form")`),
  ).toBeNull();
  await panel.press('.asking [aria-label="Show the tab Fields"]');
  await panel.untilTrue(`chrome.tabs.get(${tabId}).then(({ active }) => active)`);
  await person.card();
  await panel.press(".asking .buttons button:last-child");
  expect(await asking.answer).toMatchObject({ failure: { code: "denied_by_user" } });
  await person.untilNoCard();
  await browser.call("chrome_close_tabs", { tabIds: [elsewhere.tabId] });
});

test("everything in a question has a name for those who do not see it, and Enter sends", async () => {
  const asking = ask({ question: "Which colour?" });
  await panel.untilText(/Which colour\?/);
  const controls = await panel.controls();
  expect(controls).toContainEqual({ role: "textbox", name: "Your answer" });
  expect(controls.filter(({ name }) => name.trim() === "")).toEqual([]);
  await panel.type(".asking textarea", "blue");
  await panel.key("Enter");
  expect(await answerTo(asking)).toEqual({ answer: "blue" });
});

test("a click on its way to something else when the card came up is no answer", async () => {
  await panel.evaluate(`new MutationObserver((_, watch) => {
    const button = document.querySelector(".asking .primary");
    if (!button) return;
    watch.disconnect();
    button.click();
    globalThis.clickedEarly = true;
  }).observe(document.body, { childList: true, subtree: true })`);
  const asking = ask({ question: "Sure?", kind: "confirm" });
  await panel.untilTrue("globalThis.clickedEarly === true");
  await panel.press(".asking .buttons button:nth-child(2)");
  expect(await answerTo(asking)).toEqual({ answer: "no" });
});
