import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const bare = (outline: string) => outline.replaceAll(/ref=\w+\]/g, "ref]");

test("what a list, a grid or a table listens for has lines and refs of its own; one thing of several parts stays one", async () => {
  await browser.open("delegated");
  expect(bare(await browser.outline())).toStartWith(
    [
      "- [ref]: Invoice January",
      "- [ref]: Invoice March",
      'clickable "Rename" [ref]',
      'clickable "Archive" [ref]',
      'clickable "card" [ref]',
      'clickable "Star" [ref]',
      "table",
      '  row: cell "1" [ref] | cell "2" [ref]',
      '  row: cell "8" [ref] | cell "9" [ref]',
      "table",
      "  row [ref]: 4711 | Customer 12",
      'clickable "Bold" [ref]',
      'clickable "Plain" [ref]',
      'clickable "One card of two lines" [ref]',
      'Price 120 img "Information" [ref]',
      'Tax 12 img "More" [ref]',
    ].join("\n"),
  );
});

test("an effect tells a row as one line, and of many rows that went only how many", async () => {
  await browser.open("delegated");
  const { effect } = await browser.call("chrome_click_element", { selector: "#turn" });
  expect(bare(effect).split("\n")).toEqual([
    '+ row: 14 | Customer 14 | button "Refund" [ref]',
    '+ row: 15 | Customer 15 | button "Refund" [ref]',
    '+ row: 16 | Customer 16 | button "Refund" [ref]',
    '+ row: 17 | Customer 17 | button "Refund" [ref]',
    "- 4 rows",
  ]);
});

test("what stands in one line of the page stands in one line of an effect", async () => {
  await browser.open("delegated");
  const { effect } = await browser.call("chrome_click_element", { selector: "#grow" });
  expect(bare(effect).split("\n")).toEqual([
    '+ clickable "▸" [ref] Switzerland',
    '+ clickable "▸" [ref] Japan',
  ]);
});

test("a list item with a ref stands in an effect as in the outline", async () => {
  await browser.open("delegated");
  const { effect } = await browser.call("chrome_click_element", { selector: "#suggest" });
  expect(bare(effect)).toBe("+ - [ref]: Berlin\n+ - [ref]: Bergen");
  expect(bare(await browser.outline())).toContain("\n- [ref]: Berlin\n- [ref]: Bergen\n");
});

test("a picture is found by its name, without its role", async () => {
  await browser.open("delegated");
  const { matches } = await browser.call("chrome_find", { text: "Information" });
  expect(matches).toMatchObject([{ role: "img", name: "Information" }]);
  await browser.open("reading");
  const pictures = await browser.call("chrome_find", { role: "img" });
  for (const { name } of pictures.matches) expect(name).not.toStartWith("img ");
});

test("while one cell is edited, the others keep their refs", async () => {
  await browser.open("delegated");
  const before = await browser.outline();
  const cell = /ref=(\w+)\] \| cell "2"/.exec(before)?.[1] ?? "";
  const code =
    'const cell = document.querySelectorAll("td")[1]; cell.innerHTML = "<input aria-label=Day>"; cell.firstChild.focus()';
  await browser.call("chrome_javascript", { code });
  const now = await browser.outline();
  expect(now).toContain(`cell "1" [ref=${cell}]`);
  expect(now).toContain('textbox "Day"');
});

test("a shape is called by its own title", async () => {
  await browser.open("delegated");
  const code = `document.body.insertAdjacentHTML("afterbegin", '<svg width=90 height=30><circle r=9 cx=15 cy=15><title>Depot</title></circle><circle r=9 cx=60 cy=15><title>Shop</title></circle></svg>');
    for (const pin of document.querySelectorAll("circle")) pin.addEventListener("click", () => {})`;
  await browser.call("chrome_javascript", { code });
  expect(bare(await browser.outline())).toStartWith('circle "Depot" [ref]\ncircle "Shop" [ref]');
});
