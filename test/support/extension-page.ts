import { z } from "zod";
import {
  type Command,
  type Reply,
  type View,
  replySchema,
  viewSchema,
} from "../../src/extension/popup-messages.ts";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import type { Chromium } from "./chromium.ts";
import { until } from "./until.ts";

/** Opens a port to the worker as the popup does, and keeps what it last said of itself. */
const LISTEN = `
  globalThis.view = undefined;
  globalThis.listen = () => {
    const port = chrome.runtime.connect({ name: "popup" });
    port.onMessage.addListener((view) => { globalThis.view = view; });
    port.onDisconnect.addListener(() => listen());
  };
  listen();`;

const KEYS = {
  Enter: { text: "\r", code: "Enter", windowsVirtualKeyCode: 13 },
  Escape: { code: "Escape", windowsVirtualKeyCode: 27 },
  " ": { text: " ", code: "Space", windowsVirtualKeyCode: 32 },
};

const capturedSchema = z.object({ data: z.string() });
const OPERABLE = /^(button|checkbox|combobox|link|radio|switch|textbox)$/;
const valueSchema = z.object({ value: z.string().catch("") }).optional();
const treeSchema = z.object({
  nodes: z.array(z.object({ ignored: z.boolean(), role: valueSchema, name: valueSchema })),
});
const pointSchema = z.object({ x: z.number(), y: z.number() }).nullable();

/** A page of the extension, open in a tab behind the others, and the person at it. */
export class ExtensionPage {
  readonly #chromium: Chromium;
  readonly #session: string;

  private constructor(chromium: Chromium, session: string) {
    this.#chromium = chromium;
    this.#session = session;
  }

  static async open(chromium: Chromium, path = "popup.html"): Promise<ExtensionPage> {
    const url = `${EXTENSION_ORIGIN}/${path}`;
    const session = await chromium.open(url, { background: true });
    const page = new ExtensionPage(chromium, session);
    await until("the extension's page", async () =>
      (await page.evaluate("document.readyState")) === "complete" &&
      (await page.evaluate("location.origin")) === EXTENSION_ORIGIN
        ? true
        : undefined,
    );
    await page.#send("Emulation.setFocusEmulationEnabled", { enabled: true });
    await page.evaluate(LISTEN);
    return page;
  }

  evaluate(code: string): Promise<unknown> {
    return this.#chromium.cdp.evaluate(code, this.#session);
  }

  /** Tells the worker what the buttons tell it. */
  async do(command: Command): Promise<Reply> {
    return replySchema.parse(
      await this.evaluate(`chrome.runtime.sendMessage(${JSON.stringify(command)})`),
    );
  }

  /** How things stand, once that is so. */
  async viewWhere(what: string, holds: (view: View) => boolean): Promise<View> {
    return until(what, async () => {
      const view = viewSchema.safeParse(await this.evaluate("view")).data;
      return view && holds(view) ? view : undefined;
    });
  }

  /** The next question that the person is asked, answered. */
  async answer(verdict: "once" | "a_while" | "always" | "no"): Promise<View["questions"][number]> {
    const { questions } = await this.viewWhere("a question", (view) => view.questions.length > 0);
    const [question] = questions;
    if (!question) throw new Error("There is no question.");
    await this.do({ do: "answer", id: question.id, verdict });
    await this.viewWhere("it to be answered", (view) => view.questions.length < questions.length);
    return question;
  }

  /** What can be read on the page. */
  async text(): Promise<string> {
    return z.string().parse(await this.evaluate("document.body.innerText"));
  }

  async untilText(pattern: RegExp): Promise<string> {
    return until(`${pattern} on the page`, async () => {
      const text = await this.text();
      return pattern.test(text) ? text : undefined;
    });
  }

  /** Waits until an expression is true. */
  async untilTrue(code: string): Promise<void> {
    await until(code, async () => ((await this.evaluate(code)) === true ? true : undefined));
  }

  /** What can be operated, as a screen reader has it. */
  async controls(): Promise<{ role: string; name: string }[]> {
    const { nodes } = treeSchema.parse(await this.#send("Accessibility.getFullAXTree", {}));
    return nodes.flatMap(({ ignored, role, name }) =>
      !ignored && OPERABLE.test(role?.value ?? "")
        ? [{ role: role?.value ?? "", name: name?.value ?? "" }]
        : [],
    );
  }

  async key(name: keyof typeof KEYS): Promise<void> {
    const key = { key: name, ...KEYS[name] };
    await this.#send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
    await this.#send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
  }

  /** Presses what a selector finds, with the mouse, once it stands still and nothing lies on it. */
  async press(selector: string): Promise<void> {
    let before = "";
    await until(`a press of ${selector}`, async () => {
      const point = pointSchema.parse(await this.evaluate(aimAt(selector)));
      const still = point !== null && JSON.stringify(point) === before;
      before = JSON.stringify(point);
      if (!still) return undefined;
      for (const type of ["mouseMoved", "mousePressed", "mouseReleased"]) {
        const press = { type, ...point, button: "left", clickCount: 1 };
        await this.#send("Input.dispatchMouseEvent", press);
      }
      // A tab behind others moves late: what was missed is pressed again.
      return (await this.evaluate("globalThis.wasPressed")) === true ? true : undefined;
    });
  }

  /** Writes into what a selector finds. */
  async type(selector: string, text: string): Promise<void> {
    await this.press(selector);
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).select?.()`);
    await this.#send("Input.insertText", { text });
  }

  /** As people have it who need few colours of their own. */
  async forceColours(forced: boolean): Promise<void> {
    const features = [{ name: "forced-colors", value: forced ? "active" : "none" }];
    await this.#send("Emulation.setEmulatedMedia", { features });
  }

  /** A picture of the page as it is `width` wide, in one of the two colour schemes. */
  async picture(scheme: "light" | "dark", width: number, height: number): Promise<Uint8Array> {
    await this.#send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value: scheme }],
    });
    const size = { width, height, deviceScaleFactor: 2, mobile: false };
    await this.#send("Emulation.setDeviceMetricsOverride", size);
    const shot = { format: "png", captureBeyondViewport: false };
    const answer = await this.#send("Page.captureScreenshot", shot);
    return Buffer.from(capturedSchema.parse(answer).data, "base64");
  }

  #send(method: string, params: object): Promise<unknown> {
    return this.#chromium.cdp.send(method, params, this.#session);
  }
}

/** Brings an element into view, and says where to press it; `wasPressed` will tell whether it was, and took it. */
function aimAt(selector: string): string {
  return `(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    element?.scrollIntoView({ block: "center", behavior: "instant" });
    const box = element?.getBoundingClientRect();
    const at = box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const within = (node) => element.contains(node) || node.contains(element);
    const hit = at && document.elementFromPoint(at.x, at.y);
    globalThis.wasPressed = false;
    globalThis.pressWatch?.abort();
    globalThis.pressWatch = new AbortController();
    const { signal } = globalThis.pressWatch;
    addEventListener("click", ({ target }) => { globalThis.wasPressed ||= within(target); }, { signal });
    return hit && within(hit) ? at : null;
  })()`;
}
