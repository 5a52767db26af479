import { z } from "zod";
import type { Chromium } from "./chromium.ts";
import { until } from "./until.ts";

const KEYS: Record<string, { code: string; keyCode: number; text?: string }> = {
  Enter: { code: "Enter", keyCode: 13, text: "\r" },
  Escape: { code: "Escape", keyCode: 27 },
  Tab: { code: "Tab", keyCode: 9, text: "\t" },
};

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    nodeName: z.string(),
    nodeValue: z.string(),
    backendNodeId: z.number(),
    children: z.array(nodeSchema).optional(),
    shadowRoots: z.array(nodeSchema).optional(),
  }),
);
interface Node {
  nodeName: string;
  nodeValue: string;
  backendNodeId: number;
  children?: Node[] | undefined;
  shadowRoots?: Node[] | undefined;
}

const documentSchema = z.object({ root: nodeSchema });
const quadsSchema = z.object({ quads: z.array(z.array(z.number())).min(1) });
const capturedSchema = z.object({ data: z.string() });

const wordSchema = z.object({ value: z.string().catch("") }).optional();
const readOutSchema = z.object({
  nodes: z.array(
    z.object({
      nodeId: z.string(),
      childIds: z.array(z.string()).default([]),
      role: wordSchema,
      name: wordSchema,
    }),
  ),
});

export interface Place {
  x: number;
  y: number;
}

/** The person before a page: their mouse and keys, by another door than the extension's debugger. */
export class PersonInPage {
  readonly #chromium: Chromium;
  readonly #session: string;

  private constructor(chromium: Chromium, session: string) {
    this.#chromium = chromium;
    this.#session = session;
  }

  static async at(chromium: Chromium, url: string): Promise<PersonInPage> {
    const target = (await chromium.targets()).find((one) => one.url === url);
    if (!target) throw new Error(`no page is at ${url}`);
    return new PersonInPage(chromium, await chromium.cdp.attach(target.targetId));
  }

  evaluate(code: string): Promise<unknown> {
    return this.#chromium.cdp.evaluate(code, this.#session);
  }

  async click({ x, y }: Place): Promise<void> {
    const at = { x, y, button: "left", clickCount: 1 };
    await this.#send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
    await this.#send("Input.dispatchMouseEvent", { ...at, type: "mousePressed" });
    await this.#send("Input.dispatchMouseEvent", { ...at, type: "mouseReleased" });
  }

  async move({ x, y }: Place): Promise<void> {
    await this.#send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
  }

