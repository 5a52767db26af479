import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

/** What says what it is by a sign, a number or a place alone. */

let browser: DrivenBrowser;
let outline: string;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  await browser.open("signs");
  outline = (await browser.outline()).replaceAll(/ \[ref=\w+\]/g, "");
});
afterAll(() => browser[Symbol.asyncDispose]());

test("an action that shows only how often it was done is called by what it does, and its sign is no board", () => {
  expect(outline).toContain(
    'clickable "act reply 5"\nclickable "act like 7"\nclickable "act share"',
  );
  expect(outline).not.toContain("path");
});

test("the star beside a box to tick has a ref of its own in a row that opens, and the box is called by words", () => {
  expect(outline).toContain('checkbox "Beth" unchecked clickable "☆" Beth');
});

test("tools that come under the mouse in such a row are told one by one", async () => {
  const { effect } = await browser.call("chrome_hover", { selector: ".row" });
  expect(effect).toMatch(/"icon-archive" \[ref=\w+\][^]*"icon-trash" \[ref=\w+\]/);
});

test("a place of a plan is called by what a script calls it", () => {
  expect(outline).toMatch(/rect "1A seat"[^]*rect "1B seat"/);
});

test("of classes those speak that say what it does, and none that begin another or were made up", () => {
  expect(outline).toContain('button "ui-spinner-up"');
  expect(outline).toContain('button "fa-cog icon"');
});

test("the handle of a slider that listens as a whole has a ref", () => {
  expect(outline).toMatch(/draggable "ui-slider-handle"/);
});

test("a day is one link, not a cell that listens and a link in it, and an empty address is none", () => {
  expect(outline).toMatch(/row: link "25" \| link "26"$/m);
});

test("what a cell says besides its name is shown", () => {
  expect(outline).toContain('gridcell "March 10, 2026" shows "Standup"');
});

test("the label of a button that says nothing is read", () => {
  expect(outline).toMatch(/^Stay\b/m);
});

test("items of a tree that do not stand in each other tell their level", () => {
  expect(outline).toMatch(/treeitem "Users" expanded$/m);
  expect(outline).toMatch(/treeitem "Admin" level=2$/m);
});

test("the entries of a menu that opens beside another menu are told one by one", () => {
  expect(outline).toMatch(
    /clickable "Rename"\nclickable\n  Move to\n  clickable "Archive"\n  clickable "Trash"\nclickable "Delete"/,
  );
});

test("the strokes of a sign are no pieces of a board", () => {
  expect(outline).toMatch(/^clickable "back"/m);
});

test("the field of a list to choose from has a ref also where it lies transparent in front of the choice", async () => {
  expect(outline).toMatch(/^Pear combobox "Kind"$/m);
});

test("a list that a page drew in the place of a hidden one is called by the words before both", () => {
  expect(outline).toContain('combobox "Extras" collapsed');
});

test("what stands in an element without a box is read, and in a cell without one as well", () => {
  expect(outline).toContain("row: Pika");
  expect(outline).toContain("Laid out as if it were not there");
});

test("a slider that only keys reach stands for its handle, and is filled", async () => {
  expect(outline).toContain('slider "Opacity" value="4"');
  expect(outline).toContain('slider "Contrast" value="5"');
  const ref = await browser.refOf('slider "Opacity"');
  const { effect } = await browser.call("chrome_fill_or_select", { ref, value: 7 });
  expect(effect).toContain('slider "Opacity"');
  expect(effect).toContain('value="7"');
});
