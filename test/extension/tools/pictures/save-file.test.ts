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

async function begins(path: string | undefined, length: number): Promise<string> {
  expect(path).toStartWith(folder);
  const bytes = await Bun.file(path ?? "").bytes();
  return Buffer.from(bytes.slice(0, length)).toString("latin1");
}

test("pictures, pages, recordings and measurements are put among the downloads, whole when told of", async () => {
  await browser.open("clicks");
  const picture = await browser.call("chrome_screenshot", { savePng: true, name: "../my picture" });
  // A browser that is told where to put downloads names them itself.
  expect(picture.savedAs).toEndWith(".png");
  expect(await begins(picture.savedAs, 4)).toBe("\x89PNG");
  const saveToDownloads = true;
  const page = await browser.call("chrome_pdf", { saveToDownloads, filename: "page" });
  expect(await begins(page.savedAs, 5)).toBe("%PDF-");
  await browser.call("chrome_gif_recorder", { action: "start", maxFrames: 1 });
  const gif = await browser.call("chrome_gif_recorder", { action: "export", saveToDownloads });
  expect(await begins(gif.savedAs, 6)).toBe("GIF89a");
  await browser.call("performance_start_trace");
  const trace = await browser.call("performance_stop_trace", {
    saveToDownloads,
    filenamePrefix: "clicks",
  });
  const saved: unknown = await Bun.file(trace.savedAs ?? "").json();
  expect(saved).toEqual({ findings: trace.findings, report: trace.report });
});

test("a file that waits for the person is given up with the call that saves it", async () => {
  await using own = await DrivenBrowser.start({ permissions: ["downloads"] });
  const person = await own.person();
  const states = "chrome.downloads.search({}).then((all) => all.map(({ state }) => state).join())";
  // Chrome waits for the name.
  await person.evaluate("void chrome.downloads.onDeterminingFilename.addListener(() => true)");
  await own.open("clicks");
  const saving = own.begin("chrome_pdf", { saveToDownloads: true });
  await person.untilTrue(`${states}.then((all) => all === "in_progress")`);
  saving.cancel();
  expect(await saving.answer).toMatchObject({ failure: { code: "cancelled" } });
  await person.untilTrue(`${states}.then((all) => all === "interrupted")`);
});

test("nothing is saved while the person has downloads switched off", async () => {
  const person = await browser.person();
  await browser.open("clicks");
  await person.do({ do: "switch", name: "downloads", on: false });
  expect(await browser.refusal("chrome_pdf", { saveToDownloads: true })).toMatchObject({
    code: "blocked_by_policy",
  });
  await person.do({ do: "switch", name: "downloads", on: true });
});
