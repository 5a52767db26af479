import { z } from "zod";
import { Person } from "../e2e/person.ts";
import { callTool } from "../support/mcp-answers.ts";
import { ServerProcess } from "../support/server-process.ts";
import { type BenchSite, startBenchSite } from "./bench-site.ts";
import type { Figure, FigureGroup } from "./figure.ts";
import { inTurns, median, timed } from "./timing.ts";

const TURNS = 60;
const PICTURES = 30;
const FRESH = 100;
const VIEW = { format: "jpeg", quality: 75, optimizeForSpeed: true } as const;

const navigatedSchema = z.object({ tabId: z.number() });
const pointSchema = z.object({ x: z.number(), y: z.number() });

/** The tools in a real Chromium, against the raw DevTools protocol on the same tab. */
export const browser: FigureGroup = {
  name: "browser",
  async measure() {
    await using server = await ServerProcess.start();
    await using site = startBenchSite();
    await using person = await Person.arrive(server.url);
    const { client } = await person.connectClient("bench");
    const front = await Tab.open(person, client, site, false);
    const behind = await Tab.open(person, client, site, true);
    const inFront = await front.figures("", true);
    // Raw clicks and pictures in a background tab take seconds or for ever: the floor is the front.
    const inBackground = await behind.figures(" in a background tab", false);
    return [
      ...inFront,
      ...inBackground.map((figure, nth): Figure => {
        const floor = inFront[nth]?.ours;
        return floor === undefined || figure.unit !== "ms"
          ? figure
          : {
              ...figure,
              floor,
              goal: { kind: "floor_times", value: 1.3 },
              note: "The floor is the tab in front.",
            };
      }),
      await behind.freshness(),
    ];
  },
};

type Client = Awaited<ReturnType<Person["connectClient"]>>["client"];

/** One tab, reached by the tools and, beside them, by raw DevTools. */
class Tab {
  readonly #person: Person;
  readonly #client: Client;
  readonly #site: BenchSite;
  readonly #tabId: number;
  readonly #raw: string;
  #besideRaw = true;

  private constructor(person: Person, client: Client, site: BenchSite, tabId: number, raw: string) {
    this.#person = person;
    this.#client = client;
    this.#site = site;
    this.#tabId = tabId;
    this.#raw = raw;
  }

  static async open(
    person: Person,
    client: Client,
    site: BenchSite,
    background: boolean,
  ): Promise<Tab> {
    const url = `${site.small}?${background ? "behind" : "front"}`;
    const opened = await callTool(client, "chrome_navigate", { url, newTab: true, background });
    if (opened.isError) throw new Error(opened.text);
    const { cdp } = person.chromium;
    const target = (await person.chromium.targets()).find((candidate) => candidate.url === url);
    if (!target) throw new Error("the tab is not there");
    const raw = await cdp.attach(target.targetId);
    await cdp.send("Page.enable", {}, raw);
    return new Tab(person, client, site, navigatedSchema.parse(opened.data).tabId, raw);
  }

