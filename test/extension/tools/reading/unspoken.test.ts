import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const bare = (outline: string) => outline.replaceAll(/ \[ref=\w+\]/g, "");

test("whatever listens for the mouse, shows a hand or can be dragged has a line or a place of its own, and a ref", async () => {
  await browser.open("unspoken");
  const outline = await browser.outline();

  expect(bare(outline).split("\n")).toEqual([
    'Some clickable "styled word" in a sentence .',
    'clickable "-"',
    'clickable "+"',
    'clickable "bin"',
    'Volume draggable "grip"',
    'clickable "board"',
    '  clickable "a1" @0,120 20x20 | "cell" @20,120 20x20 | "cell" @40,120 20x20 | "cell" @0,140 20x20 | "cell" @20,140 20x20 | "cell" @40,140 20x20',
    'circle "red"',
    'rect "#0000ff"',
    'clickable "In the shadow"',
    'hidden select "Size" has value="Large", the widget beside it shows "Choose a size"',
    "Choose a size",
    'button "Delete the account" shows "Save"',
    'iframe "Elsewhere"',
    '  clickable "In another process"',
  ]);
  expect(outline.match(/\[ref=\w+\]/g)).toHaveLength(19);
});

test("colours and boxes are there for the asking", async () => {
  await browser.open("unspoken");
  const outline = bare(await browser.outline({ colors: true, boxes: true, filter: "interactive" }));
  expect(outline).toMatch(/circle "red" @10,\d+ 20x20 fill=#ff0000/);
  expect(outline).toMatch(/draggable "grip" @0,\d+ 30x10 bg=#808080/);
});

test("words that nobody can read are left out, or marked where nobody can be sure", async () => {
  await browser.open("hidden-words");
  const seen = [
    'heading 1 "What people see"',
    "(in the colour of its background:) white on white",
    "(in the colour of its background:) dark on dark",
    "white on dark",
    "A part of the page",
    "painted letters",
  ];
  expect(bare(await browser.outline()).split("\n")).toEqual(seen);
});

test("since tells only what changed, by refs that stay", async () => {
  await browser.open("reading");
  const { snapshot } = await browser.call("chrome_read_page");
  const nothing = await browser.call("chrome_read_page", { since: snapshot });
  expect(nothing).toMatchObject({ outline: "", note: "Nothing changed." });

  const email = await browser.refOf('textbox "Email"');
  await browser.inPage(`{
    const fresh = document.createElement("button");
    fresh.textContent = "Fresh";
    document.querySelector("[name=email]").value = "bob@example.com";
    document.querySelector("h1").remove();
    document.querySelector("main").append(fresh);
  }`);
  const changed = await browser.call("chrome_read_page", { since: snapshot });
  expect(changed.outline.split("\n").map((line) => line.replace(/ref=e\d+\]$/, "ref]"))).toEqual([
    `~ textbox "Email" [ref=${email}] value="bob@example.com" required`,
    '+ button "Fresh" [ref]',
    '- heading 1 "All kinds of things"',
  ]);
  const after = await browser.call("chrome_read_page", { since: changed.snapshot });
  expect(after.note).toBe("Nothing changed.");
  const unknown = await browser.call("chrome_read_page", { since: "s1" });
  expect(unknown.outline).toContain('button "Fresh"');
  expect(unknown.note).toMatch(/^since names no outline/);
});

test("widgets as libraries make them are called what a person would call them, without their parts", async () => {
  await browser.open("component-libraries");
  expect(bare(await browser.outline()).split("\n")).toEqual([
    "Country",
    "clickable",
    "  Pick one",
    '  combobox "Country" collapsed',
    'Volume slider "Volume" value="3"',
    'Notify switch "Notify" unchecked',
    "Tags",
    'hidden select "Tags" has value="one", the widget beside it shows ""',
    'combobox "Tags" collapsed',
    "table",
    '  row: First name: | textbox "First name"',
    'Amount textbox "Amount" Price textbox "Price"',
    '-: checkbox "Apple" unchecked Apple',
    "-: 2",
    'button: Removable button "×"',
    'button "Normal"',
    'button "Save"',
    "clickable",
    "  tablist",
    '    tab "First"',
    '    tab "Second"',
    '-: button "Only"',
    'checkbox "Row 1" unchecked',
    "Amount",
    'slider "Amount" value="10": clickable "knob"',
    'checkbox "Select this row" unchecked',
    'textbox "Code"',
    'clickable "let a = 1;"',
  ]);
  const operable = bare(await browser.outline({ filter: "interactive" })).split("\n");
  expect(operable.slice(0, 3)).toEqual([
    'clickable "Pick one": combobox "Country" collapsed',
    'slider "Volume" value="3"',
    'switch "Notify" unchecked',
  ]);
  expect(operable).toContain('- "Apple"');
  expect(operable).toContain('button "Only"');
  expect(operable).toContain('- "2"');
  expect(operable).toContain('button "Removable": button "×"');
});

test("a list of several choices is called by its label", async () => {
  await browser.open("unspoken");
  await browser.inPage(
    `document.body.insertAdjacentHTML("beforeend", "<label>Toppings <select multiple><option>Olive<option>Ham</select></label>")`,
  );
  expect(bare(await browser.outline())).toContain('listbox "Toppings"');
});
