import { expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";

test("what a sandboxed frame of a denied site wrote into a frame of its own is left out with it", async () => {
  await using browser = await DrivenBrowser.start();
  const person = await browser.person();
  await browser.open("sandboxed");
  expect(await browser.outline()).toContain('button "Boxed inside"');
  await person.do({ do: "set_site", site: "localhost", stance: "deny" });
  expect((await browser.call("chrome_find", { text: "Boxed inside" })).total).toBe(0);
});
