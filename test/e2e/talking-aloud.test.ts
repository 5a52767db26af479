import { expect, setDefaultTimeout, test } from "bun:test";
import { FROM_SOURCES, ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { WebPage } from "../support/web-page.ts";
import { startClickedShop } from "./clicked-shop.ts";
import { Person } from "./person.ts";
import { speaker } from "./speaker.ts";
import { TlsFront } from "./tls-front.ts";

/** People who say everything aloud, on the talk page in the same Chromium that does it. */

setDefaultTimeout(180_000);

/** Lets somebody talk on the server's page, with what they talk about before them. */
async function talk(person: Person, url: string, shown: string): Promise<WebPage> {
  const { chromium } = person;
  const page = new WebPage(chromium, await chromium.open("about:blank"));
  await page.watch();
  await page.go(`${url}/talk`);
  await page.write("#credential", await person.address());
  await page.press("Go on");
  await page.press("Start talking");
  await chromium.cdp.send("Page.bringToFront", {}, shown);
  return page;
}

test("spoken, a site is opened, something is clicked and a field is filled, and the answers are heard", async () => {
  await using server = await ServerProcess.start(FROM_SOURCES, ["--no-local"]);
  await using shop = startClickedShop();
  await using front = await TlsFront.start();
  front.port = Number(new URL(shop.url).port);
  await using voice = await speaker("open.am", "click_sign_in.af", "fill_email.bf");
  const [, port] = front.host.split(":");
  await using person = await Person.arrive(server.url, [
    `--host-resolver-rules=MAP example.com 127.0.0.1:${port}`,
    "--ignore-certificate-errors",
    ...voice.flags,
  ]);
  const page = await talk(person, server.url, await person.chromium.open("about:blank"));

  await page.says("Opening example.com.");
  await until("the spoken click", () => shop.clicks.find((one) => one === "Sign in"), 90_000);
  await page.says("Filled Email.");
  await until("the spoken address", () => shop.clicks.find((one) => one.endsWith("example.com")));
  await page.shows(`document.querySelector("audio")?.currentTime > 0`);
  expect(page.complaints).toEqual([]);
});

test("two people who speak at the same time each move only their own Chromium", async () => {
  await using server = await ServerProcess.start(FROM_SOURCES, ["--no-local"]);
  await using annsShop = startClickedShop();
  await using bobsShop = startClickedShop();
  await using annsVoice = await speaker("click_sign_in.af");
  await using bobsVoice = await speaker("click_cart.am");
  const [ann, bob] = await Promise.all([
    Person.arrive(server.url, annsVoice.flags),
    Person.arrive(server.url, bobsVoice.flags),
  ]);
  await using _ann = ann;
  await using _bob = bob;
  await Promise.all([
    ann.chromium.open(annsShop.url).then((shown) => talk(ann, server.url, shown)),
    bob.chromium.open(bobsShop.url).then((shown) => talk(bob, server.url, shown)),
  ]);

  await until("both clicks", () => annsShop.clicks[1] && bobsShop.clicks[1], 120_000);
  expect(new Set(annsShop.clicks)).toEqual(new Set(["Sign in"]));
  expect(new Set(bobsShop.clicks)).toEqual(new Set(["Add to cart"]));
});
