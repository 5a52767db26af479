import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const manage = (action: string, args: object = {}) =>
  browser.call("chrome_userscript", { action, args });
const MARK = `document.documentElement.dataset.mark = "made by a script";`;
const IS_MARKED = `document.documentElement.dataset.mark === "made by a script"`;
const color = () => browser.inPage("getComputedStyle(document.body).color");

test("a user script runs at once and on every page that it matches, until it is disabled or removed", async () => {
  await browser.open("strict");
  const made = await manage("create", { script: MARK, name: "marker", runAt: "document_end" });
  expect(made).toMatchObject({ ok: true, status: "applied", strategy: { kind: "debugger" } });
  expect(await browser.inPage(IS_MARKED)).toBe(true);
  const { id } = made;
  await browser.open("clicks");
  await browser.untilInPage(IS_MARKED);
  await browser.call("chrome_navigate", { url: `${browser.pages.otherOrigin}/clicks` });
  expect(await browser.inPage(IS_MARKED)).toBe(false);

  expect((await manage("list", { query: "MARK" })).items).toEqual([
    expect.objectContaining({ id, status: "enabled", matches: ["*://127.0.0.1/*"] }),
  ]);
  await manage("disable", { id });
  expect((await manage("list", { status: "enabled" })).items).toEqual([]);
  await browser.open("clicks", { waitUntil: "load" });
  expect(await browser.inPage(IS_MARKED)).toBe(false);
  await manage("enable", { id });
  await manage("update", { id, excludes: ["*://*/clicks"] });
  await browser.open("clicks", { waitUntil: "load" });
  expect(await browser.inPage(IS_MARKED)).toBe(false);
  await browser.open("fields");
  await browser.untilInPage(IS_MARKED);
  const { record } = await manage("get", { id });
  expect(record).toMatchObject({ script: MARK, excludes: ["*://*/clicks"] });
  expect(record?.applyCount).toBeGreaterThanOrEqual(2);
  await manage("remove", { id });
  expect((await manage("list")).items).toEqual([]);
  expect(await browser.refusal("chrome_userscript", { action: "get", args: { id } })).toMatchObject(
    { code: "invalid_arguments" },
  );
});

test("a style is taken out again; the header of a user script says where it runs", async () => {
  await browser.open("clicks");
  const css = "body { color: rgb(1, 2, 3) !important; }";
  const style = await manage("create", { script: css, mode: "css" });
  expect(style.strategy?.kind).toBe("insertCSS");
  expect(await color()).toBe("rgb(1, 2, 3)");
  await manage("remove", { id: style.id });
  expect(await color()).not.toBe("rgb(1, 2, 3)");

  const header = `// ==UserScript==
// @name      Elsewhere
// @match     http://localhost/*
// @run-at    document-start
// ==/UserScript==
${MARK}`;
  const { id, status, strategy } = await manage("create", { script: header });
  expect({ status, runAt: strategy?.runAt }).toEqual({ status: "queued", runAt: "document_start" });
  await browser.call("chrome_navigate", { url: `${browser.pages.otherOrigin}/fields` });
  await browser.untilInPage(IS_MARKED);
  await manage("remove", { id });
});

test("a script that runs once is not kept, and one that fails says so", async () => {
  await browser.open("clicks");
  expect(await manage("create", { script: MARK, mode: "once" })).toMatchObject({ ok: true });
  for (const [script, onceResult] of [
    ["return { title: document.title, list: [1] }", { title: "Clicks", list: [1] }],
    ["return Promise.resolve('later')", "later"],
    ["return window", undefined],
  ] as const) {
    expect((await manage("create", { script, mode: "once" })).onceResult).toEqual(onceResult);
  }
  expect(await browser.inPage(IS_MARKED)).toBe(true);
  expect((await manage("list")).items).toEqual([]);
  const refused = (args: object) =>
    browser.refusal("chrome_userscript", { action: "create", args });
  expect(await refused({ script: "null.x", mode: "once" })).toMatchObject({ code: "script_error" });
  expect(await refused({ script: "1", matches: ["nonsense"] })).toMatchObject({
    code: "invalid_arguments",
  });
});

test("a kept script takes commands where it runs, and is exported with its text", async () => {
  await browser.open("strict");
  const script = `chrome.runtime.onMessage.addListener(({ action, payload }, sender, answer) => {
    answer({ heard: action, payload });
  });`;
  const { id } = await manage("create", { script, name: "listener", matches: ["*://*/strict"] });
  expect(await manage("send_command", { id, eventName: "hello", payload: { to: "it" } })).toEqual(
    expect.objectContaining({ ok: true, id, data: { heard: "hello", payload: { to: "it" } } }),
  );
  await browser.open("clicks", { waitUntil: "load" });
  const unheard = { action: "send_command", args: { id } };
  expect(await browser.refusal("chrome_userscript", unheard)).toMatchObject({
    code: "invalid_arguments",
  });
  expect((await manage("export", { query: "listener" })).records).toEqual([
    expect.objectContaining({ id, script, matches: ["*://*/strict"] }),
  ]);
  await manage("remove", { id });
  expect((await manage("export")).records).toEqual([]);
});

