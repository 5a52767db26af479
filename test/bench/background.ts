import type { BenchSite } from "./bench-site.ts";
import type { RawTab, ToolTab } from "./chrome-tab.ts";
import type { Figure } from "./figure.ts";
import { anyMoment, inTurns, median, timed } from "./timing.ts";

const TURNS = 30;
const WARM_UP = 3;
const LOOKS = 100;

/** A colour may come back from a picture as far off as this. */
const COLOUR_SLACK = 4;

/** The same tools on a tab in the background, by turns with the tab in front: that one is the floor. */
export async function inBackground(
  front: ToolTab,
  behind: ToolTab,
  raw: RawTab,
  site: BenchSite,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const compare = async (what: string, work: (tab: ToolTab) => Promise<unknown>) => {
    const measure = (tab: ToolTab) => async () => {
      await anyMoment();
      return timed(() => work(tab));
    };
    const [ours, floor] = [measure(behind), measure(front)];
    await inTurns(WARM_UP, ours, floor);
    const took = await inTurns(TURNS, ours, floor);
    figures.push({
      what: `in a background tab: ${what}`,
      unit: "ms",
      ours: median(took.ours),
      floor: median(took.floor),
      goal: { kind: "floor_times", value: 1.3 },
      note: "The floor is the same in the tab in front.",
    });
  };
  const goTo = async (url: string) => {
    for (const tab of [front, behind]) await tab.call("chrome_navigate", { url });
  };

  await goTo(site.small);
  await compare("chrome_javascript 1+1", (tab) => tab.call("chrome_javascript", { code: "1+1" }));
  await compare("click", (tab) => tab.call("chrome_click_element", { selector: "#nothing" }));
  await compare("navigate", (tab) => tab.call("chrome_navigate", { url: site.small }));
  await compare("screenshot", (tab) => tab.picture());
  await goTo(site.rows);
  await compare("chrome_read_page of 500 rows", (tab) => tab.call("chrome_read_page"));
  await behind.call("chrome_navigate", { url: site.small });
  return [...figures, await freshness(behind, raw)];
}

/** Changes the page and looks at once, by outline and by picture: neither may show what was before. */
async function freshness(tab: ToolTab, raw: RawTab): Promise<Figure> {
  let wrong = 0;
  let slowestMs = 0;
  for (let nth = 1; nth <= LOOKS; nth++) {
    const [red, blue] = [nth * 2, 255 - nth * 2];
    await tab.call("chrome_javascript", {
      code: `document.getElementById("count").textContent = "count ${nth}.";
        document.body.style.background = "rgb(${red}, 0, ${blue})";`,
    });
    const startMs = performance.now();
    const looked = await look(tab, raw).catch((cause: unknown) => String(cause));
    slowestMs = Math.max(slowestMs, performance.now() - startMs);
    const fresh =
      typeof looked !== "string" &&
      looked.outline.includes(`count ${nth}.`) &&
      Math.abs(looked.red - red) <= COLOUR_SLACK &&
      Math.abs(looked.blue - blue) <= COLOUR_SLACK;
    if (!fresh) wrong++;
  }
  return {
    what: `in a background tab: stale or failed of ${LOOKS} outlines and pictures`,
    unit: "",
    ours: wrong,
    goal: { kind: "at_most", value: 0 },
    note: `The slowest pair took ${Math.round(slowestMs)} ms.`,
  };
}

async function look(tab: ToolTab, raw: RawTab) {
  const outline = await tab.call("chrome_read_page");
  return { outline, ...(await raw.look(await tab.picture({ format: "png", width: 64 }))) };
}