  async figures(where: string, besideRaw: boolean): Promise<Figure[]> {
    this.#besideRaw = besideRaw;
    return [
      await this.#script(where),
      await this.#click(where),
      await this.#navigate(where),
      await this.#picture(where),
      ...(await this.#outline(where)),
    ];
  }

  /** Changes the page and looks at once, by outline and by picture: neither may show what was before. */
  async freshness(): Promise<Figure> {
    await this.#tool("chrome_navigate", { url: this.#site.small });
    let wrong = 0;
    for (let nth = 1; nth <= FRESH; nth++) {
      const [red, blue] = [nth * 2, 255 - nth * 2];
      await this.#tool("chrome_javascript", {
        code: `document.getElementById("count").textContent = "count ${nth}"; document.body.style.background = "rgb(${red}, 0, ${blue})";`,
      });
      const outline = await this.#tool("chrome_read_page", {});
      const picture = await this.#client.callTool({
        name: "chrome_screenshot",
        arguments: { tabId: this.#tabId, format: "png", width: 64 },
      });
      const seen = await this.#colorOf(picture);
      const isFresh = Math.abs(seen.red - red) <= 4 && Math.abs(seen.blue - blue) <= 4;
      if (!outline.includes(`count ${nth}`) || !isFresh) wrong++;
    }
    return {
      what: `stale or failed answers in ${FRESH} looks at a background tab`,
      unit: "",
      ours: wrong,
      goal: { kind: "at_most", value: 0 },
    };
  }

  async #script(where: string): Promise<Figure> {
    const evaluate = { expression: "1+1", returnByValue: true };
    return this.#against(
      `chrome_javascript 1+1${where}`,
      { kind: "floor_plus", value: 10 },
      TURNS,
      () => this.#tool("chrome_javascript", { code: "1+1" }),
      () => this.#cdp("Runtime.evaluate", evaluate),
    );
  }

  async #click(where: string): Promise<Figure> {
    const at = pointSchema.parse(
      await this.#person.chromium.cdp.evaluate(
        `(() => { const { x, y } = document.getElementById("nothing").getBoundingClientRect(); return { x: x + 5, y: y + 5 }; })()`,
        this.#raw,
      ),
    );
    const mouse = (type: string, rest: object = {}) =>
      this.#cdp("Input.dispatchMouseEvent", { type, ...at, ...rest });
    const press = { button: "left", clickCount: 1 };
    return this.#against(
      `click that causes nothing${where}`,
      { kind: "at_most", value: 60 },
      TURNS,
      () => this.#tool("chrome_click_element", { selector: "#nothing" }),
      async () => {
        await mouse("mouseMoved");
        await mouse("mousePressed", press);
        await mouse("mouseReleased", press);
      },
    );
  }

  async #navigate(where: string): Promise<Figure> {
    const { cdp } = this.#person.chromium;
    const event = (name: string) =>
      cdp.next(({ method, sessionId }) => method === name && sessionId === this.#raw);
    // Each begins when the page before has loaded to its end: what one leaves undone costs the other.
    const oneByOne = async (go: () => Promise<unknown>) => {
      const loaded = event("Page.loadEventFired");
      const tookMs = await timed(go);
      await loaded;
      return tookMs;
    };
    return this.#against(
      `navigate a small page${where}`,
      { kind: "floor_times", value: 1.25 },
      TURNS,
      () => this.#tool("chrome_navigate", { url: this.#site.small }),
      async () => {
        const there = event("Page.domContentEventFired");
        await this.#cdp("Page.navigate", { url: this.#site.small });
        await there;
      },
      oneByOne,
    );
  }

  async #picture(where: string): Promise<Figure> {
    return this.#against(
      `screenshot${where}`,
      { kind: "floor_times", value: 1.3 },
      PICTURES,
      () => this.#tool("chrome_screenshot", {}),
      () => this.#cdp("Page.captureScreenshot", VIEW),
    );
  }

  async #outline(where: string): Promise<Figure[]> {
    await this.#tool("chrome_navigate", { url: this.#site.rows, waitUntil: "load" });
    const took: number[] = [];
    let outline = "";
    for (let turn = 0; turn < TURNS; turn++) {
      took.push(
        await timed(async () => {
          outline = await this.#tool("chrome_read_page", {});
        }),
      );
    }
    await this.#tool("chrome_navigate", { url: this.#site.small });
    return [
      {
        what: `chrome_read_page of 500 rows${where}`,
        unit: "ms",
        ours: median(took),
        goal: { kind: "at_most", value: 45 },
      },
      {
        what: `its size${where}`,
        unit: "KB",
        ours: outline.length / 1_000,
        goal: { kind: "at_most", value: 81 },
      },
    ];
  }

  async #against(
    what: string,
    goal: Figure["goal"],
    turns: number,
    tool: () => Promise<unknown>,
    raw: () => Promise<unknown>,
    timing = timed,
  ): Promise<Figure> {
    const ours = () => timing(tool);
    const floor = () => (this.#besideRaw ? timing(raw) : Promise.resolve(0));
    await inTurns(5, ours, floor);
    const took = await inTurns(turns, ours, floor);
    const figure: Figure = { what, unit: "ms", ours: median(took.ours), goal };
    return this.#besideRaw ? { ...figure, floor: median(took.floor) } : figure;
  }

  async #tool(name: string, args: Record<string, unknown>): Promise<string> {
    const answer = await callTool(this.#client, name, { tabId: this.#tabId, ...args });
    if (answer.isError) throw new Error(`${name}: ${answer.text}`);
    return answer.text;
  }

  #cdp(method: string, params: object): Promise<unknown> {
    return this.#person.chromium.cdp.send(method, params, this.#raw);
  }

  /** Colour of a picture's lower right corner, as Chromium itself decodes it. */
  async #colorOf(
    result: Awaited<ReturnType<Client["callTool"]>>,
  ): Promise<{ red: number; blue: number }> {
    const { content } = z
      .object({ content: z.array(z.object({ type: z.string(), data: z.string().optional() })) })
      .parse(result);
    const data = content.find(({ type }) => type === "image")?.data ?? "";
    const pixel = await this.#person.chromium.cdp.evaluate(
      `(async () => {
        const bytes = Uint8Array.from(atob(${JSON.stringify(data)}), (sign) => sign.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes]));
        const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
        canvas.drawImage(picture, 0, 0);
        const [red, , blue] = canvas.getImageData(picture.width - 2, picture.height - 2, 1, 1).data;
        return { red, blue };
      })()`,
      this.#raw,
    );
    return z.object({ red: z.number(), blue: z.number() }).parse(pixel);
  }
}
