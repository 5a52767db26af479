import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { until } from "../../../support/until.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const click = (args: object) => browser.call("chrome_click_element", args);

test("is trusted, by ref, by selector, by XPath and at a point", async () => {
  await browser.open("clicks");
  const ref = await browser.refOf('button "Say trusted"');
  expect((await click({ ref })).effect).toContain("trusted true");
  await browser.open("clicks");
  expect((await click({ selector: "#trusted" })).effect).toContain("trusted true");
  await browser.open("clicks");
  const xpath = { selector: "//button[.='Say trusted']", selectorType: "xpath" };
  expect((await click(xpath)).effect).toContain("trusted true");
  await browser.open("clicks");
  const middle = await browser.inPage(
    "(() => { const r = trusted.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 } })()",
  );
  expect((await click({ coordinates: middle })).effect).toContain("trusted true");
});

test("keys are held meanwhile, named in a list or as older prompts name them", async () => {
  await browser.open("clicks");
  await browser.inPage(
    "nothing.onclick = ({ altKey, ctrlKey, metaKey, shiftKey }) => { out.textContent = `held ${[altKey, ctrlKey, metaKey, shiftKey]}` }",
  );
  const holding = async (modifiers: object) =>
    (await click({ selector: "#nothing", modifiers })).effect;
  expect(await holding(["Control", "Shift"])).toContain("held false,true,false,true");
  expect(await holding({ altKey: true, ctrlKey: false })).toContain("held true,false,false,false");
  const byComputer = { action: "left_click", selector: "#nothing", modifiers: { metaKey: true } };
  const { effect } = await browser.call("chrome_computer", byComputer);
  expect(effect).toContain("held false,false,true,false");
});

test("says that nothing changed, what appeared, and what went", async () => {
  await browser.open("clicks");
  expect((await click({ selector: "#nothing" })).effect).toBe("Nothing changed.");
  expect((await click({ selector: "#adds" })).effect).toBe("+ Something new");
  expect((await click({ selector: "#removes" })).effect).toMatch(/^- button "Vanish"/);
  expect((await click({ selector: "#double", double: true })).effect).toBe("+ double");
  expect((await click({ selector: "#below" })).effect).toContain("below");
  expect((await click({ selector: "#adds", includeSnapshot: "none" })).effect).toBe("");
});

test("shows afterwards what was asked for: what can be operated, or all that changed", async () => {
  await browser.open("clicks");
  const operated = await click({ selector: "#adds", includeSnapshot: "interactive" });
  expect(operated.effect).toMatch(/^button "Does nothing" \[ref=e\d+\]\nbutton "Say trusted"/);
  expect(operated.effect).not.toContain("Something new");
  await browser.inPage(`let turn = 0; nothing.onclick = () => {
    turn++;
    out.innerHTML = Array.from({ length: 60 }, (_, at) => "<p>Line " + at + " of turn " + turn).join("");
  }`);
  const short = await click({ selector: "#nothing" });
  expect(short.effect.length).toBeLessThanOrEqual(800);
  expect(short.effect).toMatch(/… and \d+ more changes$/);
  const all = await click({ selector: "#nothing", includeSnapshot: "diff" });
  expect(all.effect).toContain("Line 59 of turn 2");
});

test("tells what only changed its looks, where nothing else changed", async () => {
  await browser.open("clicks");
  const code = `document.body.insertAdjacentHTML("afterbegin", "<div id=tile class='tile idle' style='cursor:pointer'>Bus</div>");
    tile.onclick = () => { tile.className = "tile selected"; tile.style.border = "3px solid red"; }`;
  await browser.call("chrome_javascript", { code });
  expect((await click({ selector: "#tile" })).effect).toMatch(
    /^~ clickable "Bus" \[ref=\w+\] \(class \+selected -idle\) \(style \+border: 3px solid red\)$/,
  );
});

test("waits for the page that a link or a script opens", async () => {
  await browser.open("clicks");
  const byLink = await click({ selector: "#link" });
  expect(byLink).toMatchObject({ url: browser.pages.page("reading"), title: "Reading" });
  await browser.open("clicks");
  const byScript = await click({ selector: "#late" });
  expect(byScript).toMatchObject({ url: browser.pages.page("reading"), title: "Reading" });
});

