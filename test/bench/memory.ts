import { ServerProcess } from "../support/server-process.ts";
import { BareBrowser } from "./bare-browser.ts";
import type { Figure, FigureGroup } from "./figure.ts";

const BROWSERS = 10_000;
/** How many connect at the same time: enough to keep the server busy, few enough to stay below its limit for unknown sockets. */
const AT_ONCE = 200;

/** What a connected extension that does nothing costs, its session and its share of the store included. */
export const memory: FigureGroup = {
  name: "memory",
  async measure() {
    await using server = await ServerProcess.start();
    const emptyKiB = await residentKiB(server.pid);
    const browsers: BareBrowser[] = [];
    let left = BROWSERS;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left-- > 0) browsers.push(await BareBrowser.connect(server.url));
      }),
    );
    const fullKiB = await residentKiB(server.pid);
    for (const browser of browsers) browser.close();
    const figures: Figure[] = [
      {
        what: "an idle connected extension, session included",
        unit: "KiB",
        ours: (fullKiB - emptyKiB) / BROWSERS,
        goal: { kind: "at_most", value: 10 },
        note: "Growth of the server's resident memory, right after the last one connected.",
      },
      {
        what: `${BROWSERS} of them, the whole server`,
        unit: "MB",
        ours: (fullKiB * 1_024) / 1_000_000,
        floor: (emptyKiB * 1_024) / 1_000_000,
        goal: { kind: "at_most", value: 200 },
        note: "The floor is the empty server.",
      },
    ];
    return figures;
  },
};

/** Resident memory of a process (Linux). */
async function residentKiB(pid: number): Promise<number> {
  const status = await Bun.file(`/proc/${pid}/status`).text();
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN);
}
