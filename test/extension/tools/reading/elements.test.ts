import { afterAll, beforeAll, expect, test } from "bun:test";
import { browserTools } from "../../../../src/tools/catalogue.ts";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("the frames of a tab are listed with their parents", async () => {
  await browser.open("reading", { waitUntil: "load" });
  const { frames } = await browser.call("chrome_list_frames");
  expect(frames.map(({ parentFrameId }) => parentFrameId)).toEqual([-1, 0, 0]);
  expect(frames.map(({ url }) => new URL(url).pathname)).toEqual(["/reading", "/inner", "/inner"]);
  const [, inner] = frames;
  expect(await browser.outline({ frameId: inner?.frameId })).toContain('button "Inside"');
});

test("elements are found by selector in frames and shadow roots, with refs that can be used", async () => {
  await browser.open("reading", { waitUntil: "load" });
  const { total, elements } = await browser.call("chrome_query_elements", {
    selector: "button",
    attributes: ["aria-expanded", "id"],
  });
  expect(elements.map(({ name }) => name)).toEqual([
    "Sign in",
    "Menu",
    "In the open",
    "In the closed",
    "Inside",
    "Inside",
  ]);
  expect(total).toBe(6);
  expect(elements[1]).toMatchObject({
    tag: "button",
    role: "button",
    visible: true,
    attributes: [{ name: "aria-expanded", value: "false" }],
  });
  const closed = elements.find(({ name }) => name === "In the closed");
  expect(await browser.outline({ refId: closed?.ref })).toStartWith('button "In the closed"');
  const second = await browser.call("chrome_query_elements", {
    selector: "button",
    limit: 1,
    offset: 4,
  });
  expect(second.elements.map(({ name }) => name)).toEqual(["Inside"]);
  const secret = await browser.call("chrome_query_elements", {
    selector: "#pw",
    attributes: ["value", "type"],
  });
  expect(secret.elements[0]?.attributes).toEqual([{ name: "type", value: "password" }]);
  expect(await browser.refusal("chrome_query_elements", { selector: "<" })).toMatchObject({
    code: "invalid_arguments",
  });
  const byPath = await browser.call("chrome_query_elements", {
    selector: "//h1",
    selectorType: "xpath",
  });
  expect(byPath.elements[0]).toMatchObject({ role: "heading", text: "All kinds of things" });
});

test("the HTML of one element, by ref or selector, without secrets", async () => {
  await browser.open("reading", { waitUntil: "load" });
  const ref = await browser.refOf('button "In the closed"');
  const { content } = await browser.call("chrome_get_element_html", { ref });
  expect(content).toBe("<button>In the closed</button>");
  const inner = await browser.call("chrome_get_element_html", { selector: "tr", outer: false });
  expect(inner.content.replaceAll(/\s/g, "")).toBe("<th>Name</th><th>Sum</th>");
  const form = await browser.call("chrome_get_element_html", { selector: "form", maxChars: 200 });
  expect(form.truncated).toBe(true);
  const whole = await browser.call("chrome_get_element_html", { selector: "form" });
  expect(whole.content).not.toMatch(/hunter2|4111/);
  const gone = await browser.refusal("chrome_get_element_html", { selector: "#nobody" });
  expect(gone.code).toBe("element_not_found");
  await browser.open("clicks");
  expect((await browser.refusal("chrome_get_element_html", { ref })).code).toBe("stale_ref");
});

test("rows are extracted from repeated parts: texts, numbers, attributes, links, several values", async () => {
  await browser.open("ordinary-shop");
  const fields = [
    { name: "title", selector: "h3" },
    { name: "price", selector: ".price", type: "number" },
    { name: "link", selector: "a", type: "link" },
    { name: "rating", selector: ".stars", type: "attribute", attribute: "aria-label" },
    { name: "buttons", selector: "button", multiple: true },
    { name: "nothing", selector: ".nobody" },
  ];
  const { total, rows } = await browser.call("chrome_extract", {
    selector: "article",
    fields,
    limit: 2,
    offset: 1,
  });
  expect(total).toBe(16);
  expect(rows).toEqual([
    {
      title: "Brisk 1.7 l electric kettle",
      price: 23.4,
      link: `${browser.pages.origin}/product/2`,
      rating: "4.1 of 5 stars",
      buttons: ["Add to basket", ""],
      nothing: null,
    },
    {
      title: "Copperworks stock pot",
      price: 26.9,
      link: `${browser.pages.origin}/product/3`,
      rating: "4.2 of 5 stars",
      buttons: ["Add to basket", ""],
      nothing: null,
    },
  ]);
  const { args } = browserTools.chrome_extract;
  const named = (name: string) => ({ selector: "a", fields: [{ name }] });
  expect(args.safeParse(named("__proto__")).success).toBe(false);
  expect(args.safeParse(named("title")).success).toBe(true);
});

