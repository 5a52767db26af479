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

test("what is switched off while it runs ends there and then, also in a batch", async () => {
  await browser.open("clicks");
  const code = `globalThis.turns = 0; while (true) { turns += 1; await new Promise(requestAnimationFrame); }`;
  const steps = [{ tool: "chrome_javascript", args: { code } }];
  for (const [tool, args] of [
    ["chrome_javascript", { code }],
    ["chrome_batch", { steps }],
  ] as const) {
    const running = browser.begin(tool, args);
    await person.viewWhere("it to run", ({ log }) => log.at(-1)?.tabId !== undefined);
    await person.do({ do: "switch", name: "scripts", on: false });
    const answer = JSON.stringify(await running.answer);
    expect(answer).toContain("switch on “Scripts”");
    await person.do({ do: "switch", name: "scripts", on: true });
  }
});

test("a record that was begun before keeps nothing while the network is switched off", async () => {
  await browser.open("clicks");
  await browser.call("chrome_network_capture", { action: "start", includeStatic: true });
  await person.do({ do: "switch", name: "network", on: false });
  await browser.inPage(`fetch("/echo?while=off").then((answer) => answer.text())`);
  await person.do({ do: "switch", name: "network", on: true });
  await browser.inPage(`fetch("/echo?while=on").then((answer) => answer.text())`);
  const { requests } = await browser.call("chrome_network_capture", { action: "stop" });
  expect(requests?.map(({ url }) => new URL(url).search)).toEqual(["?while=on"]);
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
