import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { EXTENSION_ID } from "../../../../src/protocol/extension-id.ts";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { emptyFolder } from "../../../support/empty-folder.ts";
import { until } from "../../../support/until.ts";
import { ExtensionPage } from "../../../support/extension-page.ts";

let browser: DrivenBrowser;
let panel: ExtensionPage;
let folder: Awaited<ReturnType<typeof emptyFolder>>;
let notes: string;
beforeAll(async () => {
  folder = await emptyFolder();
  notes = join(folder.path, "My notes.txt");
  await Bun.write(notes, "words");
  browser = await DrivenBrowser.start();
  panel = await ExtensionPage.open(browser.chromium, "panel.html");
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});
beforeEach(async () => {
  // Rules made anew: an earlier no is forgotten.
  await panel.do({ do: "set_other_sites", stance: "allow" });
  // What nobody answered before is told to be over a moment later.
  await panel.viewWhere("nothing to be asked", ({ questions }) => questions.length === 0);
  await browser.open("upload");
});

const give = (args: object) =>
  browser.begin(
    "chrome_upload_file",
    { selector: "#papers", filePath: notes, ...args },
    "Claude Code",
  ).answer;
const given = () => browser.inPage("[...papers.files].map((file) => file.name)");

test("the person is asked for the whole path, by client and site, and their yes is for this once", async () => {
  const { host } = new URL(browser.pages.origin);
  const giving = give({});
  const text = await panel.untilText(/wants to give/);
  expect(text).toContain(`Claude Code wants to give ${host} a file`);
  expect(text).toContain(notes);
  await panel.press(".asking button.primary");
  expect(await giving).toMatchObject({
    value: { data: { effect: expect.stringContaining("+ My notes.txt text/plain words") } },
  });
  const { log } = await panel.viewWhere(
    "the call's end",
    (view) => view.log.at(-1)?.state === "done",
  );
  expect(log.at(-1)?.detail).toContain(notes);

  const again = give({ multiple: true });
  await panel.answer("once");
  expect(await again).toMatchObject({
    value: { data: { effect: expect.stringContaining("2 files") } },
  });
});

test("a no is told to the client, holds for every file for a while, and the page gets nothing", async () => {
  const giving = give({});
  const question = await panel.answer("no");
  expect(question).toMatchObject({
    client: "Claude Code",
    origin: browser.pages.origin,
    path: notes,
  });
  expect(await giving).toMatchObject({ failure: { code: "denied_by_user" } });
  expect(await give({ filePath: `${notes}.bak` })).toMatchObject({
    failure: { code: "denied_by_user" },
  });
  expect(await given()).toEqual([]);
});

test("nobody who answers is a timeout", async () => {
  expect(await give({ timeoutMs: 1_000 })).toMatchObject({
    failure: { code: "timeout", message: expect.stringContaining("has not answered") },
  });
  expect(await given()).toEqual([]);
});

test("a place that takes dropped files gets it", async () => {
  const giving = give({ selector: "#zone" });
  await panel.answer("once");
  expect(await giving).toMatchObject({
    value: { data: { effect: expect.stringContaining("+ My notes.txt text/plain words") } },
  });
});

test("a frame of another site is asked about by that site", async () => {
  await browser.inPage(`new Promise((loaded) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.onload = () => loaded(1);
    frame.src = "${browser.pages.otherOrigin}/upload";
  })`);
  await browser.inPage("document.querySelector('#papers').remove(); 1");
  const giving = give({});
  expect((await panel.answer("once")).origin).toBe(browser.pages.otherOrigin);
  expect(await giving).toMatchObject({
    value: { data: { effect: expect.stringContaining("My notes.txt text/plain words") } },
  });
});

test("a file that is not there, or of the wrong kind, is refused before the page knows of it", async () => {
  await browser.inPage("onchange = oninput = () => { document.title = 'told'; }; 1");
  for (const [args, code] of [
    [{ filePath: join(folder.path, "nowhere.txt") }, "not_actionable"],
    [{ filePath: folder.path }, "not_actionable"],
    [{ selector: "#picture" }, "wrong_file_kind"],
  ] as const) {
    const giving = give(args);
    await panel.answer("once");
    expect(await giving).toMatchObject({ failure: { code } });
  }
  expect(await browser.inPage("document.title")).toBe("Upload");
});

test("the person is not asked for what cannot be given", async () => {
  for (const [args, code] of [
    [{ filePath: "notes.txt" }, "invalid_arguments"],
    [{ filePath: `${folder.path}/../secret.txt` }, "invalid_arguments"],
    [{ filePath: "/home/ann/\u202Etxt.exe" }, "invalid_arguments"],
    [{ selector: "#nothing" }, "element_not_found"],
    [{ selector: undefined, ref: "e999" }, "stale_ref"],
  ] as const) {
    expect(await give(args)).toMatchObject({ failure: { code } });
  }
});

test("where Chrome keeps the extension from files, the failure says what to switch on", async () => {
  await using other = await DrivenBrowser.start();
  const { cdp } = other.chromium;
  const settings = await other.chromium.open("chrome://extensions");
  await until("Chrome's settings", async () =>
    (await cdp.evaluate("typeof chrome.developerPrivate", settings)) === "object"
      ? true
      : undefined,
  );
  const before = other.hello;
  // One that was not packed is loaded anew in developer mode alone.
  const off = `{ extensionId: "${EXTENSION_ID}", fileAccess: false }`;
  await cdp.evaluate(
    `chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })
      .then(() => chrome.developerPrivate.updateExtensionConfiguration(${off}))`,
    settings,
  );
  await until("the extension loaded anew", () =>
    Promise.resolve(other.hello === before ? undefined : true),
  );
  await other.open("upload");
  const asked = { selector: "#papers", filePath: notes };
  expect(await other.refusal("chrome_upload_file", asked)).toMatchObject({
    code: "permission_needed",
    message: expect.stringContaining("Allow access to file URLs"),
  });
  const popup = await other.person();
  await popup.untilText(/A client asks for files of this computer/);
  await popup.press(".asking button.primary");
  await popup.untilTrue(
    `chrome.tabs.query({}).then((tabs) => tabs.some(({ url }) => url === "chrome://extensions/?id=${EXTENSION_ID}"))`,
  );
}, 20_000);
