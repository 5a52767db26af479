import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { until } from "../../../support/until.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const capture = (action: string, args: object = {}) =>
  browser.call("chrome_network_capture", { action, ...args });
const inPage = (code: string) => browser.call("chrome_javascript", { code });

const ASK = `await (await fetch("/echo?q=1", {
  method: "POST",
  body: "sent",
  headers: { Authorization: "Bearer secret", "X-Own": "kept" },
})).text()`;

test("requests are recorded, listed and given whole, without credentials", async () => {
  await browser.open("clicks");
  expect(await capture("start", { needResponseBody: true })).toMatchObject({ running: true });
  await inPage(ASK);
  await inPage('await fetch("http://127.0.0.1:1/nobody").catch(() => 0)');
  await inPage(
    'await new Promise((done) => { const i = new Image(); i.onerror = done; i.src = "/none.png"; })',
  );
  const { requests = [] } = await capture("list", { url: "/echo" });
  expect(requests).toEqual([
    expect.objectContaining({ method: "POST", statusCode: 200, state: "complete", type: "Fetch" }),
  ]);
  const all = (await capture("list")).requests ?? [];
  expect(all.map(({ url }) => url)).not.toContain(`${browser.pages.origin}/none.png`);
  expect(all.find(({ url }) => url.endsWith("/nobody"))).toMatchObject({
    state: "failed",
    errorText: expect.stringMatching(/^net::/),
  });

  const { running, request } = await capture("stop");
  expect({ running, request }).toEqual({ running: false, request: undefined });
  const [{ requestId } = { requestId: "" }] = requests;
  const got = await capture("get", { requestId });
  expect(got.request).toMatchObject({
    requestBody: "sent",
    requestHeaders: { Authorization: "(cut out)", "X-Own": "kept" },
    responseHeaders: { "Content-Type": expect.stringMatching(/json/) },
  });
  expect(got.request?.responseBody).toContain('"method":"POST"');
  expect(JSON.stringify(got.request?.responseHeaders)).not.toContain("signed=in");
  await inPage(ASK);
  expect((await capture("list", { url: "/echo" })).requests).toHaveLength(1);
  expect(await browser.refusal("chrome_network_capture", { action: "get" })).toMatchObject({
    code: "invalid_arguments",
  });
});

test("a record goes to the address, lists page by page and ends when nothing happens", async () => {
  const { tabId } = await browser.open("clicks", { newTab: true });
  const started = await capture("start", {
    url: browser.pages.page("fields"),
    includeStatic: true,
  });
  expect(started).toMatchObject({ tabId, running: true });
  expect((await capture("list")).requests).toEqual([
    expect.objectContaining({ type: "Document", url: browser.pages.page("fields") }),
  ]);
  await inPage("for (let i = 0; i < 60; i++) await fetch('/echo?n=' + i)");
  const first = await capture("list");
  expect(first.requests).toHaveLength(50);
  const rest = await capture("list", { cursor: first.cursor });
  expect(rest.requests).toHaveLength(11);
  expect(rest.cursor).toBeUndefined();

  await capture("start", { inactivityTimeout: 100 });
  for (let now = await capture("list"); now.running; now = await capture("list")) {
    expect(now.stoppedBy).toBeUndefined();
  }
  expect((await capture("list")).stoppedBy).toBe("inactivity_timeout");
  await capture("start", { maxCaptureTime: 100 });
  const over = await until("the end of its time", async () => {
    const now = await capture("list");
    return now.running ? undefined : now;
  });
  expect(over.stoppedBy).toBe("max_capture_time");
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
  expect(await browser.refusal("chrome_network_capture", { action: "list", tabId })).toMatchObject({
    code: "tab_not_found",
  });
});

