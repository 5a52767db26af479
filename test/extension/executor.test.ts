import { expect, spyOn, test } from "bun:test";
import type { CallTool } from "../../src/protocol/call-tool.ts";
import { type Outcome, fail, succeed } from "../../src/protocol/failure.ts";
import type { ToolOutput, ToolProgress, ToolResult } from "../../src/protocol/tool-result.ts";
import type { Effect } from "../../src/tools/contract.ts";
import type { Sent } from "../../src/extension/connection.ts";
import { Executor } from "../../src/extension/executor.ts";
import { TEXTS } from "../../src/extension/texts.ts";
import type { ToolContext } from "../../src/extension/tools/tool-context.ts";
import { FakeClock, newCallId, settle } from "./fakes.ts";

interface Begun {
  tool: string;
  context: ToolContext;
  end: (outcome: Outcome<ToolOutput>) => void;
}

const NEVER = new Promise<never>(() => {});

/** An executor whose tools do what the test says: `act_1` acts in tab 1, `read_2` reads in tab 2. */
class Bench {
  readonly clock = new FakeClock();
  readonly sent: (ToolResult | ToolProgress)[] = [];
  readonly begun: Begun[] = [];
  readonly running: number[] = [];
  answersOfSend: Sent[] = [];
  readonly executor = new Executor({
    clock: this.clock,
    send: (frame) => {
      JSON.stringify(frame);
      const answer = this.answersOfSend.shift() ?? "sent";
      if (answer === "sent") this.sent.push(frame);
      return answer;
    },
    onRunning: (calls) => this.running.push(calls),
    onTabs: () => {},
    prepare: (tool) => {
      const [effect, tabs] = tool.split("_");
      if (effect !== "act" && effect !== "read") return fail("invalid_arguments", "No such tool.");
      return succeed({
        effect: effect satisfies Effect,
        tabs: () =>
          tabs === "lost" ? NEVER : Promise.resolve((tabs ?? "").split("+").map(Number)),
        run: (context: ToolContext) => {
          const { promise, resolve, reject } = Promise.withResolvers<Outcome<ToolOutput>>();
          if (tool === "act_9") reject(new Error("secret of the page"));
          this.begun.push({ tool, context, end: resolve });
          return promise;
        },
      });
    },
  });

  async call(tool: string, change: Partial<CallTool> = {}): Promise<CallTool> {
    const frame: CallTool = {
      type: "call_tool",
      id: newCallId(),
      tool,
      args: {},
      deadlineMs: 30_000,
      client: { id: "c1", name: "test", kind: "mcp" },
      ...change,
    };
    void this.executor.call(frame);
    await settle();
    return frame;
  }

  results(): (string | true)[] {
    return this.sent
      .filter((frame): frame is ToolResult => frame.type === "tool_result")
      .map(({ outcome }) => (outcome.ok ? true : outcome.failure.code));
  }

  async end(index: number): Promise<void> {
    this.begun[index]?.end(succeed({ data: index }));
    await settle();
  }
}

test("a call runs with its deadline and is answered once under its id", async () => {
  const bench = new Bench();
  const { id } = await bench.call("read_1");
  expect(bench.begun[0]?.context.deadlineMs).toBe(bench.clock.now() + 30_000);
  await bench.end(0);
  expect(bench.sent).toEqual([{ type: "tool_result", id, outcome: succeed({ data: 0 }) }]);
  expect(bench.running).toEqual([1, 0]);
  expect(bench.clock.waiting).toBe(0);
});

test("a frame that comes again while the call runs, or after the action was done, does nothing", async () => {
  const bench = new Bench();
  const { id } = await bench.call("act_1");
  await bench.call("act_1", { id });
  await bench.end(0);
  await bench.call("act_1", { id });
  expect(bench.begun).toHaveLength(1);
  expect(bench.results()).toEqual([true]);
});

test("a read whose answer was lost with the socket may be sent again under the same id", async () => {
  const bench = new Bench();
  const { id } = await bench.call("read_1");
  bench.executor.endAll("lost");
  await settle();
  await bench.call("read_1", { id });
  await bench.end(1);
  expect(bench.results()).toEqual([true]);
});

test("a cancelled call is told to stop and answered `cancelled`, whatever its handler does then", async () => {
  const bench = new Bench();
  const { id } = await bench.call("act_1");
  bench.executor.cancel(id);
  await settle();
  expect(bench.begun[0]?.context.signal.aborted).toBe(true);
  await bench.end(0);
  expect(bench.results()).toEqual(["cancelled"]);
});

test("a call that is not done by its deadline is answered `timeout`", async () => {
  const bench = new Bench();
  await bench.call("read_1");
  bench.clock.advance(30_000);
  await settle();
  expect(bench.results()).toEqual(["timeout"]);
  expect(bench.begun[0]?.context.signal.aborted).toBe(true);
});

