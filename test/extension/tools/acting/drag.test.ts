import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const drag = async (from: object, to: object) =>
  (await browser.call("chrome_drag", { from, to })).effect;
const item = (list: string, nth: number) => ({ selector: `#${list} li:nth-child(${nth})` });
const order = (list: string) =>
  browser.inPage(`[...document.querySelectorAll("#${list} li")].map((one) => one.textContent)`);

test.each(["native", "mouse"])(
  "an item of a sortable list (%s) goes before and after others, down and up",
  async (list) => {
    await browser.open("sortable");
    const [a, b, c, d] =
      list === "native" ? ["Apple", "Banana", "Cherry", "Damson"] : ["One", "Two", "Three", "Four"];
    const told = await drag(item(list, 1), { ...item(list, 3), position: "after" });
    expect(await order(list)).toEqual([b, c, a, d]);
    expect(told).toStartWith(`Moved: "${a}" is now after "${c}", before "${d}" (3 of 4)`);
    await drag(item(list, 4), { ...item(list, 2), position: "before" });
    expect(await order(list)).toEqual([b, d, c, a]);
    await drag(item(list, 1), item(list, 2));
    expect(await order(list)).toEqual([d, b, c, a]);
  },
);

test("an item is dropped into a zone, and the page hears the end of the drag", async () => {
  await browser.open("sortable");
  expect(await drag(item("native", 2), { selector: "#zone" })).toContain("Got Banana");
  expect(await browser.inPage("document.body.className")).toBe("ended");
});

test("in a background tab and in the frame of another site, things are dragged as in front", async () => {
  const behind = await browser.open("sortable", { newTab: true });
  await browser.open("clicks", { newTab: true, background: false });
  const { tabId } = behind;
  for (const [list, names] of [
    ["native", ["Banana", "Cherry", "Apple", "Damson"]],
    ["mouse", ["Two", "Three", "One", "Four"]],
  ] as const) {
    const from = item(list, 1);
    const to = { ...item(list, 3), position: "after" };
    await browser.call("chrome_drag", { tabId, from, to });
    const { outline } = await browser.call("chrome_read_page", { tabId });
    expect(outline).toMatch(new RegExp(names.join("[^]*")));
  }
  await browser.call("chrome_close_tabs", { tabIds: [tabId] });

  await browser.open("framed", { waitUntil: "load" });
  for (const list of ["native", "mouse"]) {
    const told = await drag(item(list, 1), { ...item(list, 3), position: "after" });
    expect(told).toStartWith("Moved: ");
    expect(told).toContain("(3 of 4)");
  }
});

test("what does not move is never said to have moved", async () => {
  await browser.open("sortable");
  expect(await drag(item("fixed", 1), { ...item("fixed", 2), position: "after" })).toBe(
    "The dragged element did not move.",
  );
});

test("a custom slider, a range input and a piece of an SVG board follow the mouse", async () => {
  await browser.open("slider");
  const slid = await drag({ selector: "#thumb" }, { offset: { x: 140, y: 0 } });
  expect(slid).toContain("Moved by 140, 0");
  expect(await browser.inPage("thumb.getAttribute('aria-valuenow')")).toBe("50");

  await drag({ selector: "#range" }, { offset: { x: 60, y: 0 } });
  expect(Number(await browser.inPage("range.value"))).toBeGreaterThan(60);

  expect(await drag({ selector: "#piece" }, { offset: { x: 200, y: 50 } })).toContain(
    "Moved by 200, 50",
  );
  expect(await browser.inPage("[piece.cx.baseVal.value, piece.cy.baseVal.value]")).toEqual([
    240, 90,
  ]);
});

test("a target that is not there is said before anything is dragged", async () => {
  await browser.open("sortable");
  const args = { from: item("native", 1), to: { selector: "#nowhere" }, timeoutMs: 1_500 };
  expect(await browser.refusal("chrome_drag", args)).toMatchObject({ code: "element_not_found" });
  expect(await browser.refusal("chrome_drag", { from: item("native", 1), to: {} })).toMatchObject({
    code: "invalid_arguments",
  });
  expect(await browser.inPage("document.body.className")).toBe("");
});