test("what frames of other sites and workers ask for is recorded from their first request on", async () => {
  await browser.open("clicks");
  await capture("start", { url: browser.pages.page("asking"), needResponseBody: true });
  await browser.call("chrome_click_element", { ref: await browser.refOf('button "Pay"') });
  const askedBy = async (who: string) => {
    const { requests = [] } = await capture("list", { url: `/echo?by=${who}` });
    return requests.find(({ state }) => state === "complete");
  };
  for (const who of ["frame", "button", "worker"]) {
    const line = await until(`the request of the ${who}`, () => askedBy(who));
    expect(line).toMatchObject({ method: "GET", statusCode: 200 });
    const { request } = await capture("get", { requestId: line.requestId });
    if (who !== "worker") expect(request?.responseBody).toContain('"method":"GET"');
  }
  const [framePage] = (await capture("list", { url: "/asks" })).requests ?? [];
  expect(framePage).toMatchObject({ type: "Document", statusCode: 200, state: "complete" });

  // The frame goes on as if nobody had listened.
  await capture("stop");
  await browser.call("chrome_click_element", { ref: await browser.refOf('button "Pay"') });
  expect((await capture("list", { url: "/echo?by=button" })).requests).toHaveLength(1);
});

test("a request of another site's frame is waited for", async () => {
  const { url } = await browser.open("asking");
  expect(url).toEndWith("/asking");
  const condition = { kind: "network", url: "/echo?by=button" };
  const waiting = browser.call("chrome_wait_for", { condition });
  await browser.call("chrome_click_element", { ref: await browser.refOf('button "Pay"') });
  expect((await waiting).note).toBe("The request was answered with 200.");
});

test("the older names start, and stop with everything in the shape that their users know", async () => {
  await browser.open("clicks");
  await capture("start", { needResponseBody: true });
  // In place of the one that runs.
  expect(await browser.call("chrome_network_debugger_start")).toMatchObject({ success: true });
  await inPage(ASK);
  await inPage(ASK);
  const told = await browser.call("chrome_network_debugger_stop");
  expect(told).toMatchObject({ requestCount: 2, stoppedBy: "user_request" });
  expect(told.commonRequestHeaders).toMatchObject({ "X-Own": "kept" });
  expect(told.requests[0]?.responseBody).toContain("POST");
  expect(await browser.refusal("chrome_network_debugger_stop")).toMatchObject({
    code: "invalid_arguments",
  });
  expect(await browser.call("chrome_network_capture_start")).toMatchObject({ success: true });
  await inPage(ASK);
  const { requests } = await browser.call("chrome_network_capture_stop");
  expect(requests.map(({ responseBody }) => responseBody)).toEqual([undefined]);
});

test("a request of the page has its origin and its cookies, and brings what was answered", async () => {
  await browser.open("clicks");
  const send = (args: object) => browser.call("chrome_network_request", args);
  await send({ url: "/echo" });
  const sent = await send({
    url: "/echo",
    method: "post",
    headers: { "X-Own": "1" },
    body: { a: 1 },
  });
  expect(sent).toMatchObject({ success: true, status: 200, base64Encoded: false });
  const echo: unknown = JSON.parse(sent.body);
  expect(echo).toMatchObject({
    method: "POST",
    body: '{"a":1}',
    headers: {
      "x-own": "1",
      origin: browser.pages.origin,
      cookie: "signed=in",
      "content-type": "application/json",
    },
  });
  const form = await send({
    url: "/echo",
    method: "POST",
    formData: {
      fields: { who: "ann" },
      files: [{ name: "file", base64Data: btoa("content"), filename: "a.txt" }],
    },
  });
  expect(form.body).toContain('filename=\\"a.txt\\"');
  expect(form.body).toContain("content");
  expect(await send({ url: "/status?code=404" })).toMatchObject({ success: false, status: 404 });
});

test("a long answer is given in parts, for which nothing is sent again", async () => {
  await browser.open("clicks");
  const url = "/rows?n=1000";
  const ask = (args: object) => browser.call("chrome_network_request", { url, ...args });
  const whole = await ask({ maxChars: 400_000 });
  expect(whole.body.length).toBeGreaterThan(40_000);
  expect([whole.truncated, whole.cursor]).toEqual([false, undefined]);

  const first = await ask({});
  expect([first.body.length, first.truncated]).toEqual([40_000, true]);
  await capture("start");
  let [body, { cursor }] = [first.body, first];
  while (cursor !== undefined) {
    const part = await ask({ cursor });
    [body, cursor] = [body + part.body, part.cursor];
  }
  expect(body).toBe(whole.body);
  expect((await capture("stop")).requestCount).toBe(0);
  const wrong = { url, cursor: "a999c0" };
  expect(await browser.refusal("chrome_network_request", wrong)).toMatchObject({
    code: "invalid_arguments",
  });
});

