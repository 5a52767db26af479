import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { z } from "zod";
import { callTool, refIn } from "../support/mcp-answers.ts";
import { type TestApp, startTestApp } from "../support/test-app.ts";
import { Person } from "./person.ts";

/** What pages do to a call at the worst moment, in a real Chromium and through the whole server. */

const PAGE = `<!doctype html><title>Page</title><h1>Page</h1>
<button id="ask" onclick="alert('hello')">Ask</button>
<button id="go" onclick="location.href = '/next'">Go</button>
<button id="new" onclick="window.open('/next')">New tab</button>
<button id="remove" onclick="document.getElementById('ask').remove()">Remove</button>
<button id="off" disabled>Off</button>
<div style="position: relative"><button id="under">Under</button>
<div id="cover" style="position: absolute; inset: 0; background: white"></div></div>
<button id="far" style="margin-top: 5000px" onclick="this.textContent = 'Far clicked'">Far</button>`;

/** An element gets 2 s to become ready before it is refused. */
const PATIENCE_MS = 20_000;

let app: TestApp;
let person: Person;
let client: Client;
let site: Bun.Server<undefined>;
let hanging: PromiseWithResolvers<void>;

beforeAll(async () => {
  site = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/hang") {
        hanging.resolve();
        return new Promise<Response>(() => undefined);
      }
      const html = pathname === "/next" ? "<!doctype html><title>Next</title><h1>Next</h1>" : PAGE;
      return new Response(html, { headers: { "Content-Type": "text/html" } });
    },
  });
  app = await startTestApp();
  person = await Person.arrive(app.url);
  ({ client } = await person.connectClient("bad moments"));
}, 60_000);

afterAll(async () => {
  await person[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
  await site.stop(true);
});

/** A tab of its own for each test, at the page. */
async function openPage(path = "/", background = true): Promise<number> {
  const url = new URL(path, site.url).href;
  const opened = await callTool(client, "chrome_navigate", { url, newTab: true, background });
  expect(opened.isError).toBe(false);
  return z.object({ tabId: z.number() }).parse(opened.data).tabId;
}

const click = (tabId: number, selector: string) =>
  callTool(client, "chrome_click_element", { tabId, selector });

test("a click that opens a dialog answers, says so, and later calls say what to do", async () => {
  const tabId = await openPage();
  expect((await click(tabId, "#ask")).text).toContain("alert dialog");
  expect((await callTool(client, "chrome_read_page", { tabId })).text).toStartWith("dialog_open");
  expect((await click(tabId, "#go")).text).toStartWith("dialog_open");

  const other = await openPage();
  expect((await callTool(client, "chrome_read_page", { tabId: other })).isError).toBe(false);
});

test("a click that navigates answers when the new page can be read", async () => {
  const tabId = await openPage();
  expect((await click(tabId, "#go")).text).toContain("Went to a new page");
  expect((await callTool(client, "chrome_read_page", { tabId })).text).toContain("Next");
});

test("a tab that a click opens is reported", async () => {
  const tabId = await openPage();
  expect((await click(tabId, "#new")).text).toContain("A new tab opened: tabId");
});

test("a ref of an element that went away is stale, never a click on something else", async () => {
  const tabId = await openPage();
  const outline = (await callTool(client, "chrome_read_page", { tabId })).text;
  const ref = refIn(outline, /"Ask"/);
  expect((await click(tabId, "#remove")).text).toContain("Ask");
  expect((await callTool(client, "chrome_click_element", { tabId, ref })).text).toStartWith(
    "stale_ref",
  );

  await callTool(client, "chrome_navigate", { tabId, url: new URL("/next", site.url).href });
  const again = refIn(outline, /"Go"/);
  expect((await callTool(client, "chrome_click_element", { tabId, ref: again })).text).toStartWith(
    "stale_ref",
  );
});

test(
  "an element that is covered, disabled or missing is refused with the reason",
  async () => {
    const tabId = await openPage();
    expect((await click(tabId, "#under")).text).toMatch(/^covered: .*<div#cover>/);
    expect((await click(tabId, "#off")).text).toMatch(/^not_actionable: .*disabled/);
    expect((await click(tabId, "#nowhere")).text).toStartWith("element_not_found");
    expect((await click(tabId, "##")).text).toStartWith("invalid_arguments");
  },
  PATIENCE_MS,
);

test("an element far down a background page is scrolled to and clicked", async () => {
  const tabId = await openPage();
  expect((await click(tabId, "#far")).text).toContain("Far clicked");
});

test("a tab that is closed in mid-call fails that call at once", async () => {
  const tabId = await openPage("/?closing");
  hanging = Promise.withResolvers();
  const running = callTool(client, "chrome_javascript", {
    tabId,
    code: "await fetch('/hang', { method: 'POST' })",
  });
  await hanging.promise;
  const target = (await person.chromium.targets()).find(({ url }) => url.endsWith("/?closing"));
  await person.chromium.cdp.send("Target.closeTarget", { targetId: target?.targetId });

  expect((await running).text).toStartWith("tab_not_found");
  expect((await callTool(client, "chrome_read_page", { tabId })).text).toStartWith("tab_not_found");
});

test("a page that navigates in mid-call fails that call and no other", async () => {
  const tabId = await openPage();
  hanging = Promise.withResolvers();
  const running = callTool(client, "chrome_javascript", {
    tabId,
    code: "setTimeout(() => { location.href = '/next' }); await fetch('/hang', { method: 'POST' })",
  });
  expect((await running).text).toStartWith("navigated");
  expect((await callTool(client, "chrome_read_page", { tabId })).text).toContain("Next");
});

test("code that never ends is stopped at its deadline, and the page goes on", async () => {
  const tabId = await openPage();
  const endless = { tabId, code: "while (true) {}", timeoutMs: 1_500 };
  expect((await callTool(client, "chrome_javascript", endless)).text).toStartWith("timeout");
  expect(
    (await callTool(client, "chrome_javascript", { tabId, code: "1 + 1" })).data,
  ).toMatchObject({ value: "2" });
});

test("chrome:// pages, the web store and other schemes are closed", async () => {
  for (const url of [
    "chrome://settings",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://chromewebstore.google.com/",
  ]) {
    expect((await callTool(client, "chrome_navigate", { url })).text).toStartWith(
      "blocked_by_policy",
    );
  }
  const own = (await person.chromium.targets()).find(({ url }) => url.endsWith("/popup.html"));
  expect(own).toBeDefined();
  const windows = (await callTool(client, "get_windows_and_tabs")).text;
  const popupTab = Number(/"tabId":(\d+),"url":"chrome-extension:/.exec(windows)?.[1]);
  expect((await callTool(client, "chrome_read_page", { tabId: popupTab })).text).toStartWith(
    "unsupported_page",
  );
});

test("a page that cannot be loaded says why", async () => {
  const tabId = await openPage();
  const closed = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const url = closed.url.href;
  await closed.stop(true);
  const answer = await callTool(client, "chrome_navigate", { tabId, url });
  expect(answer.text).toContain("ERR_CONNECTION_REFUSED");
});

test("cancelling ends the call in Chrome", async () => {
  const tabId = await openPage();
  hanging = Promise.withResolvers();
  const abort = new AbortController();
  const running = client.callTool(
    {
      name: "chrome_javascript",
      arguments: { tabId, code: "await fetch('/hang', { method: 'POST' })" },
    },
    undefined,
    { signal: abort.signal },
  );
  await hanging.promise;
  abort.abort("enough");
  expect(running).rejects.toThrow("enough");
  expect((await callTool(client, "chrome_read_page", { tabId })).isError).toBe(false);
});
