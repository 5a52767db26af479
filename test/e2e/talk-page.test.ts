import { expect, setDefaultTimeout, test } from "bun:test";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { WebPage } from "../support/web-page.ts";
import { startClickedShop } from "./clicked-shop.ts";
import { Person } from "./person.ts";
import { speaker } from "./speaker.ts";

setDefaultTimeout(120_000);

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
  await using shop = startClickedShop();
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
  // Held in the middle of a sentence, it would be the rest of one that is heard first.
  await page.run(SENTENCE);
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