test("a request that gets no answer says why, and one that is taken back ends", async () => {
  await browser.open("clicks");
  const refused = (args: object) => browser.refusal("chrome_network_request", args);
  expect(await refused({ url: "file:///etc/passwd" })).toMatchObject({ code: "invalid_arguments" });
  expect(await refused({ url: `${browser.pages.otherOrigin}/echo` })).toMatchObject({
    code: "script_error",
    message: expect.stringMatching(/CORS/),
  });
  expect(await refused({ url: "/slow", timeout: 200 })).toMatchObject({ code: "timeout" });
  const running = browser.begin("chrome_network_request", { url: "/slow" });
  await browser.untilHeld();
  running.cancel();
  expect(await running.answer).toMatchObject({ ok: false, failure: { code: "cancelled" } });
  browser.pages.release();
});

test("requests to a site that the person denied are neither sent nor recorded", async () => {
  const person = await browser.person();
  await browser.open("clicks");
  await capture("start");
  const url = `${browser.pages.otherOrigin}/echo`;
  await person.do({ do: "set_site", site: "localhost", stance: "deny" });
  await inPage(`await fetch("${url}", { mode: "no-cors" }); await fetch("/echo")`);
  expect(await browser.refusal("chrome_network_request", { url })).toMatchObject({
    code: "blocked_by_policy",
  });
  await person.do({ do: "set_site", site: "localhost" });
  const { requests = [] } = await capture("stop");
  expect(requests.map((request) => request.url)).toEqual([`${browser.pages.origin}/echo`]);
});

test("neither an address that leads to a denied site nor a file of it is a way to what is there", async () => {
  const person = await browser.person();
  await browser.open("clicks");
  const shared = `${browser.pages.otherOrigin}/shared`;
  const moved = { url: `/moved?to=${shared}` };
  const files = [{ name: "file", fileUrl: shared }];
  const sent = { url: "/echo", method: "POST", formData: { fields: {}, files } };
  for (const args of [moved, sent]) {
    const { body } = await browser.call("chrome_network_request", args);
    expect(body).toContain("shared words");
  }
  await person.do({ do: "set_site", site: "localhost", stance: "deny" });
  for (const args of [moved, sent]) {
    const { code } = await browser.refusal("chrome_network_request", args);
    expect(code).toBe("blocked_by_policy");
  }
  await person.do({ do: "set_site", site: "localhost" });
});

test("what was recorded is let go when the person pauses", async () => {
  const person = await browser.person();
  await browser.open("clicks");
  await capture("start");
  await inPage(ASK);
  await browser.call("chrome_console", { mode: "buffer" });
  await person.do({ do: "pause", paused: true });
  await person.do({ do: "pause", paused: false });
  expect(await browser.refusal("chrome_network_capture", { action: "list" })).toMatchObject({
    code: "invalid_arguments",
  });
  await inPage("console.log('after the pause')");
  expect(await capture("start")).toMatchObject({ running: true, requestCount: 0 });
});

test("frames that wait for a worker that was killed are let go by the next one", async () => {
  const { url } = await browser.open("clicks", { newTab: true });
  await capture("start");
  const { cdp } = browser.chromium;
  const targets = await browser.chromium.targets();
  const page = targets.find((target) => target.url === url);
  const worker = targets.find(({ type }) => type === "service_worker");
  const session = await cdp.attach(page?.targetId ?? "");
  await cdp.send("Target.closeTarget", { targetId: worker?.targetId });
  const loaded = cdp.evaluate(
    `new Promise((loaded) => {
      const frame = document.createElement("iframe");
      frame.src = "${browser.pages.otherOrigin}/inner";
      frame.onload = () => loaded("loaded");
      document.body.append(frame);
    })`,
    session,
  );
  // Chrome starts the worker for what happens to tabs.
  await browser.chromium.open("about:blank");
  expect(await loaded).toBe("loaded");
});
