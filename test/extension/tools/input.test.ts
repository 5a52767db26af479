import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { until } from "../../support/until.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const click = (args: object) => browser.call("chrome_click_element", args);
const fill = (selector: string, value: string | number | boolean, args: object = {}) =>
  browser.call("chrome_fill_or_select", { selector, value, ...args });

describe("clicking", () => {
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

  test("says that nothing changed, what appeared, and what went", async () => {
    await browser.open("clicks");
    expect((await click({ selector: "#nothing" })).effect).toBe("Nothing changed.");
    expect((await click({ selector: "#adds" })).effect).toBe("+ Something new");
    expect((await click({ selector: "#removes" })).effect).toMatch(/^- button "Vanish"/);
    expect((await click({ selector: "#double", double: true })).effect).toBe("+ double");
    expect((await click({ selector: "#below" })).effect).toContain("below");
    expect((await click({ selector: "#adds", includeSnapshot: "none" })).effect).toBe("");
  });

  test("waits for the page that a link or a script opens", async () => {
    await browser.open("clicks");
    const byLink = await click({ selector: "#link" });
    expect(byLink).toMatchObject({ url: browser.pages.page("reading"), title: "Reading" });
    await browser.open("clicks");
    const byScript = await click({ selector: "#late" });
    expect(byScript).toMatchObject({ url: browser.pages.page("reading"), title: "Reading" });
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

  test("an expectedUrl that is not the tab's stops the click", async () => {
    await browser.open("clicks");
    const args = { selector: "#trusted", expectedUrl: "https://example.com" };
    expect(await browser.refusal("chrome_click_element", args)).toMatchObject({
      code: "navigated",
    });
    expect(await browser.inPage("out.textContent")).toBe("");
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
    expect(effect).toContain("alert");
    expect(effect).not.toContain("secret words");
    for (const tool of ["chrome_read_page", "chrome_screenshot"] as const) {
      expect(await browser.refusal(tool, { tabId })).toMatchObject({ code: "dialog_open" });
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
});

describe("filling", () => {
  test("sets fields of every kind, with trusted input where a person types", async () => {
    await browser.open("fields");
    await fill("#text", "new words");
    await fill("#number", 42);
    await fill("#date", "2026-11-24");
    await fill("#range", 7);
    await fill("#color", "#ff8800");
    await fill("#area", "two\nlines");
    await fill("#select", "Pear");
    await fill("#check", true);
    await fill("#r2", true);
    await fill("#editable", "fresh");
    await fill("#password", "hunter2");
    expect(
      await browser.inPage(
        "['text', 'number', 'date', 'range', 'color', 'area', 'select', 'password'].map((id) => document.getElementById(id).value)",
      ),
    ).toEqual(["new words", "42", "2026-11-24", "7", "#ff8800", "two\nlines", "b", "hunter2"]);
    expect(await browser.inPage("[check.checked, r1.checked, r2.checked]")).toEqual([
      true,
      false,
      true,
    ]);
    expect(await browser.inPage("editable.innerText")).toBe("fresh");
    expect(await browser.inPage("events.includes('input text true')")).toBe(true);
    expect(await browser.inPage("events.includes('change select false')")).toBe(true);
    expect(await browser.inPage("events.includes('click check true')")).toBe(true);
  });

  test("adds instead of replacing, clears, and types key by key when asked", async () => {
    await browser.open("fields");
    await fill("#text", " and more", { clear: false });
    expect(await browser.inPage("text.value")).toBe("old and more");
    await fill("#text", "");
    expect(await browser.inPage("text.value")).toBe("");
    await fill("#area", "Aé!", { slowly: true });
    expect(await browser.inPage("area.value")).toBe("Aé!");
    expect(
      await browser.inPage("events.filter((one) => one === 'keydown area true').length > 1"),
    ).toBe(true);
  });

  test("shows the value as it stands, says when it did not stick, and never a password", async () => {
    await browser.open("fields");
    expect((await fill("#text", "hello")).effect).toContain('value="hello"');
    expect((await fill("#short", "abcdef")).effect).toMatch(/now holds "abc"/);
    const { effect } = await fill("#password", "hunter2");
    expect(effect).toContain("••••");
    expect(effect).not.toContain("hunter2");
    expect((await fill("#check", false)).effect).toMatch(/already/);
  });

  test("refuses what takes no value", async () => {
    await browser.open("fields");
    const refused = (selector: string, value = "x") =>
      browser.refusal("chrome_fill_or_select", { selector, value, timeoutMs: 1_500 });
    expect(await refused("#fixed")).toMatchObject({
      code: "not_actionable",
      message: expect.stringMatching(/read-only/),
    });
    expect(await refused("form")).toMatchObject({ code: "not_actionable" });
    expect((await refused("#select", "Plum")).message).not.toContain("Apple");
  });

  test("reaches fields in closed shadow roots and in frames of other sites, and submits", async () => {
    await browser.open("fields");
    const deep = await browser.refOf('textbox "Deep"');
    await browser.call("chrome_fill_or_select", { ref: deep, value: "down here" });
    expect(await browser.inPage("deep()")).toBe("down here");
    const sent = await fill("#text", "send me", { submit: true });
    expect(sent.title).toBe("Reading");

    await browser.open("frames");
    const inner = await browser.refOf('textbox "Inner field"');
    const filled = await browser.call("chrome_fill_or_select", { ref: inner, value: "across" });
    expect(filled.effect).toContain('value="across"');
  });
});

describe("the keyboard", () => {
  test("presses keys by name, with modifiers, and types text", async () => {
    await browser.open("fields");
    await browser.call("chrome_keyboard", { selector: "#text", keys: "Ctrl+A" });
    await browser.call("chrome_keyboard", { keys: "Hello, World!" });
    expect(await browser.inPage("text.value")).toBe("Hello, World!");
    await browser.call("chrome_keyboard", { keys: "Backspace Backspace" });
    expect(await browser.inPage("text.value")).toBe("Hello, Worl");
  });

  test("tells where the focus went", async () => {
    await browser.open("fields");
    await browser.call("chrome_keyboard", { selector: "#text", keys: "End" });
    const { effect } = await browser.call("chrome_keyboard", { keys: "Tab Tab" });
    expect(effect).toMatch(/spinbutton "Number" .*focused/);
  });

  test("Enter submits a form", async () => {
    await browser.open("fields");
    const { title } = await browser.call("chrome_keyboard", { selector: "#text", keys: "Enter" });
    expect(title).toBe("Reading");
  });
});
