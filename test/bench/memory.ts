import { ServerProcess } from "../support/server-process.ts";
import { BareBrowser } from "./bare-browser.ts";
import { startRelay } from "./bare-relay.ts";
import type { FigureGroup } from "./figure.ts";
import { residentKiB } from "./resident.ts";

const BROWSERS = 10_000;
/** How many connect at the same time: enough to keep the server busy, few enough to stay below its limit for unknown sockets. */
const AT_ONCE = 200;

/** What connected extensions that do nothing cost, their sessions and their share of the store included. */
export const memory: FigureGroup = {
  name: "memory",
  async measure() {
    const ours = await filled(() => ServerProcess.start());
    const floor = await filled(startRelay);
    return [
      {
        what: "an idle connected extension, session included",
        unit: "KiB",
        ours: (ours.fullKiB - ours.emptyKiB) / BROWSERS,
        floor: (floor.fullKiB - floor.emptyKiB) / BROWSERS,
        goal: { kind: "at_most", value: 10 },
        note: "Growth of resident memory, right after the last one connected.",
      },
      {
        what: `${BROWSERS} of them, the whole server`,
        unit: "MB",
        ours: (ours.fullKiB * 1_024) / 1_000_000,
        floor: (floor.fullKiB * 1_024) / 1_000_000,
        goal: { kind: "at_most", value: 200 },
      },
    ];
  },
};

/** Resident memory of a server before and after everybody connected. */
async function filled(start: () => Promise<ServerProcess>) {
  await using server = await start();
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
  return { emptyKiB, fullKiB };
}
