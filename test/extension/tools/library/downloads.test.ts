import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
let folder: string;
beforeAll(async () => {
  browser = await DrivenBrowser.start({ permissions: ["downloads"] });
  folder = join(browser.chromium.folder, "downloads");
  await browser.chromium.cdp.send("Browser.setDownloadBehavior", {
    behavior: "allow",
    downloadPath: folder,
  });
});
afterAll(() => browser[Symbol.asyncDispose]());

const follow = (args: object = {}, client?: string) =>
  browser.call("chrome_handle_download", args, client);

/** To the end of the download, as the note of an answer advises: a busy disk may hold one up for longer than a call takes. */
async function followToEnd(client?: string) {
  for (;;) {
    const told = await follow({}, client);
    if (told.state !== "in_progress") return told;
  }
}

async function download(name: string): Promise<void> {
  await browser.open("clicks");
  await browser.inPage(`void (location.href = ${JSON.stringify(`/file?name=${name}`)})`);
}

test("a download that began before the call is told once to each client", async () => {
  await download("before.txt");
  const done = await followToEnd();
  expect(done).toMatchObject({
    fileName: "before.txt",
    path: join(folder, "before.txt"),
    url: `${browser.pages.origin}/file?name=before.txt`,
    mimeType: "text/plain",
    state: "complete",
    bytesReceived: 9,
  });
  expect(await Bun.file(done.path).text()).toBe("begin end");
  expect(await browser.refusal("chrome_handle_download", { timeoutMs: 600 })).toMatchObject({
    code: "timeout",
  });
  expect(await follow({}, "other")).toMatchObject({ fileName: "before.txt" });
});

test("a download that begins during the call is followed to its end, by the name that was asked for", async () => {
  const followed = follow({ filenameContains: "WANTED" });
  await download("other.txt");
  await download("wanted.txt&slow");
  await browser.untilHeld();
  browser.pages.release();
  expect(await followed).toMatchObject({ fileName: "wanted.txt", state: "complete" });
});

test("one that is under way is told at once when nobody wants to wait, and at the end of the call's time", async () => {
  await download("long.txt&slow");
  await browser.untilHeld();
  const begun = await follow({ filenameContains: "long", waitForComplete: false });
  expect(begun).toMatchObject({ fileName: "long.txt", state: "in_progress" });
  const later = await follow({ filenameContains: "long", timeoutMs: 600 });
  expect(later).toMatchObject({ downloadId: begun.downloadId, state: "in_progress" });
  expect(later.note).toContain("under way");
});

test("nobody else's call waits while a download is followed", async () => {
  const followed = browser.begin("chrome_handle_download", { filenameContains: "never" });
  expect(await browser.open("reading")).toMatchObject({ title: "Reading" });
  followed.cancel();
  expect(await followed.answer).toMatchObject({ failure: { code: "cancelled" } });
  browser.pages.release();
});

test("a download from a denied site, by way of one, or that began there is not told", async () => {
  const person = await browser.person();
  const other = browser.pages.otherOrigin;
  const begin = async (path: string, name: string) => {
    await browser.inPage(`void (location.href = ${JSON.stringify(path)})`);
    await follow({ filenameContains: name }, "watcher");
  };
  await browser.open("clicks");
  await begin(`${other}/file?name=from-there.txt`, "from-there");
  const to = encodeURIComponent(`${browser.pages.origin}/file?name=by-way.txt`);
  await begin(`${other}/moved?to=${to}`, "by-way");
  await browser.call("chrome_navigate", { url: `${other}/clicks` });
  await begin(`${browser.pages.origin}/file?name=began-there.txt`, "began-there");
  await person.do({ do: "set_site", site: "localhost", stance: "deny" });

  const names = ["from-there.txt", "by-way.txt", "began-there.txt"];
  for (const filenameContains of names) {
    const asked = { filenameContains, timeoutMs: 400 };
    expect((await browser.refusal("chrome_handle_download", asked)).code).toBe("timeout");
  }
  await person.do({ do: "set_site", site: "localhost" });
  for (const fileName of names) {
    expect(await follow({ filenameContains: fileName })).toMatchObject({ fileName });
  }
});