test("a call that waited for its tab until its deadline never begins, and says that nothing was done", async () => {
  const bench = new Bench();
  await bench.call("act_1", { deadlineMs: 60_000 });
  const { id } = await bench.call("act_1");
  bench.clock.advance(30_000);
  await settle();
  const outcome = fail("timeout", TEXTS.failures.timeoutWaiting);
  expect(bench.sent).toEqual([{ type: "tool_result", id, outcome }]);
  await bench.end(0);
  expect(bench.begun).toHaveLength(1);
});

test("actions in one tab wait for each other, those in another tab do not", async () => {
  const bench = new Bench();
  await bench.call("act_1");
  await bench.call("act_1");
  await bench.call("act_2");
  expect(bench.begun.map(({ tool }) => tool)).toEqual(["act_1", "act_2"]);
  await bench.end(0);
  expect(bench.begun).toHaveLength(3);
});

test("a call that needs several tabs begins when all of them are free", async () => {
  const bench = new Bench();
  await bench.call("act_1");
  await bench.call("act_2");
  await bench.call("act_2+1");
  await bench.end(0);
  expect(bench.begun).toHaveLength(2);
  await bench.end(1);
  expect(bench.begun.at(-1)?.tool).toBe("act_2+1");
});

test("a handler that does not stop when told keeps its tab for a second only", async () => {
  const bench = new Bench();
  const { id } = await bench.call("act_1");
  bench.executor.cancel(id);
  await bench.call("act_1");
  expect(bench.begun).toHaveLength(1);
  bench.clock.advance(1_000);
  await settle();
  expect(bench.begun).toHaveLength(2);
});

test("a call whose tab is never found holds others up until it ends, and no longer", async () => {
  const bench = new Bench();
  await bench.call("act_lost", { deadlineMs: 1_000 });
  await bench.call("act_1");
  bench.clock.advance(1_000);
  await settle();
  expect(bench.results()).toEqual(["timeout"]);
  expect(bench.begun.map(({ tool }) => tool)).toEqual(["act_1"]);
});

test("an unknown tool is answered at once and leaves nothing behind", async () => {
  const bench = new Bench();
  await bench.call("nonsense");
  expect(bench.results()).toEqual(["invalid_arguments"]);
  expect(bench.executor.running).toBe(0);
});

test("a bug in a handler is answered `internal`, without its text", async () => {
  using log = spyOn(console, "error").mockImplementation(() => {});
  const bench = new Bench();
  await bench.call("act_9");
  expect(bench.results()).toEqual(["internal"]);
  expect(JSON.stringify(bench.sent)).not.toContain("secret");
  expect(log).toHaveBeenCalledTimes(1);
});

test("while paused every call is answered `paused` and none begins", async () => {
  const bench = new Bench();
  await bench.call("act_1");
  bench.executor.paused = true;
  bench.executor.endAll("paused");
  await settle();
  await bench.call("read_1");
  expect(bench.results()).toEqual(["paused", "paused"]);
  expect(bench.begun).toHaveLength(1);
});

test("when the socket is lost everything stops and nothing is answered", async () => {
  const bench = new Bench();
  await bench.call("act_1");
  await bench.call("act_1");
  bench.executor.endAll("lost");
  await settle();
  await bench.end(0);
  expect(bench.sent).toEqual([]);
  expect(bench.begun).toHaveLength(1);
  expect(bench.executor.running).toBe(0);
});

test("an answer that cannot be sent is replaced by the reason", async () => {
  const bench = new Bench();
  bench.answersOfSend = ["too_large", "sent", "too_deep", "sent", "congested", "sent"];
  for (const index of [0, 1, 2]) {
    await bench.call("read_1");
    await bench.end(index);
  }
  expect(bench.results()).toEqual(["too_large", "too_large", "busy"]);
});

test("an answer that is not JSON is answered `internal`", async () => {
  using log = spyOn(console, "error").mockImplementation(() => {});
  const bench = new Bench();
  await bench.call("read_1");
  bench.begun[0]?.end(succeed({ data: 1n }));
  await settle();
  expect(bench.results()).toEqual(["internal"]);
  expect(log).toHaveBeenCalledTimes(1);
});

test("progress is passed on until the call is answered", async () => {
  const bench = new Bench();
  const { id } = await bench.call("read_1");
  bench.begun[0]?.context.progress(1, 3, "x".repeat(500));
  await bench.end(0);
  bench.begun[0]?.context.progress(2);
  const message = "x".repeat(400);
  expect(bench.sent[0]).toEqual({ type: "tool_progress", id, progress: 1, total: 3, message });
  expect(bench.sent).toHaveLength(2);
});
