import { z } from "zod";
import type { TestClient } from "../support/test-app.ts";
import type { Chromium } from "../support/chromium.ts";
import { callTool } from "../support/mcp-answers.ts";

const openedSchema = z.object({ tabId: z.number() });
const createdSchema = z.object({ targetId: z.string() });
const arrivedSchema = z.object({ url: z.string(), title: z.string(), status: z.number() });
const pointSchema = z.object({ x: z.number(), y: z.number() });
const capturedSchema = z.object({ data: z.string() });
const pixelSchema = z.object({ width: z.number(), red: z.number(), blue: z.number() });
const pictureSchema = z.object({
  content: z.array(z.object({ type: z.string(), data: z.string().optional() })),
});

/** Where the page is, what it is called and how its server answered. */
const WHEN_PARSED = `new Promise((resolve) => {
  const tell = () => {
    const [{ responseStatus }] = performance.getEntriesByType("navigation");
    resolve({ url: location.href, title: document.title, status: responseStatus });
  };
  if (document.readyState !== "loading") tell();
  else document.addEventListener("DOMContentLoaded", tell, { once: true });
})`;

/** The tool's own picture: what raw DevTools has to be asked for to get the same. */
const SAME_PICTURE = { format: "jpeg", quality: 75, optimizeForSpeed: true };

/** A tab that is driven as an AI client does it: official client, server, extension. */
export class ToolTab {
  readonly #client: TestClient["client"];
  readonly #tabId: number;

  private constructor(client: TestClient["client"], tabId: number) {
    this.#client = client;
    this.#tabId = tabId;
  }

  static async open(
    { client }: TestClient,
    url: string,
    options: { background: boolean },
  ): Promise<ToolTab> {
    const opened = await callTool(client, "chrome_navigate", { url, newTab: true, ...options });
    if (opened.isError) throw new Error(opened.text);
    return new ToolTab(client, openedSchema.parse(opened.data).tabId);
  }

  /** The text of the answer. */
  async call(tool: string, args: Record<string, unknown> = {}): Promise<string> {
    const answer = await callTool(this.#client, tool, { tabId: this.#tabId, ...args });
    if (answer.isError) throw new Error(`${tool}: ${answer.text}`);
    return answer.text;
  }

  /** A picture in base64. */
  async picture(args: Record<string, unknown> = {}): Promise<string> {
    const answer = await this.#client.callTool({
      name: "chrome_screenshot",
      arguments: { tabId: this.#tabId, ...args },
    });
    const image = pictureSchema.parse(answer).content.find(({ type }) => type === "image");
    return image?.data ?? "";
  }
}

/** A tab that only raw DevTools drive, in a window of its own: no tool's debugger weighs on it. */
export class RawTab {
  readonly #chromium: Chromium;
  readonly #session: string;

  private constructor(chromium: Chromium, session: string) {
    this.#chromium = chromium;
    this.#session = session;
  }

  static async open(chromium: Chromium, url: string): Promise<RawTab> {
    const { cdp } = chromium;
    const { targetId } = createdSchema.parse(
      await cdp.send("Target.createTarget", { url: "about:blank", newWindow: true }),
    );
    const tab = new RawTab(chromium, await cdp.attach(targetId));
    await tab.send("Page.enable");
    const loaded = tab.#next("Page.loadEventFired");
    await tab.send("Page.navigate", { url });
    await loaded;
    return tab;
  }

  send(method: string, params: object = {}): Promise<unknown> {
    return this.#chromium.cdp.send(method, params, this.#session);
  }

  /** Goes to a page and has it say, once it is parsed, what chrome_navigate answers. */
  async arrive(url: string): Promise<void> {
    const parsed = this.#next("Page.domContentEventFired");
    await this.send("Page.navigate", { url });
    await parsed;
    await this.#tell(url);
  }

  /** The same, asked ahead as the tool does it: Chrome keeps the question for the page that comes. */
  async arriveAsked(url: string): Promise<void> {
    await this.send("Page.navigate", { url });
    await this.#tell(url);
  }

  async middleOf(selector: string): Promise<{ x: number; y: number }> {
    const box = `document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect()`;
    const point = `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(${box})`;
    return pointSchema.parse(await this.#chromium.cdp.evaluate(point, this.#session));
  }

  async click(at: { x: number; y: number }): Promise<void> {
    const press = { ...at, button: "left", clickCount: 1 };
    await Promise.all([
      this.send("Input.dispatchMouseEvent", { type: "mouseMoved", ...at }),
      this.send("Input.dispatchMouseEvent", { type: "mousePressed", ...press }),
      this.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...press }),
    ]);
  }

  async picture(): Promise<string> {
    return capturedSchema.parse(await this.send("Page.captureScreenshot", SAME_PICTURE)).data;
  }

  /** Width of a picture, and the colour of its lower right corner, as Chromium decodes it. */
  async look(base64: string): Promise<z.infer<typeof pixelSchema>> {
    return pixelSchema.parse(
      await this.#chromium.cdp.evaluate(
        `(async () => {
          const bytes = Uint8Array.from(atob(${JSON.stringify(base64)}), (sign) => sign.charCodeAt(0));
          const picture = await createImageBitmap(new Blob([bytes]));
          const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
          canvas.drawImage(picture, 0, 0);
          const [red, , blue] = canvas.getImageData(picture.width - 2, picture.height - 2, 1, 1).data;
          return { width: picture.width, red, blue };
        })()`,
        this.#session,
      ),
    );
  }

  #next(event: string): Promise<unknown> {
    return this.#chromium.cdp.next(
      ({ method, sessionId }) => method === event && sessionId === this.#session,
    );
  }

  async #tell(url: string): Promise<void> {
    const told = await this.#chromium.cdp.evaluate(WHEN_PARSED, this.#session);
    if (arrivedSchema.parse(told).url !== url) throw new Error("another page answered");
  }
}
