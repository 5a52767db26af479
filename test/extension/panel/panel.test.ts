import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { ExtensionPage } from "../../support/extension-page.ts";
import { until } from "../../support/until.ts";

let browser: DrivenBrowser;
let panel: ExtensionPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  panel = await ExtensionPage.open(browser.chromium, "panel.html");
});
afterAll(() => browser[Symbol.asyncDispose]());

test("every call shows while it runs and when it has ended, and who works in which tab", async () => {
  const { tabId } = await browser.open("fields");
  const filled = { selector: "#text", value: "hunter2", tabId };
  await browser.call("chrome_fill_or_select", filled, "Claude Code");
  const code = `await fetch("${browser.pages.origin}/slow"); 1`;
  const fetching = browser.begin("chrome_javascript", { code, tabId }, "Cherry Studio");
  await panel.untilText(/running · Cherry Studio · 127\.0\.0\.1/);
  await panel.untilText(/Cherry Studio\s+now\s+Fields/);
  const colour = (mood: string) =>
    panel.evaluate(
      `getComputedStyle(document.querySelector(".log .${mood} .dot")).backgroundColor`,
    );
  expect(await colour("busy")).toEqual(await colour("good"));
  browser.pages.release();
  await fetching.answer;
  const text = await panel.untilText(/done · Cherry Studio/);
  expect(text).toMatch(
    /Fill in or select #text ••••\s+[\d.]+ m?s\s+done · Claude Code · 127\.0\.0\.1/,
  );
  expect(text).not.toContain("hunter2");
});

test("Stop ends what runs: 100 ms later nothing is typed any more, and the next call is served", async () => {
  await browser.open("fields");
  await browser.inPage(`globalThis.keysAt = [];
    text.addEventListener("keydown", () => keysAt.push(Date.now())); text.focus()`);
  const typing = browser.begin("chrome_keyboard", { keys: "x".repeat(2_000), delay: 5 });
  const { cdp } = browser.chromium;
  const target = (await browser.chromium.targets()).find(({ url }) => url.endsWith("/fields"));
  const page = await cdp.attach(target?.targetId ?? "");
  await until("the first key", async () =>
    (await cdp.evaluate("keysAt.length > 0", page)) === true ? true : undefined,
  );
  await panel.press("button.danger");
  const pressedMs = Date.now();
  expect(await typing.answer).toMatchObject({
    failure: { code: "cancelled", message: expect.stringContaining("pressed Stop") },
  });
  await browser.call("chrome_read_page");
  const keysAt = z.array(z.number()).parse(await browser.inPage("keysAt"));
  expect(Math.max(...keysAt)).toBeLessThanOrEqual(pressedMs + 100);
  await panel.untilText(/cancelled · test/);
});

test("Pause lets nothing in until Resume", async () => {
  await panel.press(".status button.primary");
  await panel.untilText(/No client can use this browser/);
  expect((await browser.refusal("chrome_read_page")).code).toBe("paused");
  await panel.press(".status button.primary");
  await panel.untilText(/Your AI clients can use this browser/);
  expect((await browser.call("chrome_read_page")).title).toBe("Fields");
});

test("a rule is added, changed and taken out by hand, and what is no site is told", async () => {
  await panel.type("#site", "not a site");
  await panel.press(".add button");
  await panel.untilText(/This is not a site/);
  await panel.type("#site", "127.0.0.1");
  await panel.press(".add button");
  await panel.viewWhere("the rule", ({ sites }) => sites.sites[0]?.stance === "ask");
  await panel.press('.rules li:nth-child(2) input[value="deny"]');
  await panel.viewWhere("the rule", ({ sites }) => sites.sites[0]?.stance === "deny");
  expect((await browser.refusal("chrome_read_page")).code).toBe("blocked_by_policy");
  await panel.press('[aria-label="Remove the rule for 127.0.0.1"]');
  await panel.viewWhere("no rule", ({ sites }) => sites.sites.length === 0);
  expect((await browser.call("chrome_read_page")).title).toBe("Fields");
});

