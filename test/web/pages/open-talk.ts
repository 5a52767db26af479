import type { Person } from "../../e2e/person.ts";
import { WebPage } from "../../support/web-page.ts";

/** A tone for a microphone. */
export const FAKE_MICROPHONE = ["--use-fake-device-for-media-stream"];

export async function openPage({ chromium }: Person, address: string): Promise<WebPage> {
  const page = new WebPage(chromium, await chromium.open("about:blank"));
  await page.watch();
  await page.go(address);
  return page;
}

/** What the person says to Chrome about the microphone of the server's pages. */
export async function letHear({ chromium }: Person, url: string, setting: "granted" | "denied") {
  const permission = { name: "microphone" };
  await chromium.cdp.send("Browser.setPermission", { origin: url, permission, setting });
}

export async function write(page: WebPage, text: string): Promise<void> {
  await page.write(".composer input", text);
  await page.press("Send");
}