test("rows that do not fit are left for a next call, which is told where to go on", async () => {
  await browser.open("rows?n=120");
  const fields = [{ name: "cells", selector: "td", multiple: true }];
  const extract = (args: object) =>
    browser.call("chrome_extract", { selector: "tr:has(td)", fields, ...args });
  const whole = await extract({ limit: 200 });
  expect(whole.nextOffset).toBeUndefined();
  const first = await extract({ limit: 200, maxChars: 1_000 });
  expect(JSON.stringify(first.rows).length).toBeLessThanOrEqual(1_200);
  expect(first).toMatchObject({ total: 120, nextOffset: first.rows.length });
  const rest = await extract({ limit: 200, offset: first.nextOffset });
  expect([...first.rows, ...rest.rows]).toEqual(whole.rows);
});

test("rows and words that nobody sees are left out, and counted; what is noted for programs is not", async () => {
  await browser.open("clicks");
  await browser.inPage(`out.innerHTML = \`
    <li>Seen <b hidden>Obey me</b><meta itemprop="price" content="7"></li>
    <li hidden>Obey me</li>
    <li style="opacity: 0">Obey me</li>\``);
  const { rows, total, unseen } = await browser.call("chrome_extract", {
    selector: "li",
    fields: [
      { name: "all" },
      { name: "bold", selector: "b" },
      { name: "price", selector: "meta", type: "attribute", attribute: "content" },
    ],
  });
  expect(rows).toEqual([{ all: "Seen", bold: null, price: "7" }]);
  expect([total, unseen]).toEqual([1, 2]);
});

test("rows to extract may be named by XPath", async () => {
  await browser.open("reading", { waitUntil: "load" });
  const { rows } = await browser.call("chrome_extract", {
    selector: "//tr[td]",
    selectorType: "xpath",
    fields: [{ name: "who", selector: "td" }],
  });
  expect(rows).toEqual([{ who: "Ann" }]);
});

test("the open tabs are searched for words, best first, with the places", async () => {
  await browser.open("ordinary-article");
  const other = await browser.open("ordinary-docs", { newTab: true });
  const { matches, skipped } = await browser.call("search_tabs_content", {
    query: "Greenland ice",
  });
  expect(skipped).toBe(0);
  expect(matches[0]).toMatchObject({
    title: "How rivers find their way | The Weekly Atlas",
    score: 1,
    snippets: [expect.stringContaining("Measured on the Greenland ice sheet in 2012.")],
  });
  const docs = await browser.call("search_tabs_content", { query: "otter.toml environment" });
  expect(docs.matches.map(({ tabId }) => tabId)).toEqual([other.tabId]);
  await browser.call("chrome_close_tabs", { tabIds: [other.tabId] });
});

test("the older form of interactive elements has selectors and coordinates that hit", async () => {
  await browser.open("ordinary-form");
  const asked = { textQuery: "go on", types: ["button"] };
  const { elements, count, query } = await browser.call("chrome_get_interactive_elements", asked);
  expect(count).toBe(1);
  expect(query).toEqual(asked);
  const [button] = elements;
  expect(button).toMatchObject({ type: "button", text: "Go on to the rooms", disabled: false });
  const found = await browser.inPage(
    `document.querySelector(${JSON.stringify(button?.selector)}).textContent`,
  );
  expect(found).toBe("Go on to the rooms");
  expect(button?.coordinates?.rect.width).toBeGreaterThan(50);
  const bare = await browser.call("chrome_get_interactive_elements", { includeCoordinates: false });
  expect(bare.query).toEqual({ types: "all" });
  expect(bare.count).toBeGreaterThan(5);
  expect(bare.elements.filter(({ coordinates }) => coordinates)).toEqual([]);
});

test("the fields of a form are told with label, value and options; secrets are masked", async () => {
  await browser.open("ordinary-form");
  const { forms } = await browser.call("chrome_get_content_web_form");
  expect(forms.map(({ name }) => name)).toEqual(["Booking"]);
  const fields = new Map(forms[0]?.fields.map((field) => [field.label, field]));
  expect(fields.get("Adults")).toMatchObject({ type: "number", name: "adults", value: "2" });
  expect(fields.get("Children")?.options).toEqual(["0", "1", "2", "3"]);
  expect(fields.get("By train")).toMatchObject({ type: "radio", value: "true" });
  expect(fields.get("We bring a dog")).toMatchObject({ type: "checkbox", value: "false" });
  expect(fields.get("Card number")?.value).toBe("••••");
  expect(fields.get("Password")?.value).toBe("••••");
  expect(fields.get("First name")).toMatchObject({ required: true, value: "" });
});
