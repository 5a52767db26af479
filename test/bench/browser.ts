import { Person } from "../e2e/person.ts";
import { ServerProcess } from "../support/server-process.ts";
import { batchOfTen } from "./batch.ts";
import { inBackground } from "./background.ts";
import { type BenchSite, startBenchSite } from "./bench-site.ts";
import { RawTab, ToolTab } from "./chrome-tab.ts";
import type { Figure, FigureGroup } from "./figure.ts";
import { anyCalmMoment, anyMoment, inTurns, median, timed } from "./timing.ts";

const CALLS = 200;
const PAGES = 60;
const VISITS = 40;
const PICTURES = 40;
const WARM_UP = 5;

/**
 * The tools in a real Chromium, against raw DevTools on another tab of it. The floor does all that the answer needs and
 * has neither server nor extension in between. The popup is closed, as it is while clients work.
 */
export const browser: FigureGroup = {
  name: "browser",
  async measure() {
    await using server = await ServerProcess.start();
    await using site = startBenchSite();
    await using person = await Person.arrive(server.url);
    const client = await person.connectClient("bench");
    await person.closePopup();
    const front = await ToolTab.open(client, site.small, { background: false });
    const behind = await ToolTab.open(client, site.small, { background: true });
    // Last, and in a window of its own: so both it and the tab in front stay in front.
    const raw = await RawTab.open(person.chromium, site.small);
    const figures = [
      await script(front, raw),
      await click(front, raw),
      await navigate(front, raw, site),
      await picture(front, raw),
      ...(await outline(front, site)),
      await batchOfTen(front, site),
    ];
    return [...figures, ...(await inBackground(front, behind, raw, site))];
  },
};

function script(tab: ToolTab, raw: RawTab): Promise<Figure> {
  return against(
    { what: "chrome_javascript 1+1", goal: { kind: "floor_plus", value: 10 } },
    CALLS,
    () => tab.call("chrome_javascript", { code: "1+1" }),
    () => raw.send("Runtime.evaluate", { expression: "1+1", returnByValue: true }),
  );
}

async function click(tab: ToolTab, raw: RawTab): Promise<Figure> {
  const at = await raw.middleOf("#nothing");
  return against(
    { what: "click that causes nothing", goal: { kind: "at_most", value: 60 } },
    CALLS,
    () => tab.call("chrome_click_element", { selector: "#nothing" }),
    () => raw.click(at),
  );
}

async function navigate(tab: ToolTab, raw: RawTab, site: BenchSite): Promise<Figure> {
  const ours = thereAndBack(site, (url) => tab.call("chrome_navigate", { url }));
  const figure = {
    what: "navigate a small page",
    goal: { kind: "floor_times", value: 1.25 },
  } as const;
  const plain = thereAndBack(site, (url) => raw.arrive(url));
  const ahead = thereAndBack(site, (url) => raw.arriveAsked(url));
  const measured = await against(figure, VISITS, ours, plain, anyCalmMoment);
  const { floor = Number.NaN } = await against(figure, VISITS, ours, ahead, anyCalmMoment);
  const note = `Both until the page is parsed and has told its address, title and status. Raw DevTools that ask ahead, as the tool does, took ${floor.toFixed(1)} ms.`;
  return { ...measured, note };
}

/** Raw DevTools that go where the page is already only load it again, which is less work for Chrome. */
function thereAndBack(site: BenchSite, go: (url: string) => Promise<unknown>) {
  let there = false;
  return () => {
    there = !there;
    return go(there ? site.other : site.small);
  };
}

async function picture(tab: ToolTab, raw: RawTab): Promise<Figure> {
  const [ours, theirs] = [await raw.look(await tab.picture()), await raw.look(await raw.picture())];
  if (ours.width !== theirs.width) throw new Error("the two pictures are not of the same size");
  return against(
    {
      what: "screenshot",
      goal: { kind: "floor_times", value: 1.3 },
      note: `Both JPEG of quality 75, ${ours.width} pixels wide.`,
    },
    PICTURES,
    () => tab.picture(),
    () => raw.picture(),
  );
}

async function outline(tab: ToolTab, site: BenchSite): Promise<Figure[]> {
  await tab.call("chrome_navigate", { url: site.rows, waitUntil: "load" });
  const took: number[] = [];
  let bytes = 0;
  for (let nth = 0; nth < PAGES; nth++) {
    took.push(
      await timed(async () => {
        bytes = Buffer.byteLength(await tab.call("chrome_read_page"));
      }),
    );
  }
  return [
    {
      what: "chrome_read_page of 500 rows",
      unit: "ms",
      ours: median(took),
      goal: { kind: "at_most", value: 45 },
    },
    {
      what: "its size",
      unit: "KB",
      ours: bytes / 1_000,
      goal: { kind: "at_most", value: 81 },
    },
  ];
}

/** Ours and the floor by turns, in milliseconds. */
async function against(
  figure: Pick<Figure, "what" | "goal" | "note">,
  turns: number,
  ours: () => Promise<unknown>,
  floor: () => Promise<unknown>,
  moment = anyMoment,
): Promise<Figure> {
  const measure = (work: () => Promise<unknown>) => async () => {
    await moment();
    return timed(work);
  };
  const [mine, raw] = [measure(ours), measure(floor)];
  await inTurns(WARM_UP, mine, raw);
  const took = await inTurns(turns, mine, raw);
  return { ...figure, unit: "ms", ours: median(took.ours), floor: median(took.floor) };
}
