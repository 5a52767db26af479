import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

/** Pages that draw whole parts of themselves anew at each press: refs go on where they surely name the same thing. */

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());
beforeEach(() => browser.open("redrawn"));

const click = async (ref: string | undefined) =>
  (await browser.call("chrome_click_element", { ref })).effect;
const stale = async (ref: string | undefined) =>
  (await browser.refusal("chrome_click_element", { ref })).code;

/** The refs of all that stands behind a text. */
async function refsOf(pattern: RegExp): Promise<string[]> {
  const outline = await browser.outline();
  return [...outline.matchAll(pattern)].map(([, ref = ""]) => ref);
}

test("the squares of a board keep their refs, and the effect tells only the one that changed", async () => {
  const cells = await refsOf(/"cell" \[ref=(\w+)\]/g);
  const effect = await click(cells[4]);
  expect(effect).toContain(`~ clickable "X" [ref=${cells[4]}]`);
  expect(effect).not.toContain(`[ref=${cells[3]}]`);
  await click(cells[0]);
  await click(cells[8]);
  expect(await browser.inPage("squares.join('.')")).toBe("O....X....X");
  await click(cells[4]);
  await click(cells[1]);
  expect(await browser.inPage("squares.join('.')")).toBe("O.X...X....X");
});

test("the items of a list that loses one keep their refs, except those that another one looks like", async () => {
  const done = await refsOf(/button "Done" \[ref=(\w+)\]/g);
  const effect = await click(done[1]);
  expect(effect).toContain("Done: Bread");
  expect(effect).not.toContain("Salt");
  expect(await stale(done[0])).toBe("stale_ref");
  expect(await stale(done[2])).toBe("stale_ref");
  expect(await click(done[4])).toContain("Done: Tea");
  expect(await click(done[3])).toContain("Done: Salt");
});

test("days of another month, times of another person and the next one in a queue are other things", async () => {
  const day = (await refsOf(/"3" \[ref=(\w+)\]/g))[0];
  await click(await browser.refOf('"Next month"'));
  expect(await stale(day)).toBe("stale_ref");
  const slot = (await refsOf(/"10 o'clock" \[ref=(\w+)\]/g))[0];
  await click(await browser.refOf('"Bob"'));
  expect(await stale(slot)).toBe("stale_ref");
  const approve = (await refsOf(/"Approve" \[ref=(\w+)\]/g))[0];
  expect(await click(approve)).toContain("Approved 1041");
  expect(await stale(approve)).toBe("stale_ref");
});

test("what is redrawn and chosen from again keeps its refs", async () => {
  const slots = await refsOf(/o'clock" \[ref=(\w+)\]/g);
  expect(await click(slots[0])).toContain("Ann at 9 o'clock");
  expect(await click(slots[1])).toContain("Ann at 10 o'clock");
});

test("squares that turn by themselves a moment later keep their refs, too", async () => {
  const cells = await refsOf(/"cell" \[ref=(\w+)\]/g);
  await browser.inPage(
    "setTimeout(() => { squares.fill(''); drawGame(); out.textContent = 'Again'; }, 300); true",
  );
  await click(cells[4]);
  await browser.untilInPage("out.textContent === 'Again'");
  expect(await click(cells[4])).toContain(`~ clickable "O" [ref=${cells[4]}]`);
  expect(await click(cells[2])).toContain(`~ clickable "X" [ref=${cells[2]}]`);
});

test("a square that says something else than before is another thing", async () => {
  await browser.inPage(
    'squares.splice(0, 9, ..."123456789"); drawGame(); game.addEventListener("click", () => { squares[4] = "0"; }, true); true',
  );
  const cells = await refsOf(/"[1-9]" \[ref=(\w+)\]/g);
  expect(await click(cells[4])).toContain('"0"');
  expect(await stale(cells[4])).toBe("stale_ref");
  await click(cells[3]);
});
