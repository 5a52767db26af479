import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

/** What an action did that no words of the page tell. */

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("what is drawn anew in another class alone is told", async () => {
  await browser.open("looks");
  const press = { selector: '[data-i="1"]' };
  const { effect } = await browser.call("chrome_click_element", press);
  expect(effect).toBe("~ beta.txt (class +chosen)");
  const { effect: nothing } = await browser.call("chrome_click_element", press);
  expect(nothing).toBe("Nothing changed.");
});

test("a patch of colour that is not pressed itself is told when it is painted", async () => {
  await browser.open("looks");
  const { effect } = await browser.call("chrome_click_element", { selector: ".colour" });
  expect(effect).toBe('~ span "patch" (style +background: red)');
});

test("what does not fit into the first box of a code is typed on", async () => {
  await browser.open("looks");
  const { effect } = await browser.call("chrome_fill_or_select", {
    selector: "#code input",
    value: "4829",
  });
  expect(effect).toStartWith('The field now holds "4" and takes no more; the rest was typed');
  expect(await browser.inPage("[...code.children].map(({ value }) => value).join('')")).toBe(
    "4829",
  );
});

test("a wheel that turns something else than the page is not called the end of it", async () => {
  await browser.open("looks");
  const { x, y } = { x: 50, y: await middleOf("wheel") };
  const { effect } = await browser.call("chrome_computer", {
    action: "scroll",
    coordinates: { x, y },
    scrollDirection: "down",
    scrollAmount: 1,
  });
  expect(effect).toBe("Nothing scrolled; the wheel was turned there:\n~ 1\n- 0");
});

test("suggestions that come later are told where a class speaks of them, and for a name that is mentioned", async () => {
  await browser.open("looks");
  const city = await browser.call("chrome_fill_or_select", { selector: "#city", value: "Ber" });
  expect(city.effect).toContain("Bergen");
  await browser.open("looks");
  const note = await browser.call("chrome_fill_or_select", { selector: "#note", value: "Hi @ma" });
  expect(note.effect).toContain("Maria");
});

test("a label is found at the beginning of its words, and not in the midst of another", async () => {
  await browser.open("looks");
  await browser.inPage(`document.querySelector("#city").ariaLabel = "Opacity or home city"`);
  const fill = (label: string) => ({ fields: [{ label, value: "x" }], timeoutMs: 1_000 });
  const { code } = await browser.refusal("chrome_fill_form", fill("pacity"));
  expect(code).toBe("element_not_found");
  const { effect } = await browser.call("chrome_fill_form", fill("Home"));
  expect(effect).toContain('value="x"');
});

test("what covers an element is named by a ref that can be read", async () => {
  await browser.open("looks");
  await browser.call("chrome_click_element", { selector: "#order" });
  const args = { selector: "#order", timeoutMs: 1_000 };
  const { code, message } = await browser.refusal("chrome_click_element", args);
  expect(code).toBe("covered");
  const ref = /covered by <div> \[ref=(\w+)\]/.exec(message)?.[1];
  expect(await browser.outline({ refId: ref })).toMatch(/heading 2 "Sure\?"[^]*button "Yes"/);
});

async function middleOf(id: string): Promise<number> {
  return Number(await browser.inPage(`${id}.getBoundingClientRect().top + 20`));
}
