import { afterAll, beforeAll, expect, test } from "bun:test";
import { allTools } from "../../../src/tools/catalogue.ts";
import type { Switch } from "../../../src/tools/switches.ts";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import type { ExtensionPage } from "../../support/extension-page.ts";

let browser: DrivenBrowser;
let person: ExtensionPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  person = await browser.person();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("what the person switched off is refused, alone and in a batch, until they switch it on", async () => {
  await browser.open("clicks");
  await person.do({ do: "switch", name: "scripts", on: false });
  expect(
    await browser.refusal("chrome_javascript", { code: "document.title = 'x'" }),
  ).toMatchObject({
    code: "blocked_by_policy",
    message: expect.stringContaining("switch on “Scripts”"),
  });
  const steps = [{ tool: "chrome_javascript", args: { code: "document.title = 'x'" } }];
  const batch = await browser.call("chrome_batch", { steps });
  expect(batch.steps).toMatchObject([{ ok: false, failure: { code: "blocked_by_policy" } }]);
  expect((await browser.call("chrome_read_page")).title).not.toBe("x");

  await person.do({ do: "switch", name: "scripts", on: true });
  expect(await browser.inPage("1 + 1")).toBe(2);
});

/** The tools that a switch takes away, by the beginnings of their names. */
const UNDER: [RegExp, Switch][] = [
  [/^chrome_(javascript|userscript|inject_script|send_command_to_inject_script)$/, "scripts"],
  [/^chrome_network_/, "network"],
  [/^chrome_history/, "history"],
  [/^chrome_bookmark_/, "bookmarks"],
  [/^chrome_handle_download/, "downloads"],
  [/^chrome_upload_file/, "uploads"],
  [/^chrome_clipboard/, "clipboard"],
];

test("every tool that a switch is for is under it", () => {
  for (const tool of allTools) {
    const expected = UNDER.find(([names]) => names.test(tool.name))?.[1];
    expect([tool.name, tool.switch]).toEqual([tool.name, expected]);
  }
});
