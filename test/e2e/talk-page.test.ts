import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { WebPage } from "../support/web-page.ts";
import { Person } from "./person.ts";

setDefaultTimeout(120_000);

const SPEECH = join(import.meta.dir, "../support/speech");
const RATE = 16_000;
const HEADER_BYTES = 44;

/** Somebody who says a recorded sentence into Chromium's microphone, again and again with a pause between. */
async function speaker(name: string) {
  const folder = await mkdtemp(join(tmpdir(), "microphone-"));
  const recorded = Buffer.from(await Bun.file(join(SPEECH, `${name}.wav`)).bytes());
  const sound = Buffer.concat([recorded, Buffer.alloc(3 * RATE * 2)]);
  sound.writeUInt32LE(sound.length - 8, 4);
  sound.writeUInt32LE(sound.length - HEADER_BYTES, HEADER_BYTES - 4);
  const file = join(folder, "microphone.wav");
  await Bun.write(file, sound);
  return {
    flags: [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-audio-capture=${file}`,
    ],
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** A page with something to sign in to, and something to send. */
function startShop() {
  const clicks: string[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      if (request.method === "POST") clicks.push(await request.text());
      return new Response(
        `<!doctype html><title>Shop</title><h1>Shop</h1>
<button onclick="fetch('/', { method: 'POST', body: 'Sign in' })">Sign in</button>
<button onclick="fetch('/', { method: 'POST', body: 'Pay now' })">Pay now</button>`,
        { headers: { "Content-Type": "text/html" } },
      );
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}/`,
    clicks,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

async function openTalk(person: Person, url: string): Promise<WebPage> {
  const page = new WebPage(person.chromium, await person.chromium.open("about:blank"));
  await page.watch();
  await page.go(`${url}/talk`);
  return page;
}

async function write(page: WebPage, text: string): Promise<void> {
  await page.write(".composer input", text);
  await page.press("Send");
}

/** Listens to the microphone beside the page, until a whole sentence went by. */
const SENTENCE = `(async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  const analyser = new AnalyserNode(context);
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const turns = (loud) => new Promise((resolve) => {
    const look = () => {
      analyser.getFloatTimeDomainData(samples);
      samples.some((one) => Math.abs(one) > 0.05) === loud ? resolve() : requestAnimationFrame(look);
    };
    look();
  });
  await turns(true);
  await turns(false);
  stream.getTracks().forEach((track) => track.stop());
  await context.close();
})()`;

test("what somebody says or writes on the talk page is done in the Chromium that shows it", async () => {
  await using server = await ServerProcess.start();
  await using shop = startShop();
  await using voice = await speaker("click_sign_in.af");
  await using person = await Person.arrive(server.url, voice.flags);
  await person.chromium.open(shop.url);
  const page = await openTalk(person, server.url);
  await page.press("Start talking");

  await until("the spoken click", () => shop.clicks[0], 60_000);
  await page.says("Clicked Sign in.");
  await page.shows(`document.querySelector(".transcript .person:not(.partial)")
    ?.innerText.toLowerCase().includes("sign in")`);
  await until("the answer's sound", async () =>
    (await page.run(`document.querySelector("audio")?.currentTime > 0`)) === true
      ? true
      : undefined,
  );

  await page.press("Mute");
  await page.says("Muted");
  await write(page, "what page is this");
  await page.shows(`document.querySelector(".transcript li:last-child")?.matches(".agent")`);
  const heard = shop.clicks.length;
  await person.chromium.cdp.send("Page.bringToFront", {}, page.tab);
  await page.run(SENTENCE);
  await write(page, "click pay now");
  await page.says("Shall I?");
  expect(shop.clicks).toHaveLength(heard);

  await page.press("Yes");
  await until("the payment", () => shop.clicks.find((name) => name === "Pay now"));
  await page.shows(`!document.querySelector(".question")`);
  expect(shop.clicks).toHaveLength(heard + 1);

  await person.chromium.cdp.send("Page.bringToFront", {}, page.tab);
  await page.run(`document.activeElement.blur()`);
  const space = { key: " ", code: "Space", windowsVirtualKeyCode: 32 };
  const { cdp } = person.chromium;
  await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...space }, page.tab);
  await until("the click while Space is held", () => shop.clicks[heard + 1]);
  await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...space }, page.tab);
  await page.says("Muted");

  await page.press("End");
  await page.says("The conversation is over");
  expect(page.complaints).toEqual([]);
});
