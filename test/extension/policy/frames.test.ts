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

test("what such a frame answers once the person has closed its site meanwhile is kept back", async () => {
  await using browser = await DrivenBrowser.start();
  const person = await browser.person();
  await browser.open("sandboxed");
  expect(await browser.outline()).toContain('button "Boxed inside"');
  const waiting = browser.begin("chrome_wait_for", {
    condition: { kind: "text", text: "Boxed late" },
    timeoutMs: 1_500,
  });
  // By then the call is in the frames.
  await browser.call("get_windows_and_tabs");
  await person.do({ do: "set_site", site: "localhost", stance: "deny" });
  await browser.inPage('frames[0].frames[0].postMessage("go on", "*")');
  expect(await waiting.answer).toMatchObject({ failure: { code: "timeout" } });

  await person.do({ do: "set_site", site: "localhost" });
  expect((await browser.call("chrome_find", { text: "Boxed late" })).total).toBe(1);
});
