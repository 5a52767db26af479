import { BareBrowser } from "./bare-browser.ts";
import { startRelay } from "./bare-relay.ts";
import type { Figure, FigureGroup } from "./figure.ts";
import { McpCaller } from "./mcp-caller.ts";
import { inTurns, median, quantile, timed } from "./timing.ts";
import { ServerProcess } from "../support/server-process.ts";
import { connectClient, personalAddress } from "../support/test-app.ts";

const CALLS = 3_000;
const CLIENT_CALLS = 1_000;
const WARM_UP = 1_000;
const IN_FLIGHT = 64;
const SESSIONS = 8;
const ROUNDS = 3;
const CALLS_A_ROUND = 20_000;

const TOOL = "chrome_javascript";
const ARGS = { code: "1+1" };

/** What the server adds to a call, against a bare relay between the same client and the same extension. */
export const serverShare: FigureGroup = {
  name: "server-share",
  async measure() {
    await using stack = new AsyncDisposableStack();
    const ours = await Side.open(stack.use(await ServerProcess.start()), stack);
    const floor = await Side.open(stack.use(await startRelay()), stack);
    return [
      ...(await oneAtATime(ours, floor)),
      await withTheOfficialClient(ours, floor),
      await manyAtOnce(ours, floor),
    ];
  },
};

/** The server or the relay, several browsers on it, and an MCP session for each of them. */
class Side {
  readonly #addresses: readonly string[];
  readonly #callers: readonly McpCaller[];

  private constructor(addresses: readonly string[], callers: readonly McpCaller[]) {
    this.#addresses = addresses;
    this.#callers = callers;
  }

  static async open({ url }: ServerProcess, stack: AsyncDisposableStack): Promise<Side> {
    const addresses = await Promise.all(
      Array.from({ length: SESSIONS }, async () => {
        const browser = await BareBrowser.connect(url);
        stack.defer(() => browser.close());
        return personalAddress(url, browser.token);
      }),
    );
    const callers = await Promise.all(addresses.map((address) => McpCaller.open(address)));
    const side = new Side(addresses, callers);
    for (const caller of callers) await caller.call(TOOL, ARGS);
    return side;
  }

  get address(): string {
    return this.#addresses[0] ?? "";
  }

  async callOnce(): Promise<number> {
    return timed(async () => this.#callers[0]?.send(TOOL, ARGS));
  }

  /** Calls a second, with `IN_FLIGHT` of them under way. */
  async callsPerSecond(): Promise<number> {
    let left = CALLS_A_ROUND;
    const tookMs = await timed(() =>
      Promise.all(
        Array.from({ length: IN_FLIGHT }, async (_, number) => {
          const caller = this.#callers[number % SESSIONS];
          while (left-- > 0) await caller?.send(TOOL, ARGS);
        }),
      ),
    );
    return (CALLS_A_ROUND / tookMs) * 1_000;
  }
}

async function oneAtATime(ours: Side, floor: Side): Promise<Figure[]> {
  await inTurns(
    WARM_UP,
    () => ours.callOnce(),
    () => floor.callOnce(),
  );
  const took = await inTurns(
    CALLS,
    () => ours.callOnce(),
    () => floor.callOnce(),
  );
  const figure = (share: number, words: string, value: number): Figure => ({
    what: `tools/call with a stub extension, ${words}`,
    unit: "ms",
    ours: quantile(took.ours, share),
    floor: quantile(took.floor, share),
    goal: { kind: "floor_plus", value },
    note: `The server's own share is what lies above the floor; ${CALLS} calls, one at a time.`,
  });
  return [figure(0.5, "p50", 0.3), figure(0.99, "p99", 2)];
}

async function withTheOfficialClient(ours: Side, floor: Side): Promise<Figure> {
  await using mine = await connectClient(ours.address);
  await using bare = await connectClient(floor.address);
  const call = (client: typeof mine) =>
    timed(() => client.client.callTool({ name: TOOL, arguments: ARGS }));
  const took = await inTurns(
    CLIENT_CALLS,
    () => call(mine),
    () => call(bare),
  );
  return {
    what: "the same through the official MCP client, p50",
    unit: "ms",
    ours: median(took.ours),
    floor: median(took.floor),
    goal: { kind: "floor_plus", value: 0.3 },
  };
}

async function manyAtOnce(ours: Side, floor: Side): Promise<Figure> {
  await ours.callsPerSecond();
  const rates = await inTurns(
    ROUNDS,
    () => ours.callsPerSecond(),
    () => floor.callsPerSecond(),
  );
  return {
    what: `${IN_FLIGHT} calls in flight over ${SESSIONS} MCP sessions`,
    unit: "calls/s",
    ours: median(rates.ours),
    floor: median(rates.floor),
    goal: { kind: "at_least", value: 10_000 },
  };
}
