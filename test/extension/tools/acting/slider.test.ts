import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const named = (label: string) => `[aria-label="${label}"]`;
const set = (label: string, value: number | string, args: object = {}) =>
  browser.call("chrome_fill_or_select", { selector: named(label), value, ...args });
const refused = (label: string, value: number | string | boolean) =>
  browser.refusal("chrome_fill_or_select", { selector: named(label), value });
const valueOf = async (label: string) =>
  Number(await browser.inPage(`document.querySelector('${named(label)}').ariaValueNow`));

test("a slider with keys is set by them, in its own steps and to its ends", async () => {
  await browser.open("sliders");
  expect((await set("Treble", 4.5)).effect).toContain('slider "Treble"');
  expect(await valueOf("Treble")).toBe(4.5);
  await set("Treble", "-3");
  expect(await valueOf("Treble")).toBe(-3);
  const keys = () => browser.inPage("parseInt(out.textContent)");
  const before = Number(await keys());
  await set("Treble", 10);
  expect(await valueOf("Treble")).toBe(10);
  expect(await keys()).toBe(before + 1);
});

test("one whose keys go the other way round is set all the same", async () => {
  await browser.open("sliders");
  await set("Back", 80);
  expect(await valueOf("Back")).toBe(80);
});

test("one that only the mouse moves is drawn along until it says the value, also in a background tab", async () => {
  await browser.open("sliders");
  for (const value of [700, 250, 900]) {
    await set("Brightness", value);
    expect(await valueOf("Brightness")).toBe(value);
  }
  await browser.open("slider");
  await set("Price", 37);
  expect(await valueOf("Price")).toBe(37);
  const { tabId } = await browser.open("sliders", { newTab: true });
  await set("Brightness", 300, { tabId });
  expect(await valueOf("Brightness")).toBe(300);
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
});

test("what a slider cannot be set to is said, and what can be done instead", async () => {
  await browser.open("sliders");
  expect(await refused("Treble", 11)).toMatchObject({
    code: "invalid_arguments",
    message: "This slider goes from -10 to 10.",
  });
  expect(await refused("Treble", "loud")).toMatchObject({ code: "invalid_arguments" });
  expect(await refused("Treble", true)).toMatchObject({ code: "invalid_arguments" });
  expect(await refused("Treble", 1.3)).toMatchObject({
    code: "not_actionable",
    message: expect.stringMatching(/^The arrow keys take this slider to 1\.5, not to 1\.3\./),
  });
  for (const label of ["Stuck", "Silent"]) {
    expect(await refused(label, 5)).toMatchObject({
      code: "not_actionable",
      message: expect.stringContaining("chrome_drag"),
    });
  }
});