test("a page that is waited for in vain is said not to have come, when the time is over", async () => {
  await browser.open("clicks");
  const begunMs = performance.now();
  const { effect, url } = await browser.call("chrome_click_element", {
    selector: "#nothing",
    waitForNavigation: true,
    timeoutMs: 3_000,
  });
  expect(performance.now() - begunMs).toBeWithin(2_000, 3_000);
  expect(effect).toBe("No other page opened.");
  expect(url).toEndWith("/clicks");
});

test("waits for the request that it started, and tells what came of it", async () => {
  await browser.open("clicks");
  const clicking = click({ selector: "#fetches" });
  await until("the request", () => browser.pages.held() || undefined);
  browser.pages.release();
  expect((await clicking).effect).toBe("+ fetched");
});

test("tells of the tab that it opened", async () => {
  await browser.open("clicks");
  const { effect } = await click({ selector: "#tab" });
  const tabId = Number(/tabId (\d+)/.exec(effect)?.[1]);
  expect(await browser.outline({ tabId })).toContain("All kinds of things");
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
});

test("refuses what is disabled, hidden, missing or covered, and says so without words of the page", async () => {
  await browser.open("clicks");
  const refused = (selector: string) =>
    browser.refusal("chrome_click_element", { selector, timeoutMs: 1_500 });
  expect(await refused("#off")).toMatchObject({
    code: "not_actionable",
    message: expect.stringMatching(/disabled/),
  });
  expect(await refused("#hidden")).toMatchObject({
    code: "not_actionable",
    message: expect.stringMatching(/hidden/),
  });
  expect(await refused("#nowhere")).toMatchObject({ code: "element_not_found" });
  expect(await refused("p:::")).toMatchObject({ code: "invalid_arguments" });
  await click({ selector: "#covers" });
  expect(await refused("#trusted")).toMatchObject({
    code: "covered",
    message: expect.stringMatching(/<div#cover>/),
  });
});

test("an expectedUrl that is not the tab's stops whatever would act there", async () => {
  await browser.open("clicks");
  const expectedUrl = "https://example.com";
  const code = "out.textContent = 'ran'";
  const steps = [{ tool: "chrome_javascript", args: { code } }];
  for (const [tool, args] of [
    ["chrome_click_element", { selector: "#trusted" }],
    ["chrome_javascript", { code }],
    ["chrome_inject_script", { type: "MAIN", jsScript: code }],
    ["chrome_network_request", { url: "/slow" }],
    ["chrome_navigate", { url: browser.pages.page("reading") }],
    ["chrome_navigate", { url: "back" }],
    ["chrome_go_back_or_forward", {}],
    ["chrome_zoom", { to: "in" }],
    ["chrome_batch", { steps }],
  ] as const) {
    const refused = await browser.refusal(tool, { ...args, expectedUrl });
    expect([tool, refused.code]).toEqual([tool, "navigated"]);
  }
  expect(await browser.inPage("out.textContent")).toBe("");
  expect(browser.pages.held()).toBe(false);
  const here = { code, expectedUrl: browser.pages.page("clicks") };
  expect(await browser.call("chrome_javascript", here)).toMatchObject({ value: '"ran"' });
});

test("reaches every frame: of another site, nested, scaled, scrolled away, in a closed shadow root", async () => {
  await browser.open("frames");
  const outline = await browser.outline();
  const refs = [...outline.matchAll(/button "Inside" \[ref=(\w+)\]/g)].map(([, ref]) => ref);
  expect(refs).toHaveLength(3);
  for (const ref of refs) {
    expect((await click({ ref })).effect).toContain("pressed true");
  }
  expect((await browser.outline()).match(/pressed true/g)).toHaveLength(3);
});

test("works in a background tab, as fast as in front", async () => {
  const { tabId } = await browser.open("clicks", { newTab: true });
  const front = await browser.call("get_windows_and_tabs");
  const tab = front.windows.flatMap((window) => window.tabs).find((one) => one.tabId === tabId);
  expect(tab?.active).toBe(false);
  expect((await click({ tabId, selector: "#trusted" })).effect).toContain("trusted true");
  const beganMs = performance.now();
  await click({ tabId, selector: "#nothing" });
  expect(performance.now() - beganMs).toBeLessThan(500);
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
});

test("a click that opens a dialog returns, and so do the calls after it", async () => {
  const { tabId } = await browser.open("clicks", { newTab: true });
  const { effect } = await click({ tabId, selector: "#alerts" });
  expect(effect).toContain('alert dialog is open: "secret words"');
  for (const tool of ["chrome_read_page", "chrome_screenshot"] as const) {
    const refused = await browser.refusal(tool, { tabId });
    expect(refused).toMatchObject({ code: "dialog_open" });
    expect(refused.message).not.toContain("secret words");
  }
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });
});

