import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FROM_SOURCES, ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { WebPage } from "../support/web-page.ts";
import { startLivekit } from "../voice/open-voice.ts";
import { startClickedShop } from "./clicked-shop.ts";
import { Person } from "./person.ts";
import { letHear, openPanel } from "./side-panel.ts";
import { speaker } from "./speaker.ts";
import { FAR_FLAGS, TlsFront } from "./tls-front.ts";

setDefaultTimeout(120_000);

/** A server for people on other machines: what they reach, it and its LiveKit, is behind TLS. */
async function startFarServer() {
  const stack = new AsyncDisposableStack();
  const front = stack.use(await TlsFront.start());
  const livekitFront = stack.use(await TlsFront.start());
  const livekit = stack.use(await startLivekit());
  const folder = await mkdtemp(join(tmpdir(), "far-server-"));
  stack.defer(() => rm(folder, { recursive: true }));
  const { url, apiKey, apiSecret } = livekit.access;
  const settings = {
    server: { public_url: `https://${front.host}`, enrolment: "open" },
    livekit: {
      url,
      public_url: `wss://${livekitFront.host}`,
      api_key: apiKey,
      api_secret: apiSecret,
    },
  };
  const file = join(folder, "livekit_config.yaml");
  await Bun.write(file, JSON.stringify(settings));
  const command = ["/usr/bin/env", `CHROME_MCP_CONFIG=${file}`, ...FROM_SOURCES];
  const server = stack.use(await ServerProcess.start(command, ["--no-local"]));
  front.port = Number(new URL(server.url).port);
  livekitFront.port = Number(new URL(url).port);
  return {
    url: `https://${front.host}`,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test("from another machine, over https, people talk in the side panel and on the page", async () => {
  await using server = await startFarServer();
  await using shop = startClickedShop();
  await using voice = await speaker("click_sign_in.af");
  await using person = await Person.arrive(server.url, [...FAR_FLAGS, ...voice.flags]);
  const { chromium } = person;
  await letHear(person, "granted");
  const shown = await chromium.open(shop.url);
  const panel = await openPanel(person);
  await panel.press("Start talking");
  await until("the click said to the panel", () => shop.clicks[0], 60_000);

  const page = new WebPage(chromium, await chromium.open("about:blank"));
  await page.watch();
  await page.go(`${server.url}/talk`);
  await page.write("#credential", await person.address());
  await page.press("Go on");
  await page.press("Start talking");
  await chromium.cdp.send("Page.bringToFront", {}, shown);
  await panel.says("You went on talking in another tab or on another device.");
  const before = shop.clicks.length;
  await until("the click said to the page", () => shop.clicks[before], 60_000);
  expect(page.complaints).toEqual([]);
  expect(panel.complaints).toEqual([]);
});
