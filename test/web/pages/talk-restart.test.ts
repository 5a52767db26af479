import { setDefaultTimeout, test } from "bun:test";
import type { LivekitServer } from "../../../src/voice/livekit-server.ts";
import { startClickedShop } from "../../e2e/clicked-shop.ts";
import { Person } from "../../e2e/person.ts";
import { speaker } from "../../e2e/speaker.ts";
import { FROM_SOURCES, ServerProcess } from "../../support/server-process.ts";
import { until } from "../../support/until.ts";
import { startLivekit } from "../../voice/open-voice.ts";
import { FAKE_MICROPHONE, letHear, openPage, write } from "./open-talk.ts";

setDefaultTimeout(120_000);

/** One that is told by its environment which LiveKit server to use. */
function serverOf({ access }: LivekitServer): Promise<ServerProcess> {
  const keys = [
    `LIVEKIT_URL=${access.url}`,
    `LIVEKIT_API_KEY=${access.apiKey}`,
    `LIVEKIT_API_SECRET=${access.apiSecret}`,
  ];
  return ServerProcess.start(["/usr/bin/env", ...keys, ...FROM_SOURCES]);
}

test("a conversation goes on when the LiveKit server was restarted", async () => {
  const first = await startLivekit();
  await using server = await serverOf(first);
  await using shop = startClickedShop();
  await using voice = await speaker("click_sign_in.af");
  await using person = await Person.arrive(server.url, voice.flags);
  const shown = await person.chromium.open(shop.url);
  const page = await openPage(person, `${server.url}/talk`);
  await page.press("Start talking");
  await person.chromium.cdp.send("Page.bringToFront", {}, shown);
  await until("the spoken click", () => shop.clicks[0], 60_000);

  const reconnecting = page.says("Reconnecting");
  await first[Symbol.asyncDispose]();
  await reconnecting;
  const before = shop.clicks.length;
  await using _second: LivekitServer = await startLivekit(first.access);
  await until("a spoken click after it", () => shop.clicks[before], 60_000);
});

test("what is written as soon as the LiveKit server is there again is answered", async () => {
  const first = await startLivekit();
  await using server = await serverOf(first);
  await using person = await Person.arrive(server.url, FAKE_MICROPHONE);
  await letHear(person, server.url, "denied");
  const page = await openPage(person, `${server.url}/talk`);
  await page.press("Start talking");
  await write(page, "help");
  await page.shows(`document.querySelector(".transcript .agent:not(.partial)")`);

  const reconnecting = page.says("Reconnecting");
  await first[Symbol.asyncDispose]();
  await reconnecting;
  await using _second: LivekitServer = await startLivekit(first.access);
  await write(page, "which browser is this");
  await page.shows(`[...document.querySelectorAll(".transcript .agent")].some(({ innerText }) =>
    innerText.includes("This is"))`);
});
