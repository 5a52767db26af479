import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { DrivenBrowser } from "../support/driven-browser.ts";
import { ExtensionPage } from "../support/extension-page.ts";
import { PersonInPage } from "../support/person-in-page.ts";

/** Whatever ends a call, nothing of it is done in the page any more 100 ms later. */

let browser: DrivenBrowser;
let panel: ExtensionPage;
let page: PersonInPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  panel = await ExtensionPage.open(browser.chromium, "panel.html");
  await panel.evaluate("onclick = () => { globalThis.pressedMs = Date.now(); }");
  await browser.open("slider", { background: false });
  page = await PersonInPage.at(browser.chromium, browser.pages.page("slider"));
});
afterAll(() => browser[Symbol.asyncDispose]());

/** Counts what comes to the page, by the times at which it came. */
const COUNT = `globalThis.came = [];
  for (const type of ["keydown", "input", "mousedown", "mousemove", "click", "wheel"]) {
    addEventListener(type, () => came.push(Date.now()), true);
  }`;

const press = async (selector: string) => {
  await panel.press(selector);
  return Number(await panel.evaluate("pressedMs"));
};

const ENDINGS = [
  {
    name: "Stop in the panel",
    failure: "cancelled",
    end: () => press("button.danger"),
    goOn: () => Promise.resolve(),
  },
  {
    name: "Pause in the panel",
    failure: "paused",
    end: () => press(".status button.primary"),
    goOn: async () => {
      // It is one button, and what it says comes a moment after it was pressed.
      const says = (word: string) =>
        panel.untilTrue(
          `document.querySelector(".status button.primary")?.textContent === "${word}"`,
        );
      await says("Resume");
      await press(".status button.primary");
      await says("Pause");
    },
  },
  {
    name: "the loss of the socket",
    failure: "browser_disconnected",
    end: () => browser.loseSocket(),
    goOn: () => browser.connectedAgain(),
  },
];

const board = { from: { selector: "#piece" }, to: { offset: { x: 150, y: 60 } } };
const ACTIONS = [
  { name: "typing", tool: "chrome_keyboard", args: { keys: "x".repeat(2_000), delay: 5 } },
  { name: "a drag", tool: "chrome_drag", args: { ...board, steps: 100 } },
  {
    name: "clicks of a batch",
    tool: "chrome_batch",
    args: {
      steps: Array.from({ length: 50 }, () => ({
        tool: "chrome_click_element",
        args: { selector: "#canvas" },
      })),
    },
  },
] as const;

describe.each(ENDINGS)("after $name", ({ failure, end, goOn }) => {
  test.each([...ACTIONS])("nothing of $name comes to the page any more", async ({ tool, args }) => {
    await browser.open("slider");
    await page.evaluate(COUNT);
    const call = browser.begin(tool, args);
    await page.untilInPage("came.length > 4");
    const endedMs = await end();
    expect(await call.answer).toMatchObject({ ok: false, failure: { code: failure } });
    await page.untilInPage(`Date.now() > ${endedMs + 500}`);
    expect(await page.evaluate(`came.filter((ms) => ms > ${endedMs + 100}).length`)).toBe(0);
    await goOn();
  });

  test("a script without end is ended", async () => {
    await browser.open("slider");
    const code = 'fetch("/slow"); for (;;) {}';
    const call = browser.begin("chrome_javascript", { code, timeoutMs: 60_000 });
    await browser.untilHeld();
    await end();
    expect(await call.answer).toMatchObject({ ok: false, failure: { code: failure } });
    browser.pages.release();
    // It would not be answered for a minute.
    expect(await page.evaluate("1 + 1")).toBe(2);
    await goOn();
  });
});
