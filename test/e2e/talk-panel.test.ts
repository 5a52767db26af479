import { expect, setDefaultTimeout, test } from "bun:test";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { ServerProcess, WITHOUT_LIVEKIT } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { WebPage } from "../support/web-page.ts";
import { startClickedShop } from "./clicked-shop.ts";
import { Person } from "./person.ts";
import { PANEL, letHear, openPanel } from "./side-panel.ts";
import { speaker } from "./speaker.ts";

setDefaultTimeout(120_000);

const WINDOWLESS = `${EXTENSION_ORIGIN}/offscreen.html`;
const MICROPHONE = `${EXTENSION_ORIGIN}/microphone.html`;

async function close({ chromium }: Person, url: string): Promise<void> {
  const target = (await chromium.targets()).find((one) => one.url === url);
  await chromium.cdp.send("Target.closeTarget", { targetId: target?.targetId });
}

async function tabOf({ chromium }: Person, url: string): Promise<string> {
  const target = await until(url, async () =>
    (await chromium.targets()).find((one) => one.url === url),
  );
  return chromium.cdp.attach(target.targetId);
}

async function untilClosed({ chromium }: Person, page: string): Promise<void> {
  await until(`${page} to be closed`, async () =>
    (await chromium.targets()).some(({ url }) => url === page) ? undefined : true,
  );
}

async function badgeIs(page: WebPage, text: string): Promise<true | undefined> {
  return (await page.run("chrome.action.getBadgeText({})")) === text ? true : undefined;
}

test("a conversation in the side panel goes on while the panel is closed, and ends when its person ends it", async () => {
  await using server = await ServerProcess.start();
  await using shop = startClickedShop();
  await using voice = await speaker("click_sign_in.af");
  await using person = await Person.arrive(server.url, voice.flags);
  await letHear(person, "granted");
  const { chromium } = person;
  await chromium.open(shop.url);
  const panel = await openPanel(person);
  await panel.press("Start talking");

  await until("the spoken click", () => shop.clicks[0], 60_000);
  await panel.says("Clicked Sign in.");
  await panel.shows(`Number(getComputedStyle(document.querySelector(".level"))
    .getPropertyValue("--level")) > 0.1`);
  await until("the answer's sound", async () =>
    (await chromium.cdp.evaluate(
      `document.querySelector("audio")?.currentTime > 0`,
      await tabOf(person, WINDOWLESS),
    )) === true
      ? true
      : undefined,
  );
  await until("the badge", () => badgeIs(panel, "●"));
  expect(panel.complaints).toEqual([]);

  await close(person, PANEL);
  await person.killWorker();
  const before = shop.clicks.length;
  await until("a click while the panel is closed", () => shop.clicks[before], 30_000);

  const again = await openPanel(person);
  await again.says("Clicked Sign in.");
  await until("the badge again", () => badgeIs(again, "●"));
  await again.press("Mute");
  await again.says("Muted");
  await until("the badge to be quiet", () => badgeIs(again, ""));
  await again.write(".composer input", "what page is this");
  await again.press("Send");
  await again.shows(`document.querySelector(".transcript li:last-child")?.matches(".agent")`);

  await again.press("End");
  await again.says("The conversation is over.");
  await untilClosed(person, WINDOWLESS);
  expect(again.complaints).toEqual([]);
});

test("the microphone is asked for in a tab; until then, and when it is refused, what is written is done", async () => {
  await using server = await ServerProcess.start();
  await using shop = startClickedShop();
  await using person = await Person.arrive(server.url, ["--use-fake-device-for-media-stream"]);
  const { chromium } = person;
  const shown = await chromium.open(shop.url);
  await letHear(person, "prompt");
  const panel = await openPanel(person);
  await panel.press("Start talking");

  const asking = new WebPage(chromium, await tabOf(person, MICROPHONE));
  await asking.watch();
  await asking.says("Ask again");
  await panel.says("Chrome wants you to allow the microphone first.");
  await letHear(person, "denied");
  await asking.go(MICROPHONE);
  await asking.says("Allow it in the extension’s own settings");
  await close(person, MICROPHONE);
  await untilClosed(person, MICROPHONE);
  await chromium.cdp.send("Page.bringToFront", {}, shown);

  await panel.write(".composer input", "click sign in");
  await panel.press("Send");
  await until("the written click", () => shop.clicks[0]);

  await panel.press("Try the microphone again");
  await tabOf(person, MICROPHONE);
  await letHear(person, "granted");
  await untilClosed(person, MICROPHONE);
  await panel.shows(`document.querySelector(".mute")?.innerText === "Mute"`);

  await person.command({ do: "disconnect" });
  await panel.shows(`!document.querySelector(".conversation")`);
  await untilClosed(person, WINDOWLESS);
});

test("where voice is off, the panel says how to get it", async () => {
  await using server = await ServerProcess.start(WITHOUT_LIVEKIT);
  await using person = await Person.arrive(server.url);
  const panel = await openPanel(person);
  await panel.press("Start talking");
  await panel.says("Put `livekit-server` on the PATH");
  await panel.shows(`!document.querySelector(".conversation")`);
});
