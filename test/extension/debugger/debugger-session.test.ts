import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

/** Longer than a tab in the background is drawn after its last call. */
const HELD_S = 3;

test("what was let go when the person paused takes nothing from who works there afterwards", async () => {
  const person = await browser.person();
  const { tabId } = await browser.open("clicks", { newTab: true });
  const button = { tabId, selector: "#trusted" };
  await browser.call("chrome_click_element", button);
  await person.do({ do: "pause", paused: true });
  await person.do({ do: "pause", paused: false });

  const tick =
    "(function tick() { globalThis.drawnMs = Date.now(); requestAnimationFrame(tick); })()";
  await browser.inPage(`${tick}; 1`);
  await browser.call("chrome_computer", { action: "left_click", ...button, duration: HELD_S });
  // The tab is behind others: no more of it is drawn than the extension asks for.
  expect(Number(await browser.inPage("Date.now() - drawnMs"))).toBeLessThan(700);
});
