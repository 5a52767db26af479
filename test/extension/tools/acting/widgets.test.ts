import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

/** Widgets as pages are made of, each used by what the tools show alone. */

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());
beforeEach(() => browser.open("widgets"));

const click = async (ref: string) => (await browser.call("chrome_click_element", { ref })).effect;
const clickOn = async (text: string) => click(await browser.refOf(text));
const fill = async (text: string, value: string) =>
  (await browser.call("chrome_fill_or_select", { ref: await browser.refOf(text), value })).effect;

/** The ref behind a text in an effect, else that of the line it is in. */
function refIn(effect: string, text: string): string {
  const line = effect.split("\n").find((each) => each.includes(text)) ?? "";
  const behind = /\[ref=(\w+)\]/.exec(line.slice(line.indexOf(text)));
  const ref = (behind ?? /\[ref=(\w+)\]/.exec(line))?.[1];
  if (!effect.includes(text) || ref === undefined)
    throw new Error(`no ref of ${text} in ${effect}`);
  return ref;
}

test("an autocomplete field shows what fits, and one of it is taken", async () => {
  const list = await fill('textbox "City"', "Ber");
  expect(list).toContain("Bergen");
  expect(await click(refIn(list, "Bergen"))).toContain('value="Bergen"');
});

test("a date picker is opened, turned to the next month, and a day is chosen", async () => {
  const opened = await clickOn('button "Calendar"');
  const turned = await click(refIn(opened, 'button "Next month"'));
  expect(turned).toContain("Month 12");
  expect(await clickOn('button "12"')).toContain('value="12/12"');
});

test("a custom select over a native one is chosen in; setting the hidden one tells what is not shown", async () => {
  const opened = await clickOn('"Red"');
  expect(await click(refIn(opened, '"Green"'))).toContain("Green");
  await browser.open("widgets");
  const { effect } = await browser.call("chrome_fill_or_select", {
    selector: "#native",
    value: "Green",
  });
  expect(effect).toContain('holds "Green", but what is seen of it does not show that');
});

test("an editor that handles its own input takes text with line breaks", async () => {
  expect(await fill('textbox "Editor"', "two\nlines")).toContain("lines");
  expect(await browser.inPage("model")).toBe("two\nlines");
});

test("memory cards: each turned card tells its face, and the pairs are found by that", async () => {
  const faces = new Map<number, string>();
  const turn = async (nth: number) => {
    const effect = (
      await browser.call("chrome_click_element", { selector: `[title="Card ${nth}"]` })
    ).effect;
    faces.set(nth, /Sun|Moon/.exec(effect)?.[0] ?? "");
    return effect;
  };
  await turn(1);
  await turn(2);
  await browser.call("chrome_wait_for", { condition: { kind: "text", text: "Moon", gone: true } });
  await turn(3);
  await turn(4);
  await browser.call("chrome_wait_for", { condition: { kind: "text", text: "Sun", gone: true } });
  expect([...faces.values()]).toEqual(["Sun", "Moon", "Moon", "Sun"]);
  for (const nth of [1, 4, 2]) await turn(nth);
  expect(await turn(3)).toContain("All pairs found");
});

test("a tree is opened and something in it is picked", async () => {
  const opened = await clickOn('treeitem "Root"');
  expect(opened).toContain("expanded");
  expect(await click(refIn(opened, "Letters"))).toContain("picked Letters");
});

test("a modal dialog is filled in; what lies behind it is covered and says by what", async () => {
  const behind = await browser.refOf('button "Show more"');
  const opened = await clickOn('button "Open settings"');
  expect(opened).toContain("dialog");
  const refused = await browser.refusal("chrome_click_element", { ref: behind, timeoutMs: 1_500 });
  expect(refused).toMatchObject({
    code: "covered",
    message: expect.stringMatching(/dialog#modal/),
  });
  const args = { fields: [{ label: "Nickname", value: "Ann" }], submit: true };
  expect((await browser.call("chrome_fill_form", args)).effect).toContain("hello Ann");
});

test("what fades in late is told when it is there", async () => {
  expect(await clickOn('button "Show more"')).toContain('link "Much more"');
});

test("times and dates with times are set", async () => {
  await browser.call("chrome_fill_form", {
    fields: [
      { label: "Alarm", value: "07:30" },
      { label: "Start", value: "2026-11-24T09:15" },
    ],
  });
  expect(await browser.inPage("[alarm.value, start.value]")).toEqual(["07:30", "2026-11-24T09:15"]);
});
