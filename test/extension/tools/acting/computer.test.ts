import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const act = async (action: string, args: object = {}) =>
  (await browser.call("chrome_computer", { action, ...args })).effect;

/** The middle of an element, in the viewport. */
async function middleOf(id: string) {
  const code = `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(${id}.getBoundingClientRect())`;
  return z.object({ x: z.number(), y: z.number() }).parse(await browser.inPage(code));
}

test("clicks once, twice, three times and with the other button, at a point or a ref", async () => {
  await browser.open("clicks");
  await browser.inPage(
    "for (const type of ['click', 'contextmenu']) addEventListener(type, (event) => { out.textContent += ` ${type}${event.detail}` })",
  );
  const coordinates = await middleOf("nothing");
  expect(await act("left_click", { coordinates })).toContain("click1");
  expect(await act("right_click", { coordinates })).toContain("contextmenu");
  const ref = await browser.refOf('button "Does nothing"');
  expect(await act("triple_click", { ref })).toContain("click1 click2 click3");
  expect(await act("double_click", { selector: "#double" })).toContain("double");
});

test("holds the button as long as a page wants it held", async () => {
  await browser.open("clicks");
  await browser.inPage(`
    let timer;
    nothing.addEventListener("pointerdown", () => {
      timer = setTimeout(() => { out.textContent = "Held long enough" }, 400);
    });
    addEventListener("pointerup", () => clearTimeout(timer));
  `);
  expect(await act("left_click", { selector: "#nothing" })).not.toContain("Held");
  expect(await act("left_click", { selector: "#nothing", duration: 0.6 })).toContain("Held long");
});

test("drags from point to point, hovers, scrolls by turns of the wheel and to an element", async () => {
  await browser.open("slider");
  const startCoordinates = await middleOf("thumb");
  const coordinates = { x: startCoordinates.x + 70, y: startCoordinates.y };
  expect(await act("left_click_drag", { startCoordinates, coordinates })).toContain(
    "Moved by 70, 0",
  );
  const startRef = await browser.refOf('slider "Price"');
  const back = { startRef, coordinates: startCoordinates };
  expect(await act("left_click_drag", back)).toContain("Moved by -70, 0");

  await browser.open("hover");
  expect(await act("hover", { selector: "#menu" })).toContain('link "Lamps"');
  expect(await act("scroll", { scrollDirection: "down", scrollAmount: 2 })).toContain(
    "The page scrolled down by 200 px",
  );
  expect(await act("scroll_to", { selector: "#deep" })).toContain("In view at");
});

test("types, presses keys, fills", async () => {
  await browser.open("fields");
  await act("left_click", { selector: "#text" });
  await act("key", { text: "Ctrl+A" });
  await act("type", { text: "Enter the Tab" });
  expect(await browser.inPage("text.value")).toBe("Enter the Tab");
  await act("key", { text: "Backspace", repeat: 3 });
  expect(await browser.inPage("text.value")).toBe("Enter the ");
  await act("type", { text: " at the end", coordinates: await middleOf("area") });
  expect(await browser.inPage("area.value")).toContain(" at the end");
  await act("fill", { selector: "#number", value: 7 });
  await act("fill_form", { elements: [{ selector: "#date", value: "2026-11-24" }] });
  expect(await browser.inPage("[number.value, date.value]")).toEqual(["7", "2026-11-24"]);
});

test("waits for a time or a text, and gives the page another size", async () => {
  await browser.open("waiting");
  expect(await act("wait", { duration: 0.01 })).toMatch(/^Waited \d+ ms\.$/);
  expect(await act("wait", { text: "Loading" })).toMatch(/^Waited/);
  await browser.inPage("setTimeout(() => show())");
  expect(await act("wait", { text: "Loading", appear: false })).toMatch(/^Waited/);
  expect(await act("resize_page", { width: 900, height: 600 })).toBe(
    "The page has 900 × 600 pixels.",
  );
  expect(await browser.inPage("[innerWidth, innerHeight]")).toEqual([900, 600]);
});

test("gives a page sizes that no window can have: of a phone, and larger than the screen", async () => {
  await browser.open("clicks");
  for (const { width, height, pictured } of [
    { width: 320, height: 640, pictured: /^3\d\d × 640 pixels, scale 1\.$/ },
    { width: 1_920, height: 1_080, pictured: /^1280 × 72\d pixels, scale 0\.67/ },
  ]) {
    expect(await act("resize_page", { width, height })).toStartWith(
      `The page has ${width} × ${height} pixels`,
    );
    expect(await browser.inPage("[innerWidth, innerHeight]")).toEqual([width, height]);
    expect(await act("left_click", { selector: "#trusted" })).toContain("trusted true");
    await browser.inPage("out.textContent = ''");
    expect(await act("screenshot")).toMatch(pictured);
  }
  expect(await act("resize_page", { width: 700, height: 500 })).toBe(
    "The page has 700 × 500 pixels.",
  );
  expect(await browser.inPage("[innerWidth, innerHeight]")).toEqual([700, 500]);
});

test("gives a picture of what is in view, and a larger one of a region", async () => {
  await browser.open("slider");
  const picture = async (args: object) => {
    const answer = await browser.begin("chrome_computer", args).answer;
    if (!answer.ok) throw new Error(answer.failure.message);
    return answer.value;
  };
  const whole = await picture({ action: "screenshot" });
  expect(whole.images).toHaveLength(1);
  const zoomed = await picture({ action: "zoom", region: { x0: 0, y0: 0, x1: 200, y1: 100 } });
  expect(zoomed.images).toHaveLength(1);
  expect(zoomed.data).toMatchObject({ effect: "800 × 400 pixels, scale 4." });
  await browser.inPage("thumb.style.cssText += 'width: 20px; height: 10px'");
  const close = await picture({ action: "zoom", selector: "#thumb" });
  expect(close.data).toMatchObject({ effect: "80 × 40 pixels, scale 4." });
});

test("an action without what it needs is refused", async () => {
  await browser.open("clicks");
  for (const action of [
    "left_click",
    "type",
    "key",
    "fill",
    "fill_form",
    "wait",
    "zoom",
    "resize_page",
  ]) {
    expect(await browser.refusal("chrome_computer", { action })).toMatchObject({
      code: "invalid_arguments",
    });
  }
});
