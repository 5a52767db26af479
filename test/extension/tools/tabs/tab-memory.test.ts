import { expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

/** As many tabs as are kept in mind. */
const MANY = 300;

test("a tab gives no ref twice, however many other tabs were worked in since its first page", async () => {
  await using browser = await DrivenBrowser.start();
  const person = await browser.person();
  const { tabId } = await browser.open("clicks");
  await browser.outline();
  await person.evaluate(`chrome.storage.session.get("tabMemory").then(({ tabMemory }) => {
    const others = Array.from({ length: ${MANY - 1} }, (_, nth) => [100_000 + nth, 2]);
    const nextRef = [...tabMemory.nextRef, ...others];
    return chrome.storage.session.set({ tabMemory: { ...tabMemory, nextRef } });
  })`);
  await person.evaluate("globalThis.view = undefined");
  await browser.chromium.restartWorker();
  await person.viewWhere("a connection", ({ connection }) => connection.state === "connected");

  await browser.open("reading", { tabId });
  const given = refsIn(await browser.outline());
  await browser.open("fields", { newTab: true });
  await browser.outline();
  await browser.open("clicks", { tabId });
  const fresh = refsIn(await browser.outline());
  expect(fresh.length).toBeGreaterThan(0);
  expect(Math.min(...fresh)).toBeGreaterThan(Math.max(...given));
});

/** Those of the top frame. */
function refsIn(outline: string): number[] {
  return [...outline.matchAll(/\[ref=e(\d+)\]/g)].map(([, ref]) => Number(ref));
}