  async press(key: string): Promise<void> {
    const { code, keyCode, text } = KEYS[key] ?? {
      code: `Key${key.toUpperCase()}`,
      keyCode: key.toUpperCase().charCodeAt(0),
      text: key,
    };
    const common = { key, code, windowsVirtualKeyCode: keyCode };
    await this.#send("Input.dispatchKeyEvent", {
      ...common,
      type: text === undefined ? "rawKeyDown" : "keyDown",
      ...(text === undefined ? {} : { text }),
    });
    await this.#send("Input.dispatchKeyEvent", { ...common, type: "keyUp" });
  }

  async type(text: string): Promise<void> {
    for (const key of text) await this.press(key);
  }

  async untilInPage(code: string): Promise<void> {
    await until(code, async () => ((await this.evaluate(code)) === true ? true : undefined));
  }

  /** Middle of an element of the page. */
  async placeOf(selector: string): Promise<Place> {
    return z.object({ x: z.number(), y: z.number() }).parse(
      await this.evaluate(`(() => {
        const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      })()`),
    );
  }

  /** The card, as soon as it is there long enough to be answered. */
  async card(): Promise<{ heading: string; question: string }> {
    const card = await until("a card", async () => (await this.#card()) ?? undefined);
    await until("a card that was seen", () => Promise.resolve(this.#wasSeen() || undefined));
    const said = (name: string) => textOf(all(card).find(({ nodeName }) => nodeName === name));
    return { heading: said("H2"), question: said("P") };
  }

  /** The numbers that stand on the page now. */
  async numbers(): Promise<string[]> {
    const params = { depth: -1, pierce: true };
    const { root } = documentSchema.parse(await this.#send("DOM.getDocument", params));
    const labels = all(root)
      .filter(({ nodeName }) => nodeName === "CHROME-MCP-NUMBERS")
      .flatMap(({ shadowRoots = [] }) => shadowRoots.flatMap(all))
      .filter(({ nodeName }) => nodeName === "B");
    const drawn = await Promise.all(
      labels.map(({ backendNodeId }) =>
        this.#send("DOM.getContentQuads", { backendNodeId }).then(
          (drawnAt) => quadsSchema.safeParse(drawnAt).success,
          () => false,
        ),
      ),
    );
    return labels.filter((_, at) => drawn[at]).map(textOf);
  }

  /** What the frame around the page says, where there is one. */
  async frame(): Promise<string | undefined> {
    const params = { depth: -1, pierce: true };
    const { root } = documentSchema.parse(await this.#send("DOM.getDocument", params));
    const frame = all(root).find(({ nodeName }) => nodeName === "CHROME-MCP-DRIVEN");
    return frame?.shadowRoots?.[0] && textOf(frame.shadowRoots[0]);
  }

  async untilFrameSays(text: string): Promise<void> {
    await until(
      `a frame that says ${text}`,
      async () => (await this.frame()) === text || undefined,
    );
  }

  async untilNoFrame(): Promise<void> {
    await until("the frame to go", async () => (await this.frame()) === undefined || undefined);
  }

  async hasCard(): Promise<boolean> {
    return (await this.#card()) !== undefined;
  }

  async untilNoCard(): Promise<void> {
    await until("the card to go", async () => ((await this.hasCard()) ? undefined : true));
  }

  async untilCardSays(text: string): Promise<void> {
    await until(text, async () => {
      const card = await this.#card();
      return (card && textOf(card).includes(text)) || undefined;
    });
  }

  /** Waits until what is pointed at is marked there. */
  async untilMarked({ x, y }: Place): Promise<void> {
    await until("a mark where is pointed", async () => {
      const params = { depth: -1, pierce: true };
      const { root } = documentSchema.parse(await this.#send("DOM.getDocument", params));
      const mark = all(root).find(({ nodeName }) => nodeName === "CHROME-MCP-FRAME");
      const drawn = mark?.shadowRoots?.flatMap(all).find(({ nodeName }) => nodeName === "DIV");
      const backendNodeId = drawn?.backendNodeId;
      const answer = await this.#send("DOM.getContentQuads", { backendNodeId }).catch(() => null);
      const [left = 0, top = 0, , , right = 0, bottom = 0] =
        quadsSchema.safeParse(answer).data?.quads[0] ?? [];
      return (left < x && x < right && top < y && y < bottom) || undefined;
    });
  }

  /** Waits until this is read out to those who do not see it come. */
  async untilReadOut(text: string): Promise<void> {
    await until(`${text} to be read out`, async () => {
      const { nodes } = readOutSchema.parse(await this.#send("Accessibility.getFullAXTree", {}));
      const alerts = new Set(
        nodes.flatMap((node) => (node.role?.value === "alert" ? node.childIds : [])),
      );
      for (const { nodeId, childIds } of nodes) {
        if (alerts.has(nodeId)) for (const id of childIds) alerts.add(id);
      }
      return (
        nodes.some((node) => alerts.has(node.nodeId) && node.name?.value === text) || undefined
      );
    });
  }

  /** Waits until what is pressed where the card stands is the card. */
  async untilCardIsOnTop(): Promise<void> {
    await until("the card on top", async () => {
      const card = await this.#card();
      const heading = card && all(card).find(({ nodeName }) => nodeName === "H2");
      const params = { backendNodeId: heading?.backendNodeId };
      const drawn = await this.#send("DOM.getContentQuads", params).catch(() => undefined);
      const [x, y] = quadsSchema.safeParse(drawn).data?.quads[0] ?? [];
      const hit = `document.elementFromPoint(${x}, ${y})?.localName === "chrome-mcp-card"`;
      return x !== undefined && (await this.evaluate(hit)) === true ? true : undefined;
    });
  }

  /** Middle of the card's button that says so. */
  async placeInCard(label: string): Promise<Place> {
    await this.card();
    const card = await this.#card();
    const button =
      card && all(card).find((one) => one.nodeName === "BUTTON" && textOf(one) === label);
    if (!button) throw new Error(`the card has no button ${label}`);
    const params = { backendNodeId: button.backendNodeId };
    const { quads } = quadsSchema.parse(await this.#send("DOM.getContentQuads", params));
    const [x1 = 0, y1 = 0, , , x3 = 0, y3 = 0] = quads[0] ?? [];
    return { x: (x1 + x3) / 2, y: (y1 + y3) / 2 };
  }

  async clickInCard(label: string): Promise<void> {
    await this.click(await this.placeInCard(label));
  }

  /** What they see, as PNG. */
  async picture(scheme: "dark" | "light"): Promise<Buffer> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.#send("Emulation.setEmulatedMedia", { features });
    const shot = await this.#send("Page.captureScreenshot", { format: "png" });
    return Buffer.from(capturedSchema.parse(shot).data, "base64");
  }

  #firstSeenMs: number | undefined;

  /** Cards take no answer in their first moments. */
  #wasSeen(): boolean {
    this.#firstSeenMs ??= performance.now();
    if (performance.now() - this.#firstSeenMs < 400) return false;
    this.#firstSeenMs = undefined;
    return true;
  }

  /** What is in the closed shadow root of the card. */
  async #card(): Promise<Node | undefined> {
    const params = { depth: -1, pierce: true };
    const { root } = documentSchema.parse(await this.#send("DOM.getDocument", params));
    return all(root).find(({ nodeName }) => nodeName === "CHROME-MCP-CARD")?.shadowRoots?.[0];
  }

  #send(method: string, params: object): Promise<unknown> {
    return this.#chromium.cdp.send(method, params, this.#session);
  }
}

function all(node: Node): Node[] {
  return [node, ...[...(node.children ?? []), ...(node.shadowRoots ?? [])].flatMap(all)];
}

function textOf(node: Node | undefined): string {
  return node
    ? all(node)
        .map((one) => one.nodeValue)
        .join("")
    : "";
}
