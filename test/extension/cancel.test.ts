import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../support/driven-browser.ts";
import { PersonInPage } from "../support/person-in-page.ts";

let browser: DrivenBrowser;
let page: PersonInPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  await browser.open("fields", { background: false });
  page = await PersonInPage.at(browser.chromium, browser.pages.page("fields"));
});
afterAll(() => browser[Symbol.asyncDispose]());

/** Counts what comes to the page, by the times at which it came. */
const COUNT = `globalThis.came = [];
  for (const type of ["keydown", "input", "mousedown", "mousemove", "dragover", "drop"]) {
    addEventListener(type, () => came.push(Date.now()), true);
  }`;

/** Cancels the call once the page has seen something of it; answers what came later than 100 ms after the cancel. */
async function laterThan(call: ReturnType<DrivenBrowser["begin"]>): Promise<number> {
  await page.untilInPage("came.length > 4");
  const cancelledMs = Date.now();
  call.cancel();
  expect(await call.answer).toMatchObject({ failure: { code: "cancelled" } });
  expect(Date.now() - cancelledMs).toBeLessThan(100);
  await page.untilInPage(`Date.now() > ${cancelledMs + 600}`);
  return Number(await page.evaluate(`came.filter((ms) => ms > ${cancelledMs + 100}).length`));
}

test("typing stops where it is", async () => {
  await browser.open("fields");
  await page.evaluate(COUNT);
  const keys = "a long text that is written key by key, slowly";
  const call = browser.begin("chrome_keyboard", { selector: "#area", keys, delay: 30 });
  expect(await laterThan(call)).toBe(0);
});

test("a batch does no further step", async () => {
  await browser.open("fields");
  await page.evaluate(COUNT);
  const steps = Array.from({ length: 40 }, () => ({
    tool: "chrome_keyboard",
    args: { selector: "#area", keys: "x" },
  }));
  expect(await laterThan(browser.begin("chrome_batch", { steps }))).toBe(0);
});

test("a drag stops, and lets the button go", async () => {
  await browser.open("slider");
  await page.evaluate(COUNT);
  const { x, y } = await page.placeOf("body *");
  const call = browser.begin("chrome_drag", {
    from: { coordinates: { x, y } },
    to: { coordinates: { x: x + 300, y } },
    steps: 100,
  });
  await page.evaluate("addEventListener('mouseup', () => (globalThis.released = true), true)");
  expect(await laterThan(call)).toBe(0);
  await page.untilInPage("globalThis.released === true");
});

test("lines stop where they are", async () => {
  await browser.open("fields");
  await page.evaluate(COUNT);
  const value = "line\n".repeat(5_000);
  const call = browser.begin("chrome_fill_or_select", { selector: "#editable", value });
  expect(await laterThan(call)).toBe(0);
});

test("what is carried when a drag is stopped is not dropped", async () => {
  await browser.open("sortable");
  await page.evaluate(COUNT);
  const isSlow = "for (const ms = performance.now(); performance.now() < ms + 10;);";
  await page.evaluate(`addEventListener("dragover", () => { ${isSlow} }, true)`);
  const call = browser.begin("chrome_drag", {
    from: { selector: "#native li" },
    to: { selector: "#zone" },
    steps: 200,
  });
  expect(await laterThan(call)).toBe(0);
  await page.untilInPage("document.body.className === 'ended'");
  expect(await page.evaluate("zone.textContent")).toBe("Drop here");
});

test("a page that is on its way does not come any more", async () => {
  await browser.open("fields");
  const call = browser.begin("chrome_navigate", { url: `${browser.pages.origin}/slow` });
  await browser.untilHeld();
  call.cancel();
  expect(await call.answer).toMatchObject({ failure: { code: "cancelled" } });
  await page.untilInPage("document.readyState === 'complete'");
  browser.pages.release();
  expect(await browser.outline()).toContain("Area");
  expect(await page.evaluate("location.pathname")).toBe("/fields");
});

test.each([
  "for (;;) {}",
  "try { while (true) Math.random(); } finally { for (;;); }",
  "await 1; do {} while (true); return 1;",
])("a script without end is ended: %s", async (loop) => {
  await browser.open("fields");
  const code = `fetch("/slow"); ${loop}`;
  const call = browser.begin("chrome_javascript", { code, timeoutMs: 60_000 });
  await browser.untilHeld();
  const cancelledMs = Date.now();
  call.cancel();
  expect(await call.answer).toMatchObject({ failure: { code: "cancelled" } });
  expect(Date.now() - cancelledMs).toBeLessThan(100);
  browser.pages.release();
  expect(await browser.inPage("1 + 1")).toBe(2);
  expect(Date.now() - cancelledMs).toBeLessThan(3_000);
});

test("a script that only waits is left alone, and so is what the page does meanwhile", async () => {
  await browser.open("fields");
  const code = `globalThis.ticks = 0; setInterval(() => { debugger; ticks += 1; }, 5);
    for (let i = 0; i < 3; i++) await fetch("/slow");`;
  const call = browser.begin("chrome_javascript", { code });
  await browser.untilHeld();
  call.cancel();
  expect(await call.answer).toMatchObject({ failure: { code: "cancelled" } });
  browser.pages.release();
  const ticks = Number(await browser.inPage("ticks"));
  await page.untilInPage(`ticks > ${ticks + 5}`);
});

test("waiting ends, and leaves nothing behind", async () => {
  await browser.open("fields");
  const call = browser.begin("chrome_wait_for", { condition: { kind: "text", text: "Never" } });
  await browser.outline();
  call.cancel();
  expect(await call.answer).toMatchObject({ failure: { code: "cancelled" } });
  await browser.call("chrome_click_element", { selector: "#check" });
});
