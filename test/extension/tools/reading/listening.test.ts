import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { until } from "../../../support/until.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("what a page begins to listen on after an outline has a ref in the next one", async () => {
  await browser.open("clicks-rows?n=3");
  expect(await browser.outline()).toContain("1 | Customer 1 | link");

  await browser.inPage(
    "document.querySelectorAll('tr')[1].children[1].addEventListener('click', () => {})",
  );

  expect(await browser.outline()).toMatch(/1 \| cell "Customer 1" \[ref=\w+\] \| link/);
});

test("in a frame that came after an outline, what listens has a ref in the next one", async () => {
  await browser.open("clicks-rows?n=3");
  expect(await browser.outline()).toContain('clickable "Drop"');
  expect(await browser.outline()).not.toContain("iframe");

  await browser.inPage(`new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.onload = () => resolve(true);
    frame.src = "/clicks-rows?n=2";
    document.body.append(frame);
  })`);

  const outline = await browser.outline();
  expect(outline.slice(outline.indexOf("iframe")).match(/clickable "Drop"/g)).toHaveLength(2);
});

test("of a page that listens on more than one outline looks at, the rest is known a moment later", async () => {
  await browser.open("clicks-rows?n=1000");
  const outline = await browser.outline({ maxChars: 400_000 });
  expect(outline.match(/clickable "Drop"/g)).toHaveLength(400);

  await until("the last of what listens", async () => {
    const last = { selector: "tr:last-child .x" };
    const { count } = await browser.call("chrome_get_interactive_elements", last);
    return count === 1 ? true : undefined;
  });

  const whole = await browser.outline({ maxChars: 400_000 });
  expect(whole.match(/clickable "Drop"/g)).toHaveLength(1_000);
});