test("what is due in a page does not run in the one that the tab goes to meanwhile", async () => {
  await browser.open("fields");
  const kept = { matches: ["*://127.0.0.1/clicks"], runAt: "document_end" };
  const waits = `const request = new XMLHttpRequest(); request.open("GET", "/slow", false); request.send();`;
  const css = "body { color: rgb(1, 2, 3) !important; }";
  const due = [
    await manage("create", { ...kept, script: waits }),
    await manage("create", { ...kept, script: MARK }),
    await manage("create", { ...kept, script: MARK, name: "in the page's world", world: "MAIN" }),
    await manage("create", { ...kept, script: css, mode: "css" }),
  ];
  const { targetId = "" } =
    (await browser.chromium.targets()).find(({ url }) => url.endsWith("/fields")) ?? {};
  const tab = await browser.chromium.cdp.attach(targetId);
  const url = browser.pages.page("clicks");
  await browser.chromium.cdp.send("Page.navigate", { url }, tab);
  await browser.untilHeld();
  await browser.call("chrome_navigate", { url: `${browser.pages.otherOrigin}/clicks` });
  browser.pages.release();

  expect(await browser.inPage(IS_MARKED)).toBe(false);
  expect(await color()).not.toBe("rgb(1, 2, 3)");
  for (const { id } of due) {
    expect((await manage("get", { id })).record?.applyCount).toBe(0);
    await manage("remove", { id });
  }
});

test("user scripts rest while the person has scripts switched off", async () => {
  const person = await browser.person();
  await browser.open("clicks");
  const { id } = await manage("create", { script: MARK });
  const timesRun = async () => (await manage("get", { id })).record?.applyCount;
  expect(await timesRun()).toBe(1);
  await person.do({ do: "switch", name: "scripts", on: false });
  await browser.call("chrome_navigate", { refresh: true, waitUntil: "load" });
  await browser.call("chrome_navigate", { refresh: true, waitUntil: "load" });
  await person.do({ do: "switch", name: "scripts", on: true });
  expect(await timesRun()).toBe(1);
  await browser.call("chrome_navigate", { refresh: true, waitUntil: "load" });
  await browser.untilInPage(IS_MARKED);
  await manage("remove", { id });
});

test("an injected script takes commands in the page's world and in one of its own, until its page goes", async () => {
  const inject = (type: string, jsScript: string) =>
    browser.call("chrome_inject_script", { type, jsScript });
  const send = (eventName: string, payload?: string) =>
    browser.call("chrome_send_command_to_inject_script", { eventName, payload });
  await browser.open("strict");
  expect(
    await browser.refusal("chrome_send_command_to_inject_script", { eventName: "hello" }),
  ).toMatchObject({ code: "invalid_arguments" });
  await inject(
    "ISOLATED",
    `chrome.runtime.onMessage.addListener((request, sender, answer) => {
      answer({ heard: request.action, payload: request.payload });
    });`,
  );
  expect(await send("hello", "there")).toEqual({ data: { heard: "hello", payload: "there" } });
  await inject(
    "MAIN",
    `window.ownOfPage = 7;
    window.addEventListener("chrome-mcp:execute", ({ detail: { action, requestId } }) => {
      const detail = action === "fail" ? { requestId, error: "no" } : { requestId, data: action };
      window.dispatchEvent(new CustomEvent("chrome-mcp:response", { detail }));
    });`,
  );
  expect(await browser.inPage("window.ownOfPage")).toBe(7);
  expect(await send("count")).toEqual({ data: "count" });
  expect(await send("fail")).toEqual({ error: "no" });

  await browser.open("clicks");
  expect(
    await browser.refusal("chrome_send_command_to_inject_script", {
      eventName: "count",
      timeoutMs: 2_000,
    }),
  ).toMatchObject({ code: "navigated" });

  const url = browser.pages.page("fields");
  const elsewhere = await browser.call("chrome_inject_script", {
    url,
    type: "MAIN",
    jsScript: "document.title = 'injected'",
  });
  expect(await browser.call("chrome_read_page", { tabId: elsewhere.tabId })).toMatchObject({
    title: "injected",
    url,
  });
});
