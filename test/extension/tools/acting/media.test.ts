import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { PersonInPage } from "../../../support/person-in-page.ts";
import { until } from "../../../support/until.ts";

/** A second of silence, and again. */
const SOUND = `(() => {
  const sound = new Audio();
  const bytes = new Uint8Array(44 + 8000);
  const at = new DataView(bytes.buffer);
  [0x52494646, 0x57415645, 0x666d7420, 0x64617461].forEach((word, n) => at.setUint32([0, 8, 12, 36][n], word));
  [[4, 8036], [16, 16], [24, 8000], [28, 8000], [40, 8000]].forEach(([n, v]) => at.setUint32(n, v, true));
  [[20, 1], [22, 1], [32, 1], [34, 8]].forEach(([n, v]) => at.setUint16(n, v, true));
  bytes.fill(128, 44);
  sound.src = URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }));
  sound.loop = true;
  sound.id = "sound";
  document.body.append(sound);
  return true;
})()`;

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
beforeEach(() => browser.open("clicks", { background: false }));
afterAll(() => browser[Symbol.asyncDispose]());

test("sound is played in a page that nobody clicked in, paused, and played on", async () => {
  const person = await PersonInPage.at(browser.chromium, browser.pages.page("clicks"));
  const isPaused = () => person.evaluate("sound.paused");
  await person.evaluate(SOUND);
  expect((await browser.call("chrome_media", { action: "play" })).changed).toBe(1);
  expect(await isPaused()).toBe(false);
  expect((await browser.call("chrome_media", { action: "pause" })).changed).toBe(1);
  expect(await isPaused()).toBe(true);
  expect((await browser.call("chrome_media", { action: "play" })).changed).toBe(1);
  expect(await isPaused()).toBe(false);
});

test("the list of tabs says where something is heard", async () => {
  const person = await PersonInPage.at(browser.chromium, browser.pages.page("clicks"));
  // A second of a tone, for silence is not heard.
  await person.evaluate(
    SOUND.replace(
      "bytes.fill(128, 44)",
      "bytes.forEach((_, n) => n < 44 || (bytes[n] = n % 40 < 20 ? 90 : 160))",
    ),
  );
  const { tabId } = await browser.call("chrome_media", { action: "play" });
  const listed = await until("a tab that is heard", async () => {
    const { windows } = await browser.call("get_windows_and_tabs");
    return windows.flatMap(({ tabs }) => tabs).find(({ audible }) => audible);
  });
  expect(listed.tabId).toBe(tabId);
});

test("where nothing can be played, that is said", async () => {
  expect(await browser.refusal("chrome_media", { action: "play" })).toMatchObject({
    code: "element_not_found",
  });
});

test("a tab is zoomed step by step and back, and pictures and clicks still fit", async () => {
  const zoom = async (to: string) => (await browser.call("chrome_zoom", { to })).percent;
  expect(await zoom("in")).toBe(110);
  expect(await zoom("in")).toBe(125);
  expect(await zoom("out")).toBe(110);
  await browser.call("chrome_click_element", { selector: "#trusted" });
  expect(await browser.inPage("out.textContent")).toBe("trusted true");
  expect(await zoom("reset")).toBe(100);
});
