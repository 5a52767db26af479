import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import { manifest } from "../../src/extension/manifest.ts";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { DrivenBrowser } from "../support/driven-browser.ts";
import type { ExtensionPage } from "../support/extension-page.ts";

let browser: DrivenBrowser;
let person: ExtensionPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  person = await browser.person();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("the manifest opens no door: no cookies, no incognito, nothing for pages or other extensions", () => {
  const made = manifest("1.0.0");
  const asked: string[] = [...made.permissions, ...made.optional_permissions];
  for (const name of ["cookies", "nativeMessaging", "management", "proxy", "webRequest"]) {
    expect(asked).not.toContain(name);
  }
  for (const door of ["externally_connectable", "web_accessible_resources", "content_scripts"]) {
    expect(made).not.toHaveProperty(door);
  }
  expect(made.incognito).toBe("not_allowed");
});

test("a page can neither speak to the extension nor load anything of it", async () => {
  await browser.open("clicks");
  expect(await browser.inPage("typeof chrome?.runtime?.sendMessage")).toBe("undefined");
  const code = `return await fetch("${EXTENSION_ORIGIN}/popup.html").then(() => "loaded", () => "refused")`;
  expect(await browser.inPage(code)).toBe("refused");
});

const contextSchema = z.object({
  context: z.object({ uniqueId: z.string(), origin: z.string() }),
});

test("a message that comes out of a page is not obeyed, though it has the extension's name on it", async () => {
  await browser.open("clicks");
  await browser.outline();
  const { cdp } = browser.chromium;
  const page = (await browser.chromium.targets()).find(({ url }) => url.endsWith("/clicks"));
  const session = await cdp.attach(page?.targetId ?? "");
  const contexts: z.infer<typeof contextSchema>["context"][] = [];
  const stop = cdp.listen(({ method, params, sessionId }) => {
    if (method !== "Runtime.executionContextCreated" || sessionId !== session) return;
    contexts.push(contextSchema.parse(params).context);
  });
  await cdp.send("Runtime.enable", {}, session);
  stop();
  // The world of our own scripts in the page, as code that broke into it would use it.
  const ours = contexts.find(({ origin }) => origin === EXTENSION_ORIGIN);
  expect(ours).toBeDefined();
  const expression = `chrome.runtime.sendMessage({ do: "pause", paused: true })
    .then((reply) => "answered " + JSON.stringify(reply), () => "nobody listens")`;
  const params = { expression, awaitPromise: true, returnByValue: true };
  const asked = { ...params, uniqueContextId: ours?.uniqueId };
  const answer = await cdp.send("Runtime.evaluate", asked, session);
  expect(JSON.stringify(answer)).not.toContain("answered {");
  expect((await person.viewWhere("a view", () => true)).paused).toBe(false);
});

test("no tool opens another scheme than http, https and about:blank, nor the web store", async () => {
  const addresses = [
    "chrome://settings",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "view-source:https://example.com",
    `${EXTENSION_ORIGIN}/popup.html`,
    "devtools://devtools/bundled/inspector.html",
    "ftp://example.com",
    "https://chromewebstore.google.com/detail/x",
    "HTTPS://Chrome.Google.com/webstore/detail/x",
  ];
  for (const url of addresses) {
    const refusal = await browser.refusal("chrome_navigate", { url, newTab: true });
    expect([url, refusal.code]).toEqual([url, "blocked_by_policy"]);
  }
});

test("the extension's own pages are closed to the tools", async () => {
  const { windows } = await browser.call("get_windows_and_tabs");
  const own = windows
    .flatMap(({ tabs }) => tabs)
    .find(({ url }) => url.startsWith(EXTENSION_ORIGIN));
  for (const tool of ["chrome_read_page", "chrome_screenshot"] as const) {
    const refusal = await browser.refusal(tool, { tabId: own?.tabId });
    expect(refusal.code).toBe("unsupported_page");
  }
  const code = { tabId: own?.tabId, code: "1" };
  expect((await browser.refusal("chrome_javascript", code)).code).toBe("unsupported_page");
});
