import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { until } from "../../../support/until.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const record = (action: string, args: object = {}) =>
  browser.call("chrome_gif_recorder", { action, ...args });
const paint = (tabId: number, color: string) =>
  browser.call("chrome_javascript", {
    tabId,
    code: `document.body.style.background = "${color}"; 1`,
  });

/** How many frames a GIF has, and its size, by its own blocks. */
function readGif(base64: string) {
  const bytes = Buffer.from(base64, "base64");
  let frames = 0;
  const colorsIn = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + colorsIn(bytes[10] ?? 0);
  const skipBlocks = () => {
    while (bytes[at]) at += (bytes[at] ?? 0) + 1;
    at++;
  };
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) at += 2;
    else {
      frames++;
      at += 10 + colorsIn(bytes[at + 9] ?? 0) + 1;
    }
    skipBlocks();
  }
  const size = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  return { version: bytes.toString("latin1", 0, 6), frames, ...size };
}

async function framesReach(count: number, tabId: number) {
  await until(`${count} frames`, async () =>
    (await record("status", { tabId })).frames >= count ? true : undefined,
  );
}

test("a tab in the background is recorded as a GIF with a frame for each thing that was seen", async () => {
  const { tabId } = await browser.open("clicks", { newTab: true });
  expect(await record("start", { tabId, fps: 10, width: 320 })).toMatchObject({ recording: true });
  for (const [nth, color] of ["red", "green", "blue"].entries()) {
    await paint(tabId, color);
    await framesReach(nth + 1, tabId);
  }
  const stopped = await record("stop", { tabId });
  expect(stopped.recording).toBe(false);
  expect(stopped.frames).toBeGreaterThanOrEqual(3);
  const answer = await browser.begin("chrome_gif_recorder", {
    tabId,
    action: "export",
    filename: "colors",
  }).answer;
  if (!answer.ok) throw new Error(answer.failure.message);
  const [file] = answer.value.files ?? [];
  expect(file).toMatchObject({ name: "colors.gif", mimeType: "image/gif" });
  expect(readGif(file?.base64 ?? "")).toMatchObject({
    version: "GIF89a",
    frames: stopped.frames,
    width: 320,
  });
  expect(
    await browser.refusal("chrome_gif_recorder", {
      tabId,
      action: "export",
      saveToDownloads: true,
    }),
  ).toMatchObject({ code: "permission_needed" });
  await record("clear", { tabId });
  expect(await browser.refusal("chrome_gif_recorder", { tabId, action: "export" })).toMatchObject({
    code: "invalid_arguments",
  });
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
});

test("a recording ends by itself after its time, or when it has its frames", async () => {
  const { tabId } = await browser.open("clicks");
  await record("start", { durationMs: 100 });
  await until("its end", async () => ((await record("status")).recording ? undefined : true));
  await record("start", { maxFrames: 1, fps: 10 });
  await framesReach(1, tabId);
  await paint(tabId, "yellow");
  await until("its end", async () => ((await record("status")).recording ? undefined : true));
  expect((await record("status")).frames).toBe(1);
});

test("a page is printed as a PDF of the pages that were asked for", async () => {
  await browser.call("chrome_navigate", { url: `${browser.pages.origin}/rows?n=200` });
  const print = async (args: object) => {
    const answer = await browser.begin("chrome_pdf", args).answer;
    if (!answer.ok) throw new Error(answer.failure.message);
    const text = Buffer.from(answer.value.files?.[0]?.base64 ?? "", "base64").toString("latin1");
    return { start: text.slice(0, 5), pages: text.match(/\/Type\s*\/Page\b/g)?.length ?? 0 };
  };
  const whole = await print({});
  expect(whole.start).toBe("%PDF-");
  expect(whole.pages).toBeGreaterThan(2);
  expect((await print({ pageRanges: "2-3", format: "A5", landscape: true })).pages).toBe(2);
  expect(await browser.refusal("chrome_pdf", { pageRanges: "900" })).toMatchObject({
    code: "invalid_arguments",
  });
  expect(await browser.refusal("chrome_pdf", { saveToDownloads: true })).toMatchObject({
    code: "permission_needed",
  });
});

test("files of a batch's steps come with its answer", async () => {
  await browser.open("clicks");
  const steps = [{ tool: "chrome_pdf" }, { tool: "chrome_pdf", args: { filename: "second" } }];
  const answer = await browser.begin("chrome_batch", { steps }).answer;
  const files = answer.ok ? (answer.value.files ?? []) : [];
  expect(files.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^page-\d+\.pdf$/),
    "second.pdf",
  ]);
});
