import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { until } from "../../../support/until.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("the outline shows what a person sees, in every shadow root and frame, with a ref for what can be operated", async () => {
  await browser.open("reading");
  const outline = await browser.outline();
  const withoutRefs = outline.replaceAll(/ \[ref=\w+\]/g, "");

  expect(withoutRefs.split("\n")).toEqual([
    'navigation "Site"',
    '  link "Home" /reading',
    '  link "Elsewhere" https://example.com/far/away',
    "main",
    '  heading 1 "All kinds of things"',
    '  Read link "the docs" #docs before you clickable "start the engine" .',
    '  form "Sign in"',
    '    textbox "Email" value="ann@example.com" required',
    '    textbox "Password" value="••••"',
    '    textbox "Card" value="••••"',
    '    checkbox "Remember me" checked',
    '    combobox "Country" value="France" options="Germany | France"',
    '    button "Sign in" disabled',
    '  button "Menu" collapsed',
    '  draggable "Card to drag"',
    '  textbox "Notes" value="Some notes"',
    "  visible all the same",
    "  first in the list",
    "  (scrolled out of view:)",
    "  scrolled out",
    "  (in view:)",
    "  table",
    "    row: Name | Sum",
    "    row: Ann | 12",
    '  button "In the open"',
    '  button "In the closed"',
    'iframe "Same site"',
    '  button "Inside"',
    '  textbox "Inner field"',
    'iframe "Other site"',
    '  button "Inside"',
    '  textbox "Inner field"',
  ]);
  expect(outline).toMatch(/iframe "Other site" \[ref=e\d+\]\n {2}button "Inside" \[ref=f\d+e\d+\]/);
});

test("a frame inside a closed shadow root stands under its own line", async () => {
  await browser.open("frames");
  expect(await browser.outline()).toMatch(
    /iframe "In a closed root" \[ref=e\d+\]\n {2}button "Inside" \[ref=f\d+e\d+\]/,
  );
});

test("filter, refId and frameId give a part, with the same refs", async () => {
  await browser.open("reading");
  const all = await browser.outline();
  const interactive = await browser.outline({ filter: "interactive" });
  const button = /button "In the closed" \[ref=(e\d+)\]/;
  expect(interactive).not.toContain("visible all the same");
  expect(button.exec(interactive)?.[1]).toBe(button.exec(all)?.[1] ?? "");
  const inner = /button "Inside" \[ref=f(\d+)e\d+\]/.exec(all);
  expect(await browser.outline({ frameId: Number(inner?.[1]) })).toStartWith(inner?.[0] ?? "none");
  expect(await browser.outline({ refId: button.exec(all)?.[1] })).toBe(
    button.exec(all)?.[0] ?? "none",
  );
});

test("an outline of a depth says what it leaves out", async () => {
  await browser.open("reading");
  const lines = (await browser.outline({ depth: 1 })).split("\n");
  expect(lines).toContain('navigation "Site" …');
  expect(lines).toContain("main …");
  expect(lines.join("\n")).not.toContain("All kinds of things");
  const two = await browser.outline({ depth: 2 });
  expect(two).toContain('\n  form "Sign in" …');
  expect(two).toContain('heading 1 "All kinds of things"');
});

