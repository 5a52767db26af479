import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { type Page, chromium as playwright } from "playwright-core";
import { Person } from "../e2e/person.ts";
import { browserPath } from "../support/browser-path.ts";
import { ORDINARY_PAGES, type OrdinaryPage, missingIn } from "../support/ordinary-pages.ts";
import { startPageServer } from "../support/page-server.ts";
import { ServerProcess } from "../support/server-process.ts";
import { ToolTab } from "./chrome-tab.ts";
import type { Figure, FigureGroup } from "./figure.ts";
import { median, timed } from "./timing.ts";

const ROWS = 2_000;
const OUTLINES = 20;
/** All of it, not only the part that one answer gives. */
const MOST = 400_000;
const VIEWPORT = { width: 1_280, height: 720 };

/** What outlines cost: tokens of ordinary pages against Playwright's snapshots, and the time of a large one. */
export const outlines: FigureGroup = {
  name: "outlines",
  async measure() {
    await using server = await ServerProcess.start();
    await using pages = startPageServer();
    await using person = await Person.arrive(server.url);
    const client = await person.connectClient("bench");
    const url = pages.page(`clicks-rows?n=${ROWS}`);
    const large = await ToolTab.open(client, url, { background: false });
    // Before another browser is there, which takes its share of the machine.
    const ours = await timeOf(() => large.call("chrome_read_page", { maxChars: MOST }));
    await using other = await playwright.launch({
      executablePath: browserPath() ?? "",
      args: ["--no-sandbox"],
    });
    const theirs = await other.newPage({ viewport: VIEWPORT });
    await theirs.goto(url);
    const floor = await timeOf(() => theirs.ariaSnapshot({ mode: "ai" }));
    const figures: Figure[] = [];
    for (const ordinary of ORDINARY_PAGES) {
      const page = pages.page(ordinary.page);
      const tab = await ToolTab.open(client, page, { background: false });
      figures.push(...(await size(tab, theirs, page, ordinary)));
    }
    return [...figures, speed(ours, floor)];
  },
};

async function size(
  tab: ToolTab,
  theirs: Page,
  url: string,
  ordinary: OrdinaryPage,
): Promise<Figure[]> {
  const answer = await tab.call("chrome_read_page");
  const outline = answer.slice(answer.indexOf("\n\n") + 2);
  await theirs.goto(url);
  const snapshot = await theirs.ariaSnapshot({ mode: "ai" });
  const name = ordinary.page.replace("ordinary-", "");
  return [
    {
      what: `tokens of the outline: ${name}`,
      unit: "",
      ours: encode(outline).length,
      floor: encode(snapshot).length,
      goal: { kind: "floor_times", value: 0.5 },
      note: "o200k. The floor is Playwright's snapshot for agents.",
    },
    {
      what: `actionable elements missing: ${name}`,
      unit: "",
      ours: missingIn(outline, ordinary).length,
      goal: { kind: "at_most", value: 0 },
    },
  ];
}

async function timeOf(read: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  await read();
  for (let nth = 0; nth < OUTLINES; nth++) took.push(await timed(read));
  return median(took);
}

function speed(ours: number, floor: number): Figure {
  return {
    what: `chrome_read_page of ${ROWS} click-heavy rows`,
    unit: "ms",
    ours,
    floor,
    goal: { kind: "at_most", value: 150 },
    note: "Whole, with a link, a button and something that only listens in each row. The floor is Playwright's snapshot for agents, which has no part for what only listens.",
  };
}
