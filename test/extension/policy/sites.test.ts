import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import type { ExtensionPage } from "../../support/extension-page.ts";
import { until } from "../../support/until.ts";

let browser: DrivenBrowser;
let person: ExtensionPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  person = await browser.person();
});
afterAll(() => browser[Symbol.asyncDispose]());
beforeEach(async () => {
  await allowAll();
  await browser.open("reading");
  // It waits for frames that are on their way.
  await browser.outline();
});

async function allowAll() {
  const { sites } = await person.viewWhere("the rules", () => true);
  for (const { site } of sites.sites) await person.do({ do: "set_site", site });
  await person.do({ do: "set_other_sites", stance: "allow" });
}

function deny(site: string) {
  return person.do({ do: "set_site", site, stance: "deny" });
}

test("a denied site is neither read, acted upon, photographed, scripted, opened, brought to front nor closed", async () => {
  const { windows } = await browser.call("get_windows_and_tabs");
  const tab = windows.flatMap(({ tabs }) => tabs).find(({ url }) => url.endsWith("/reading"));
  await deny("127.0.0.1");
  const refused = [
    await browser.refusal("chrome_read_page"),
    await browser.refusal("chrome_find", { text: "docs" }),
    await browser.refusal("chrome_get_web_content"),
    await browser.refusal("chrome_click_element", { selector: "button" }),
    await browser.refusal("chrome_click_element", { coordinates: { x: 5, y: 5 } }),
    await browser.refusal("chrome_fill_or_select", { selector: "input", value: "x" }),
    await browser.refusal("chrome_keyboard", { keys: "a" }),
    await browser.refusal("chrome_screenshot"),
    await browser.refusal("chrome_javascript", { code: "1" }),
    await browser.refusal("chrome_navigate", { url: browser.pages.page("clicks") }),
    await browser.refusal("chrome_navigate", { url: browser.pages.page("clicks"), newTab: true }),
    await browser.refusal("chrome_navigate", { url: `${browser.pages.otherOrigin}/clicks` }),
    await browser.refusal("chrome_switch_tab", { tabId: tab?.tabId }),
    await browser.refusal("chrome_close_tabs", { tabIds: [tab?.tabId] }),
  ];
  expect(refused.map(({ code }) => code)).toEqual(refused.map(() => "blocked_by_policy"));
  expect(refused[0]?.message).toContain("under Sites");

  const listed = (await browser.call("get_windows_and_tabs")).windows.flatMap(({ tabs }) => tabs);
  const same = listed.find(({ tabId }) => tabId === tab?.tabId);
  expect(same).toMatchObject({ url: browser.pages.origin, title: "(closed to clients)" });
  await person.do({ do: "set_site", site: "127.0.0.1" });
  expect(await browser.outline()).toContain('button "Sign in"');
});

test("a denied frame is left out of what is read, and nothing in it can be done", async () => {
  const inside = await browser.call("chrome_find", { text: "Inside" });
  const refs = inside.matches.map(({ ref }) => ref);
  await deny("localhost");
  const outline = await browser.outline();
  expect(outline).toContain('iframe "Same site"');
  expect(outline.match(/button "Inside"/g)).toHaveLength(1);
  expect((await browser.call("chrome_find", { text: "Inside" })).total).toBe(1);
  const { content } = await browser.call("chrome_get_web_content");
  expect(content.match(/Inside/g)).toHaveLength(1);

  const codes: string[] = [];
  for (const ref of refs) {
    const clicked = await browser.begin("chrome_click_element", { ref }).answer;
    codes.push(clicked.ok ? "clicked" : clicked.failure.code);
  }
  expect(codes.toSorted()).toEqual(["blocked_by_policy", "clicked"]);
  const frameId = Number(/^f(\d+)e/.exec(refs[codes.indexOf("blocked_by_policy")] ?? "")?.[1]);
  for (const refusal of [
    await browser.refusal("chrome_read_page", { frameId }),
    await browser.refusal("chrome_javascript", { frameId, code: "1" }),
    await browser.refusal("chrome_screenshot"),
  ]) {
    expect(refusal.code).toBe("blocked_by_policy");
  }
});

