import type { BenchSite } from "./bench-site.ts";
import type { ToolTab } from "./chrome-tab.ts";
import type { Figure } from "./figure.ts";
import { anyMoment, inTurns, median, timed } from "./timing.ts";

const ROUNDS = 30;
const TRIPS = 100;

const STEPS = Array.from({ length: 10 }, (_, index) =>
  index % 2 === 0
    ? { tool: "chrome_click_element", args: { selector: "#nothing" } }
    : { tool: "chrome_find", args: { text: "nothing" } },
);

/** Ten steps in one batch, against what they take in Chrome one by one: their calls without the ways there and back. */
export async function batchOfTen(tab: ToolTab, site: BenchSite): Promise<Figure> {
  await tab.call("chrome_navigate", { url: site.small });
  const trips: number[] = [];
  for (let nth = 0; nth < TRIPS; nth++) {
    trips.push(await timed(() => tab.call("get_windows_and_tabs")));
  }
  const trip = median(trips);
  const asBatch = async () => {
    await anyMoment();
    return timed(() => tab.call("chrome_batch", { steps: STEPS }));
  };
  const oneByOne = async () => {
    let tookMs = 0;
    for (const { tool, args } of STEPS) {
      await anyMoment();
      tookMs += (await timed(() => tab.call(tool, args))) - trip;
    }
    return tookMs;
  };
  const took = await inTurns(ROUNDS, asBatch, oneByOne);
  return {
    what: "chrome_batch of 10 steps",
    unit: "ms",
    ours: median(took.ours),
    floor: median(took.floor),
    goal: { kind: "floor_times", value: 1.2 },
    note: `One round trip. Floor: the ten calls, each less a round trip of ${trip.toFixed(1)} ms.`,
  };
}