test("a question is answered by its buttons, and leaves the badge", async () => {
  await panel.press('.rules li:first-child input[value="ask"]');
  await panel.viewWhere("the rule", ({ sites }) => sites.otherwise === "ask");
  const reading = browser.begin("chrome_read_page", {}, "Claude Code");
  await panel.untilText(
    /Claude Code wants to use 127\.0\.0\.1:\d+\s+It waits with “Read the page”/,
  );
  await panel.untilTrue(`chrome.action.getBadgeText({}).then((text) => text === "?")`);
  await panel.press(".asking .buttons button:nth-child(3)");
  expect((await reading.answer).ok).toBe(true);
  await panel.untilTrue(`chrome.action.getBadgeText({}).then((text) => text === "")`);
  await panel.untilText(new RegExp(`Remove|${browser.pages.origin}`));
  await panel.press(".rules li:nth-child(2) button.remove");
  await panel.press('.rules li:first-child input[value="allow"]');
  await panel.viewWhere("the rules", ({ sites }) => sites.otherwise === "allow");
});

test("a switch is turned with the keyboard alone", async () => {
  await panel.evaluate(`document.querySelector('[name="scripts"]').focus()`);
  await panel.key(" ");
  await panel.viewWhere("scripts off", ({ switchedOff }) => switchedOff.includes("scripts"));
  expect((await browser.refusal("chrome_javascript", { code: "1" })).code).toBe(
    "blocked_by_policy",
  );
  await panel.key(" ");
  await panel.viewWhere("scripts on", ({ switchedOff }) => switchedOff.length === 0);
});

test("what is chosen and what is on is seen where the person's own few colours take the place of ours", async () => {
  await panel.forceColours(true);
  const back = (selector: string) =>
    panel.evaluate(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`);
  const behind = await back(".card");
  expect(await back(".rules :checked + span")).not.toBe(behind);
  expect(await back('[name="scripts"]')).not.toBe(behind);
  expect(await back(".dot")).not.toBe(behind);
  await panel.forceColours(false);
});

test("the log can be emptied", async () => {
  await panel.press(".log-head button");
  await panel.untilText(/Nothing yet/);
});

test.each(["panel.html", "popup.html", "welcome.html"])(
  "everything that can be operated on %s has a name for those who do not see it",
  async (path) => {
    const page = await ExtensionPage.open(browser.chromium, path);
    await page.untilText(/Connected/);
    const controls = await page.controls();
    expect(controls.length).toBeGreaterThan(2);
    expect(controls.filter(({ name }) => name.trim() === "")).toEqual([]);
  },
);

test("a permission that a client lacked is offered, asked of Chrome by the person's press, and can be declined", async () => {
  const refusal = await browser.refusal("chrome_history", {});
  expect(refusal).toMatchObject({ code: "permission_needed", retryable: false });
  await panel.untilText(/A client asks for History/);
  // Nobody can press the button of Chrome's own window in a test.
  await panel.evaluate(`chrome.permissions.request = async (asked) => {
    globalThis.asked = { ...asked, byPress: navigator.userActivation.isActive };
    return false;
  }; undefined`);
  await panel.press('[data-permission="history"]');
  await panel.untilTrue("globalThis.asked !== undefined");
  expect(await panel.evaluate("asked")).toEqual({ permissions: ["history"], byPress: true });
  await panel.press(".asking .buttons button:nth-child(2)");
  await panel.viewWhere("no wish", ({ wishes }) => wishes.length === 0);
});

test("the log outlives the extension's worker", async () => {
  await browser.call("chrome_read_page", {}, "Earlier client");
  await panel.untilTrue(
    `chrome.storage.session.get("calls").then(({ calls }) => calls?.at(-1)?.client === "Earlier client")`,
  );
  await browser.chromium.restartWorker();
  await panel.evaluate("globalThis.view = undefined");
  const { log } = await panel.viewWhere(
    "a view",
    ({ connection }) => connection.state === "connected",
  );
  expect(log.at(-1)).toMatchObject({ client: "Earlier client", state: "done" });
});