test("of an address on a denied site no more is told than the site", async () => {
  await deny("localhost");
  const { frames } = await browser.call("chrome_list_frames");
  expect(frames.map(({ url }) => url)).toContain(browser.pages.otherOrigin);
  expect(JSON.stringify(frames)).not.toContain(`${browser.pages.otherOrigin}/`);

  const secret = `${browser.pages.otherOrigin}/clicks?secret`;
  await browser.open("clicks");
  const leave = (code: string) => browser.inPage(`trusted.onclick = () => ${code}; 1`);
  await leave(`void open("${secret}")`);
  const opened = await browser.call("chrome_click_element", { selector: "#trusted" });
  expect(opened.effect).toContain(`, ${browser.pages.otherOrigin}.`);
  await leave(`{ location.href = "${secret}"; }`);
  const left = await browser.call("chrome_click_element", { selector: "#trusted" });
  expect(left).toMatchObject({ url: browser.pages.otherOrigin, title: "" });
});

test("neither a point nor the focus leads into a denied frame", async () => {
  await deny("localhost");
  const code = `const box = document.querySelector('iframe[title="Other site"]');
    box.scrollIntoView(); const { x, y } = box.getBoundingClientRect(); return { x: x + 20, y: y + 10 }`;
  const coordinates = await browser.inPage(code);
  const pointed = await browser.refusal("chrome_click_element", { coordinates });
  expect(pointed.code).toBe("blocked_by_policy");
  await browser.inPage(`document.querySelector('iframe[title="Other site"]').focus()`);
  expect((await browser.refusal("chrome_keyboard", { keys: "secret" })).code).toBe(
    "blocked_by_policy",
  );
  await browser.inPage(`document.querySelector('input').focus()`);
  await browser.call("chrome_keyboard", { keys: "x" });
});

test("a page that sends itself to a denied site meanwhile gets none of the keys that are left", async () => {
  await browser.open("fields");
  await deny("localhost");
  await browser.inPage(
    `text.oninput = () => { if (text.value.includes("xxx")) location.href = "${browser.pages.otherOrigin}/fields?"; }`,
  );
  await browser.inPage("text.focus()");
  const typed = await browser.begin("chrome_keyboard", { keys: "x".repeat(60), delay: 20 }).answer;
  if (typed.ok) expect(typed.value.data).toMatchObject({ title: "" });
  expect((await browser.refusal("chrome_read_page")).code).toBe("blocked_by_policy");
  await person.do({ do: "set_site", site: "localhost" });
  expect(await browser.inPage("document.URL + events.length")).toBe(
    `${browser.pages.otherOrigin}/fields?0`,
  );
});

test("what a page answers once the person has closed it meanwhile is kept back", async () => {
  const { targetId = "" } =
    (await browser.chromium.targets()).find(({ url }) => url.endsWith("/reading")) ?? {};
  const page = await browser.chromium.cdp.attach(targetId);
  const waiting = browser.begin("chrome_wait_for", {
    condition: { kind: "text", text: "Arrived at last" },
  });
  // By then the call is in the page.
  await browser.call("get_windows_and_tabs");
  await deny("127.0.0.1");
  await browser.chromium.cdp.evaluate("document.body.append('Arrived at last')", page);

  expect(await waiting.answer).toMatchObject({ failure: { code: "blocked_by_policy" } });
  await person.do({ do: "set_site", site: "127.0.0.1" });
});

test("ask: once lets one call in, a while the client, always everybody, and no nobody", async () => {
  await person.do({ do: "set_other_sites", stance: "ask" });
  const first = browser.begin("chrome_read_page");
  const question = await person.answer("once");
  expect(question).toMatchObject({
    client: "test",
    origin: browser.pages.origin,
    tool: "chrome_read_page",
  });
  expect((await first.answer).ok).toBe(true);

  const second = browser.begin("chrome_read_page");
  await person.answer("no");
  expect(await second.answer).toMatchObject({ failure: { code: "denied_by_user" } });
  expect((await browser.refusal("chrome_read_page")).code).toBe("denied_by_user");

  // Rules made anew: the no is forgotten.
  await person.do({ do: "set_other_sites", stance: "ask" });
  const opened = browser.begin("chrome_navigate", { url: browser.pages.page("clicks") });
  await person.answer("a_while");
  expect((await opened.answer).ok).toBe(true);
  const { tabId } = await browser.call("chrome_read_page");

  const other = browser.begin("chrome_read_page", { tabId }, "other");
  await person.answer("always");
  expect((await other.answer).ok).toBe(true);
  const { sites } = await person.viewWhere("the rule", () => true);
  expect(sites.sites).toEqual([{ site: browser.pages.origin, stance: "allow" }]);
  expect((await browser.begin("chrome_read_page", { tabId }, "third").answer).ok).toBe(true);
});

