import { expect, test } from "bun:test";
import { join } from "node:path";
import { EXTENSION_ORIGIN } from "../../../src/protocol/extension-id.ts";
import { Chromium } from "../../support/chromium.ts";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { until } from "../../support/until.ts";

const EXTENSION_DIR = join(import.meta.dir, "../../../dist/extension");
const WELCOME = `${EXTENSION_ORIGIN}/welcome.html`;

test("who installs the extension is told in four lines what it can do and what not", async () => {
  await using chromium = await Chromium.start({ extension: EXTENSION_DIR, welcome: true });
  const { targetId } = await until("the first-run page", async () =>
    (await chromium.targets()).find(({ url }) => url === WELCOME),
  );
  const session = await chromium.cdp.attach(targetId);
  const lines = await until("its lines", async () => {
    const code = `[...document.querySelectorAll("dl div")].map((line) => line.innerText)`;
    const told: unknown = await chromium.cdp.evaluate(code, session);
    return Array.isArray(told) && told.length > 0 ? told : undefined;
  });
  expect(lines).toHaveLength(4);
  expect(lines.join(" ")).toMatch(/They can\s+read pages.*They cannot\s+work in incognito/s);
});

test("a profile that a program made is not disturbed by it", async () => {
  await using browser = await DrivenBrowser.start();
  const targets = await browser.chromium.targets();
  expect(targets.map(({ url }) => url)).not.toContain(WELCOME);
});
