import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { until } from "../support/until.ts";
import { WebPage } from "../support/web-page.ts";
import type { Person } from "./person.ts";

export const PANEL = `${EXTENSION_ORIGIN}/panel.html`;

/** The side panel's page, in a tab behind the others. */
export async function openPanel({ chromium }: Person): Promise<WebPage> {
  const page = new WebPage(chromium, await chromium.open(PANEL, { background: true }));
  await page.watch();
  await until("the panel", async () =>
    (await page.run("location.href")) === PANEL ? true : undefined,
  );
  return page;
}

/** What the person says to Chrome about the extension's microphone, in its question or in its settings. */
export async function letHear(
  { chromium }: Person,
  setting: "prompt" | "granted" | "denied",
): Promise<void> {
  const permission = { name: "microphone" };
  const { cdp } = chromium;
  await cdp.send("Browser.setPermission", { origin: EXTENSION_ORIGIN, permission, setting });
}
