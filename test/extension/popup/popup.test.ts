import { afterAll, beforeAll, expect, test } from "bun:test";
import { CLOSE_CODES } from "../../../src/protocol/close-codes.ts";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import type { ExtensionPage } from "../../support/extension-page.ts";

let browser: DrivenBrowser;
let popup: ExtensionPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start({ latestExtensionVersion: "99.0.0" });
  popup = await browser.person();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("it says that a newer extension is there, and where", async () => {
  await popup.untilText(/Version 99\.0\.0 is available/);
  expect(await popup.evaluate(`document.querySelector("footer a").href`)).toBe(
    `${browser.serverUrl}/extension.zip`,
  );
});

test("what clients may do on the site in front is decided here", async () => {
  await browser.open("clicks", { background: false });
  await popup.untilText(/Clients on\s+127\.0\.0\.1:\d+/);
  await popup.press('.choice input[value="deny"]');
  await popup.viewWhere("the rule", ({ sites }) => sites.sites[0]?.stance === "deny");
  expect((await browser.refusal("chrome_read_page")).code).toBe("blocked_by_policy");
  await popup.press('.choice input[value="allow"]');
  await popup.viewWhere("the rule", ({ sites }) => sites.sites[0]?.stance === "allow");
  expect((await browser.call("chrome_read_page")).title).toBe("Clicks");
});

test("the name is guessed from the browser and its computer, and the person's own is told to the server", async () => {
  expect(browser.hello?.label).toMatch(/^Chromium on /);
  await popup.type("#label", "Ann's Chrome");
  await popup.press("h1");
  await popup.viewWhere("the name", ({ label }) => label === "Ann's Chrome");
  expect(await browser.event("renamed")).toEqual({ kind: "renamed", label: "Ann's Chrome" });
});

test("another server is used only after a second look", async () => {
  await popup.type("#address", "http://127.0.0.1:9");
  await popup.press("form button");
  await popup.untilText(/Connect to 127\.0\.0\.1:9\? Whoever runs it can use this browser/);
  const { serverUrl } = await popup.viewWhere("the server", () => true);
  expect(serverUrl).toBe(browser.serverUrl);
});

test("Escape takes back what was begun: a name, another server, another address", async () => {
  const { label } = await popup.viewWhere("the name", () => true);
  await popup.type("#label", "Not this");
  await popup.key("Escape");
  await popup.press("h1");
  await popup.untilTrue(`document.querySelector("#label").value === ${JSON.stringify(label)}`);
  expect((await popup.viewWhere("the name", () => true)).label).toBe(label);

  await popup.type("#address", "http://127.0.0.1:9");
  await popup.key("Enter");
  await popup.untilText(/Connect to 127\.0\.0\.1:9\?/);
  await popup.untilTrue(`document.activeElement.getAttribute("aria-label") === "Use this server"`);
  await popup.key("Escape");
  await popup.untilTrue(`!document.body.innerText.includes("Connect to")`);

  await popup.press('[aria-labelledby="clients"] .link');
  await popup.untilTrue(`document.activeElement.getAttribute("aria-label") === "New address"`);
  await popup.key("Escape");
  await popup.untilTrue(`!document.body.innerText.includes("lose access at once")`);
});

test("who is too old for a server is led to the extension that it offers", async () => {
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, own) =>
      own.upgrade(request) ? undefined : new Response("Nothing.", { status: 404 }),
    websocket: {
      message(socket) {
        const refused = { type: "refused", code: "protocol_too_old", message: "" };
        socket.send(JSON.stringify(refused));
        socket.close(CLOSE_CODES.protocol_too_old);
      },
    },
  });
  const serverUrl = `http://127.0.0.1:${server.port}`;
  await popup.do({ do: "set_server", serverUrl });
  await popup.untilText(/too old for the server.*Download it/s);
  expect(await popup.evaluate(`document.querySelector(".status a").href`)).toBe(
    `${serverUrl}/extension.zip`,
  );
});