test("a cut outline goes on where it was cut, and nothing is lost", async () => {
  await browser.open("rows?n=120");
  const whole = await browser.outline();
  const parts: string[] = [];
  let cursor: string | undefined;
  do {
    const part = await browser.call("chrome_read_page", {
      maxChars: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(part.outline.length).toBeLessThanOrEqual(1_000);
    expect(part.truncated).toBe(part.cursor !== undefined);
    parts.push(part.outline);
    cursor = part.cursor;
  } while (cursor !== undefined);
  expect(parts.join("\n").split("\n")).toEqual(whole.split("\n"));
});

test("500 rows take less than 81 KB, and one line each", async () => {
  await browser.open("rows?n=500");
  const outline = await browser.outline({ maxChars: 400_000 });
  expect(outline.split("\n")).toHaveLength(501);
  expect(Buffer.byteLength(outline)).toBeLessThan(81_000);
});

test("a ref of a page that went away is stale, and is never given again", async () => {
  await browser.open("clicks");
  const ref = await browser.refOf('button "Say trusted"');
  await browser.open("clicks");
  expect(await browser.outline()).not.toContain(`[ref=${ref}]`);
  expect(await browser.refusal("chrome_click_element", { ref })).toMatchObject({
    code: "stale_ref",
  });
  expect(await browser.inPage("out.textContent")).toBe("");
});

test("find answers with refs by text, regex, or role and name, in frames and shadow roots too", async () => {
  await browser.open("reading");
  const closed = await browser.call("chrome_find", { text: "in the CLOSED" });
  expect(closed.matches).toEqual([
    expect.objectContaining({ role: "button", name: "In the closed" }),
  ]);
  const inside = await browser.call("chrome_find", { role: "button", name: "inside" });
  expect(inside.matches.map(({ ref }) => /^f\d+e\d+$/.test(ref))).toEqual([true, true]);
  const match = await browser.call("chrome_find", { regex: "^Read|docs$" });
  expect(match.total).toBeGreaterThan(0);
  expect((await browser.call("chrome_find", { text: "never shown" })).total).toBe(0);
  for (const regex of ["(", "(a+)+$"]) {
    expect(await browser.refusal("chrome_find", { regex })).toMatchObject({
      code: "invalid_arguments",
    });
  }
});

test("the text of a page, as markdown and as HTML without scripts and passwords", async () => {
  await browser.open("reading");
  const { content } = await browser.call("chrome_get_web_content", {});
  expect(content).toContain("All kinds of things");
  expect(content).toContain("Name\tSum");
  expect(content).not.toContain("never shown");
  expect(content).not.toContain("hunter2");
  const markdown = (await browser.call("chrome_get_web_content", { format: "markdown" })).content;
  expect(markdown).toContain("# All kinds of things");
  expect(markdown).toMatch(/\[the docs\]\(http:.*#docs\)/);
  const html = (await browser.call("chrome_get_web_content", { htmlContent: true })).content;
  expect(html).toContain('<template shadowrootmode="closed"><button>In the closed</button>');
  expect(html).not.toContain("hunter2");
  expect(html).not.toContain("attachShadow");
  const part = await browser.call("chrome_get_web_content", { selector: "table" });
  expect(part.content).toBe("Name\tSum\nAnn\t12");
});

test("the text of one element, by CSS or XPath, in whichever frame it is", async () => {
  await browser.open("reading", { waitUntil: "load" });
  const contentOf = async (args: object) =>
    (await browser.call("chrome_get_web_content", args)).content;
  const row = { selector: "//tr[td='Ann']", selectorType: "xpath" };
  expect(await contentOf(row)).toBe("Ann\t12");
  const inFrame = { selector: "//button[.='Inside']", selectorType: "xpath" };
  expect(await contentOf(inFrame)).toBe("Inside");
  const nobody = { ...row, selector: "//video" };
  expect(await browser.refusal("chrome_get_web_content", nobody)).toMatchObject({
    code: "element_not_found",
  });
});

test("the text of an address that is not open is read in a background tab, which is gone afterwards", async () => {
  await browser.open("reading");
  const tabs = async () =>
    (await browser.call("get_windows_and_tabs")).windows.flatMap((window) =>
      window.tabs.map(({ url, active }) => ({ url, active })),
    );
  const before = await tabs();
  const other = await browser.call("chrome_get_web_content", {
    url: browser.pages.page("ordinary-article"),
  });
  expect(other.title).toStartWith("How rivers find their way");
  expect(other.content).toContain("A straight river is a river that somebody has paid for.");
  expect(await tabs()).toEqual(before);
  expect((await browser.call("chrome_read_page")).title).toBe("Reading");
  const open = await browser.call("chrome_get_web_content", { url: browser.pages.page("reading") });
  expect(open.title).toBe("Reading");
});

test("a page that is read by its address and cannot be opened leaves no tab behind", async () => {
  const { tabId } = await browser.open("reading");
  const tabs = async () =>
    (await browser.call("get_windows_and_tabs")).windows.flatMap((window) =>
      window.tabs.map((tab) => tab.tabId),
    );
  const before = await tabs();
  const url = "http://127.0.0.1:1/";
  expect(await browser.refusal("chrome_get_web_content", { url })).toMatchObject({
    code: "not_actionable",
  });
  expect(await tabs()).toEqual(before);
  expect((await browser.call("chrome_read_page")).tabId).toBe(tabId);
});

test("what stands around several matches is told once", async () => {
  await browser.open("ordinary-dashboard");
  const { matches } = await browser.call("chrome_find", { role: "columnheader" });
  expect(matches.length).toBeGreaterThan(2);
  expect(matches.flatMap(({ text }) => text ?? [])).toHaveLength(1);
});

test("pages that no extension may enter are refused with advice", async () => {
  await browser.chromium.open("chrome://version");
  const { tabId } = await until("Chrome's own page", async () => {
    const { windows } = await browser.call("get_windows_and_tabs");
    return windows.flatMap(({ tabs }) => tabs).find(({ url }) => url.startsWith("chrome:"));
  });
  const refusal = await browser.refusal("chrome_read_page", { tabId });
  expect(refusal).toMatchObject({
    code: "unsupported_page",
    message: expect.stringMatching(/chrome_navigate/),
  });
  await browser.open("clicks", { tabId });
  expect(await browser.outline({ tabId })).toContain('button "Double"');
});

test("rows and cells that only style sheets hide are left out, whatever shows a hand in them, and come back", async () => {
  await browser.open("clicks-rows?n=4");
  await browser.inPage(`{
    const style = document.createElement("style");
    style.textContent = \`
      tr:nth-child(1) { opacity: 0; cursor: pointer }
      tr:nth-child(2) td:nth-child(2) { display: none; cursor: pointer }
      tr:nth-child(3) td:nth-child(-n + 2) { visibility: hidden }
    \`;
    document.head.append(style);
  }`);
  const lines = (await browser.outline()).split("\n").map((line) => line.trim());
  expect(lines.map((line) => line.replaceAll(/ \[ref=\w+\]/g, ""))).toEqual([
    "table",
    'row: 1 | link "Open" /orders/1 | clickable "Drop" | button "Delete"',
    'row: link "Open" /orders/2 | clickable "Drop" | button "Delete"',
    'row: 3 | Customer 3 | link "Open" /orders/3 | clickable "Drop" | button "Delete"',
  ]);

  await browser.inPage("document.querySelector('style').remove()");

  const whole = await browser.outline();
  for (const nth of [0, 1, 2, 3]) expect(whole).toContain(`${nth} | Customer ${nth} | link "Open"`);
});

test("what has a place but is not drawn is left out, with all that can be operated in it; what is drawn in it all the same stays", async () => {
  await browser.open("clicks-rows?n=3");
  await browser.inPage(`{
    const style = document.createElement("style");
    style.textContent = "tr:nth-child(2) td { visibility: hidden }";
    document.head.append(style);
    document.body.insertAdjacentHTML("beforeend", \`
      <button style="visibility: hidden">Unseen</button>
      <p style="visibility: hidden">
        unseen <a href="/unseen">Unseen</a> <input value="unseen"> <iframe srcdoc="<button>Unseen</button>"></iframe>
        <b style="visibility: visible">Drawn <button>Press</button></b>
      </p>\`);
  }`);

  const lines = (await browser.outline()).replaceAll(/ \[ref=\w+\]/g, "").split("\n");

  expect(lines.map((line) => line.trim())).toEqual([
    "table",
    'row: 0 | Customer 0 | link "Open" /orders/0 | clickable "Drop" | button "Delete"',
    'row: 2 | Customer 2 | link "Open" /orders/2 | clickable "Drop" | button "Delete"',
    'Drawn button "Press"',
  ]);
});
