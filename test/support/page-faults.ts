import { z } from "zod";
import type { Chromium } from "./chromium.ts";

/** Narrow enough for a phone, and for a window of 640 at twice its size. */
const NARROW_PX = 320;
const MOST_STOPS = 200;

const faultsSchema = z.array(z.string());
const valueSchema = z.object({ value: z.string().catch("") }).optional();
const treeSchema = z.object({
  nodes: z.array(z.object({ ignored: z.boolean(), role: valueSchema, name: valueSchema })),
});
const stopSchema = z.object({ what: z.string(), isShown: z.boolean() }).nullable();

/** What keeps somebody from using a page that is open, in one colour scheme and a narrow window. None: []. */
export async function faultsOf(
  { cdp }: Chromium,
  tab: string,
  scheme: "light" | "dark",
): Promise<string[]> {
  const features = [
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ];
  await cdp.send("Emulation.setEmulatedMedia", { features }, tab);
  const size = { width: NARROW_PX, height: 600, deviceScaleFactor: 1, mobile: false };
  await cdp.send("Emulation.setDeviceMetricsOverride", size, tab);
  await cdp.send("Emulation.setFocusEmulationEnabled", { enabled: true }, tab);
  const { nodes } = treeSchema.parse(await cdp.send("Accessibility.getFullAXTree", {}, tab));
  const nameless = nodes.flatMap(({ ignored, role, name }) =>
    !ignored && OPERABLE.test(role?.value ?? "") && name?.value.trim() === ""
      ? [`a ${role?.value} has no name`]
      : [],
  );
  const unread = faultsSchema.parse(await cdp.evaluate(call(readingFaults), tab));
  return [...nameless, ...unread, ...(await keyboardFaults({ cdp }, tab))];
}

const OPERABLE = /^(button|checkbox|combobox|link|radio|switch|tab|textbox)$/;

/** Goes through the page with the Tab key. */
async function keyboardFaults({ cdp }: Pick<Chromium, "cdp">, tab: string): Promise<string[]> {
  await cdp.evaluate(call(beginTabbing), tab);
  const tabKey = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  const faults: string[] = [];
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...tabKey }, tab);
    await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...tabKey }, tab);
    const stop = stopSchema.parse(await cdp.evaluate(call(tabStop), tab));
    if (stop === null) {
      const missed = faultsSchema.parse(await cdp.evaluate(call(missedByTab), tab));
      return [...faults, ...missed];
    }
    if (!stop.isShown) faults.push(`the focus is not seen on ${stop.what}`);
  }
  return [...faults, "the Tab key never leaves the page"];
}

/** For a function that runs in the page. It is sent there as its text, so it stands alone. */
function call(inPage: () => unknown): string {
  return `(${inPage.toString()})()`;
}

function readingFaults(): string[] {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  const colourOf = (css: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  const over = ([r, g, b, a]: Colour, [red, green, blue]: Colour): Colour => [
    r * a + red * (1 - a),
    g * a + green * (1 - a),
    b * a + blue * (1 - a),
    1,
  ];
  const behind = (element: Element | null): Colour => {
    if (element === null)
      return matchMedia("(prefers-color-scheme: dark)").matches
        ? [18, 18, 18, 1]
        : [255, 255, 255, 1];
    const own = colourOf(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(element.parentElement));
  };
  const light = ([r, g, b]: Colour) => {
    const [red = 0, green = 0, blue = 0] = [r, g, b].map((part) => {
      const one = part / 255;
      return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const opacityOf = (element: Element | null): number =>
    element === null
      ? 1
      : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);
  const faults = new Set<string>();
  const read = (text: string, element: Element, css: string) => {
    if (element.closest(":disabled, .unseen, noscript, script") !== null) return;
    if (!element.checkVisibility() || text.trim() === "") return;
    const { fontSize, fontWeight } = getComputedStyle(element);
    const px = Number.parseFloat(fontSize);
    const isLarge = px >= 24 || (px >= 18.66 && Number(fontWeight) >= 700);
    const back = behind(element);
    const [r, g, b, alpha] = colourOf(css);
    const front = over([r, g, b, alpha * opacityOf(element)], back);
    const [dark = 0, bright = 0] = [light(front), light(back)].toSorted((one, two) => one - two);
    const ratio = (bright + 0.05) / (dark + 0.05);
    if (ratio >= (isLarge ? 3 : 4.5)) return;
    faults.add(`"${text.trim().slice(0, 40)}" is too pale: ${ratio.toFixed(2)}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const { parentElement, nodeValue } = node;
    if (parentElement) read(nodeValue ?? "", parentElement, getComputedStyle(parentElement).color);
  }
  for (const field of document.querySelectorAll<HTMLInputElement>("input, textarea")) {
    if (field.type === "radio" || field.type === "checkbox") continue;
    read(field.value, field, getComputedStyle(field).color);
    read(field.placeholder, field, getComputedStyle(field, "::placeholder").color);
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.add(`the page is ${scrollWidth} wide in ${clientWidth}`);
  return [...faults];
}

/** Tab goes on from where the focus was last, also when that is gone: here from the top. */
function beginTabbing(): void {
  getSelection()?.removeAllRanges();
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  for (const reached of document.querySelectorAll("[data-reached]")) {
    reached.removeAttribute("data-reached");
  }
}

/** Where the focus is, and whether that is seen; null behind the last place. */
function tabStop(): { what: string; isShown: boolean } | null {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  element.setAttribute("data-reached", "");
  // What is drawn in place of a radio button stands beside it.
  const shown = element.matches(".choice input") ? element.nextElementSibling : element;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown ?? element);
  const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
  const what = `${element.localName} ${element.id} ${name.slice(0, 40)}`;
  return { what, isShown: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1 };
}

/** Arrow keys lead on from one radio button, and from one tab of a list, to the others. */
function missedByTab(): string[] {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary");
  return [...all].flatMap((element) => {
    const isLedTo = element.matches('[type="radio"], [role="tab"]');
    const isMissed =
      !element.hasAttribute("data-reached") &&
      !element.matches(":disabled") &&
      element.checkVisibility() &&
      !isLedTo;
    return isMissed ? [`the Tab key does not reach ${element.outerHTML.slice(0, 80)}`] : [];
  });
}
