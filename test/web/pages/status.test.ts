import { expect, test } from "bun:test";
import { Chromium } from "../../support/chromium.ts";
import { startTestApp } from "../../support/test-app.ts";
import { WebPage } from "../../support/web-page.ts";

/** Two cores that build at the same time need longer than the usual five seconds to start Chromium. */
const PATIENCE_MS = 30_000;

/** The start page in a Chromium of its own, as a person meets it. */
class StatusPage extends WebPage implements AsyncDisposable {
  static async open(url: string): Promise<StatusPage> {
    const chromium = await Chromium.start();
    const page = new StatusPage(chromium, await chromium.open("about:blank"));
    await page.watch();
    await page.go(url);
    return page;
  }

  async paste(credential: string): Promise<void> {
    await this.write("#credential", credential);
    await this.run(`document.querySelector(".credential button").click()`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.chromium[Symbol.asyncDispose]();
  }
}

test(
  "the start page says what to do first, shows who connects, and comes back when the server does",
  async () => {
    const first = await startTestApp();
    const port = new URL(first.url).port;
    await using page = await StatusPage.open(first.url);
    await page.says("No browser is connected yet.");
    expect(await page.text()).toContain(`run launch --port ${port}`);

    const ann = await first.connectStub({ info: { label: "Ann's laptop" } });
    await page.look();
    await page.says("Ann's laptop");
    expect(await page.text()).toContain(ann.info.sessionId);

    await ann[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await page.look();
    await page.says("The server does not answer.");
    expect(await page.text()).toContain("Ann's laptop");

    await using _second = await startTestApp({ port: Number(port) });
    await page.look();
    await page.says("No browser is connected yet.");
    expect(await page.text()).not.toContain("does not answer");
    expect(page.complaints).toEqual([]);
  },
  PATIENCE_MS,
);

test(
  "without a credential nobody is shown; each person sees their own browsers and the admin everything",
  async () => {
    await using app = await startTestApp({ local: false });
    await using ann = await app.connectStub({ info: { label: "Ann's laptop" } });
    await using _bob = await app.connectStub({ info: { label: "Bob's desktop" } });
    await using page = await StatusPage.open(app.url);
    await page.says("Who are you?");
    expect(await page.text()).not.toContain("laptop");

    await page.paste(`cmc_${"A".repeat(43)}`);
    await page.says("not known here");

    await page.paste(ann.address);
    await page.says("Ann's laptop");
    expect(await page.text()).not.toContain("Bob's");
    expect(await page.text()).not.toContain("Statistics");

    await page.go(app.url);
    await page.says("Ann's laptop");

    await page.run(`document.querySelector("header button").click()`);
    await page.says("Who are you?");
    expect(await page.text()).not.toContain("laptop");

    const admin = await app.app.credentials.makeForAdmin("test");
    await page.paste(admin.secret);
    await page.says("Statistics");
    expect(await page.text()).toContain("Bob's desktop");
    expect(page.complaints).toEqual([]);
  },
  PATIENCE_MS,
);
