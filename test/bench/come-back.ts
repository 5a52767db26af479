import { ServerProcess } from "../support/server-process.ts";
import { BareBrowser } from "./bare-browser.ts";
import type { FigureGroup } from "./figure.ts";
import { timed } from "./timing.ts";

const BROWSERS = 1_000;

/** How soon everybody is back in the session they had, after the server was killed and started again. */
export const comeBack: FigureGroup = {
  name: "come-back",
  async measure() {
    await using server = await ServerProcess.start();
    let connected = 0;
    let wake: () => void = () => undefined;
    const browsers = await Promise.all(
      Array.from({ length: BROWSERS }, () => {
        let here = false;
        return BareBrowser.connect(server.url, ({ state }) => {
          if (here === (state === "connected")) return;
          here = !here;
          connected += here ? 1 : -1;
          wake();
        });
      }),
    );
    const before = browsers.map(({ sessionId }) => sessionId);
    const everybody = (count: number) =>
      new Promise<void>((resolve) => {
        wake = () => {
          if (connected === count) resolve();
        };
        wake();
      });

    await server.kill9();
    await everybody(0);
    const tookMs = await timed(() => Promise.all([server.restart(), everybody(BROWSERS)]));
    const same = browsers.every(({ sessionId }, nth) => sessionId === before[nth]);
    for (const browser of browsers) browser.close();
    if (!same) throw new Error("somebody came back to another session");
    return [
      {
        what: `after kill -9: ${BROWSERS} extensions back in the same sessions`,
        unit: "s",
        ours: tookMs / 1_000,
        goal: { kind: "at_most", value: 3 },
        note: "From the start of the new process, by the extension's own back-off.",
      },
    ];
  },
};