test("frames of sites to be asked about are left out, and asked about where one is named", async () => {
  const outline = await browser.outline();
  const ref = /iframe "Other site".*\n.*\[ref=(f(\d+)e\d+)\]/.exec(outline);
  await person.do({ do: "set_site", site: "127.0.0.1", stance: "allow" });
  await person.do({ do: "set_other_sites", stance: "ask" });
  expect((await browser.outline()).match(/button "Inside"/g)).toHaveLength(1);
  const clicked = browser.begin("chrome_click_element", { ref: ref?.[1] });
  expect((await person.answer("once")).origin).toBe(browser.pages.otherOrigin);
  expect((await clicked.answer).ok).toBe(true);
});

test("frames of sites to be asked about are covered in pictures; where they cannot be, the person is asked", async () => {
  const frame = { selector: 'iframe[title="Other site"]', format: "png" };
  const middle = async () => {
    const answer = await browser.begin("chrome_screenshot", frame).answer;
    const image = answer.ok ? answer.value.images?.[0] : undefined;
    return browser.inPage(`const image = new Image();
      image.src = "data:image/png;base64,${image?.base64 ?? ""}";
      await image.decode();
      const drawing = document.createElement("canvas").getContext("2d");
      drawing.drawImage(image, 0, 0);
      return [...drawing.getImageData(image.width / 2, image.height - 10, 1, 1).data]`);
  };
  expect(await middle()).not.toEqual([0x80, 0x80, 0x80, 255]);
  await person.do({ do: "set_site", site: "127.0.0.1", stance: "allow" });
  await person.do({ do: "set_other_sites", stance: "ask" });
  expect(await middle()).toEqual([0x80, 0x80, 0x80, 255]);
  const whole = await browser.refusal("chrome_screenshot", { fullPage: true });
  expect(whole).toMatchObject({
    code: "blocked_by_policy",
    message: expect.stringContaining("cannot be covered"),
  });

  const printed = browser.begin("chrome_pdf");
  expect((await person.answer("no")).origin).toBe(browser.pages.otherOrigin);
  expect(await printed.answer).toMatchObject({ failure: { code: "denied_by_user" } });
});

test("a question that nobody answers ends with its call, and one that is cancelled goes", async () => {
  await person.do({ do: "set_other_sites", stance: "ask" });
  const refusal = await browser.refusal("chrome_read_page", { timeoutMs: 1_000 });
  expect(refusal).toMatchObject({
    code: "timeout",
    message: expect.stringContaining("has not answered"),
  });
  const call = browser.begin("chrome_read_page");
  await person.viewWhere("the question", ({ questions }) => questions.length === 1);
  call.cancel();
  expect(await call.answer).toMatchObject({ failure: { code: "cancelled" } });
  await person.viewWhere("no question", ({ questions }) => questions.length === 0);
});

test("a rule that the person makes answers what is being asked", async () => {
  await person.do({ do: "set_other_sites", stance: "ask" });
  const call = browser.begin("chrome_read_page");
  await person.viewWhere("the question", ({ questions }) => questions.length === 1);
  await person.do({ do: "set_site", site: "127.0.0.1", stance: "allow" });
  expect((await call.answer).ok).toBe(true);
});

test("the pages of the server itself are closed, under each of its names, whatever the rules", async () => {
  for (const name of ["127.0.0.1", "localhost"]) {
    const url = browser.serverUrl.replace("127.0.0.1", name);
    const refusal = await browser.refusal("chrome_navigate", { url, newTab: true });
    expect(refusal.code).toBe("blocked_by_policy");
    expect(refusal.message).toContain("the server that you come through");
  }
  await browser.chromium.open(`${browser.serverUrl}/`);
  const own = await until("the tab with the server's page", async () => {
    const { windows } = await browser.call("get_windows_and_tabs");
    return windows.flatMap(({ tabs }) => tabs).find(({ url }) => url.startsWith(browser.serverUrl));
  });
  expect((await browser.refusal("chrome_read_page", { tabId: own.tabId })).code).toBe(
    "blocked_by_policy",
  );
});

test("once lets in every step of a batch", async () => {
  await person.do({ do: "set_other_sites", stance: "ask" });
  const steps = [
    { tool: "chrome_read_page", args: {} },
    { tool: "chrome_find", args: { text: "Inside" } },
  ];
  const call = browser.begin("chrome_batch", { steps });
  await person.answer("once");
  expect(await call.answer).toMatchObject({ value: { data: { done: 2 } } });
});