test("cancelled while it waits for the element, it never happens", async () => {
  await browser.open("clicks");
  const call = browser.begin("chrome_click_element", { selector: "#comes" });
  call.cancel();
  expect(await call.answer).toMatchObject({ ok: false, failure: { code: "cancelled" } });
  await browser.inPage(
    "out.insertAdjacentHTML('afterend', `<button id=comes onclick='out.textContent = 1'>Came</button>`)",
  );
  await browser.inPage("new Promise((done) => setTimeout(() => done(null), 100))");
  expect(await browser.inPage("out.textContent")).toBe("");
});

test("hovering opens a menu that styles alone open, and its item can be clicked then", async () => {
  await browser.open("hover");
  const { effect } = await browser.call("chrome_hover", { selector: "#menu" });
  expect(effect).toMatch(/link "Lamps" \[ref=e\d+\]/);
  const ref = /ref=(e\d+)/.exec(effect)?.[1];
  expect((await click({ ref })).effect).toContain("chose lamps");
});

test("a frame that is turned and scaled is hit where its button is", async () => {
  await browser.open("hover");
  const ref = await browser.refOf('button "Inside"');
  expect((await click({ ref })).effect).toContain("pressed true");
});

test("a list that grows some time after its end was reached is told as it then is", async () => {
  await browser.open("puts-off");
  const { effect } = await browser.call("chrome_scroll", { container: "#list", toBottom: true });
  expect(effect).toMatch(/^That part of the page scrolled down by \d+ px; 200 px are left\./);
  expect(effect).toContain("+ More of it");
  const { effect: end } = await browser.call("chrome_scroll", {
    container: "#list",
    toBottom: true,
  });
  expect(end).toContain("scrolled down by 200 px; this is the end");
});

test("scrolls the page, a container, to the end and into view, and says what is left", async () => {
  await browser.open("hover");
  const scroll = async (args: object) => (await browser.call("chrome_scroll", args)).effect;
  expect(await scroll({ direction: "down", amount: 100 })).toMatch(
    /^The page scrolled down by 100 px; \d+ px are left\./,
  );
  expect(await browser.inPage("scrollY")).toBe(100);
  expect(await scroll({ toBottom: true })).toMatch(/px are left\.[^]*\+ Loaded more/);
  expect(await scroll({ toTop: true })).toContain("scrolled up");
  expect(await scroll({ direction: "down", container: "#inner", amount: 50 })).toMatch(
    /^That part of the page scrolled down by 50 px/,
  );
  expect(await scroll({ direction: "up", container: "#scroller" })).toMatch(
    /did not scroll up: this is the end/,
  );
  expect(await scroll({ selector: "#deep" })).toMatch(/^In view at \d+, \d+\./);
  expect((await click({ selector: "#deep" })).effect).toContain("deep");
});

test("a point of a canvas is clicked by coordinates", async () => {
  await browser.open("slider");
  const corner = await browser.inPage("(({ x, y }) => ({ x, y }))(canvas.getBoundingClientRect())");
  const { x, y } = z.object({ x: z.number(), y: z.number() }).parse(corner);
  expect((await click({ coordinates: { x: x + 51, y: y + 31 } })).effect).toContain(
    "canvas 50, 30",
  );
});

test("what a busy page comes to two frames later is part of what a click did", async () => {
  await browser.open("busy");
  const { effect } = await browser.call("chrome_click_element", { selector: "#open" });
  expect(effect).toContain("Opened");
});
