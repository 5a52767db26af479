import type { CallTool } from "../protocol/call-tool.ts";
import { type Failure, type Outcome, fail } from "../protocol/failure.ts";
import type { CallId } from "../protocol/ids.ts";
import type { ToolOutput, ToolProgress, ToolResult } from "../protocol/tool-result.ts";
import { setDeadline } from "./call-deadline.ts";
import type { Clock } from "./clock.ts";
import type { Sent } from "./connection.ts";
import type { Job, PrepareJob } from "./job.ts";
import { TabQueue } from "./tab-queue.ts";
import { TEXTS } from "./texts.ts";

/**
 * Runs calls and answers each exactly once.
 *
 *   call_tool ──▶ understood ──▶ waiting for its tabs ──▶ running ──▶ answered
 *
 * Wherever it is, a call ends at once when it is cancelled, its time is up, the person presses Stop or Pause, or the
 * socket is lost (then nobody is answered). Its handler is told by the signal; a handler that goes on
 * regardless keeps its tabs for a short grace only.
 */

/** How long a handler that was told to stop may still keep its tabs from others. */
const GRACE_MS = 1_000;

/** Actions that are remembered so that a repeated frame does not repeat them. */
const REMEMBERED_ACTIONS = 1_000;

/** What ends a call before its handler does. */
export type Ending = "cancelled" | "timeout" | "paused" | "stopped" | "lost";

interface Call {
  signal: AbortSignal;
  ended: Promise<Ending>;
  end: (ending: Ending) => void;
  effect: Job["effect"] | undefined;
  started: boolean;
}

export interface ExecutorParts {
  prepare: PrepareJob;
  clock: Clock;
  send: (frame: ToolResult | ToolProgress) => Sent;
  /** How many calls run or wait now. */
  onRunning: (calls: number) => void;
  /** A call has these tabs to itself now, or shares them with other reads. */
  onTabs: (frame: CallTool, tabs: readonly number[]) => void;
}

export class Executor {
  readonly #parts: ExecutorParts;
  readonly #calls = new Map<CallId, Call>();
  readonly #actions = new Set<CallId>();
  readonly #queue = new TabQueue();
  /** Calls enter the queue in the order of their arrival, however long finding their tabs takes. */
  #arrivals: Promise<unknown> = Promise.resolve();
  /** While set, every call is answered `paused`. */
  paused = false;

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
  }

  get running(): number {
    return this.#calls.size;
  }

  async call(frame: CallTool): Promise<void> {
    const { id } = frame;
    if (this.#calls.has(id) || this.#actions.has(id)) return;
    if (this.paused) {
      this.#answer(id, endedBy("paused", undefined));
      return;
    }
    const { promise: ended, resolve } = Promise.withResolvers<Ending>();
    const stop = new AbortController();
    const end = (ending: Ending) => {
      resolve(ending);
      stop.abort();
    };
    const call: Call = { signal: stop.signal, ended, end, effect: undefined, started: false };
    const cancelDeadline = this.#parts.clock.after(frame.deadlineMs, () => end("timeout"));
    this.#calls.set(id, call);
    this.#parts.onRunning(this.#calls.size);

    const result = await Promise.race([
      ended.then((ending) => ({ ending })),
      this.#work(frame, call).then((outcome) => ({ outcome })),
    ]);
    cancelDeadline();
    this.#calls.delete(id);
    if (call.effect === "act") this.#remember(id);
    if ("outcome" in result) this.#answer(id, result.outcome);
    else if (result.ending !== "lost") this.#answer(id, endedBy(result.ending, call));
    this.#parts.onRunning(this.#calls.size);
  }

  cancel(id: CallId): void {
    this.#calls.get(id)?.end("cancelled");
  }

  endAll(ending: Ending): void {
    for (const call of this.#calls.values()) call.end(ending);
  }

  /** The boundary of the extension: a bug in a handler becomes an answer here. */
  async #work(frame: CallTool, call: Call): Promise<Outcome<ToolOutput>> {
    const { signal } = call;
    const deadlineMs = this.#parts.clock.now() + frame.deadlineMs;
    setDeadline(signal, deadlineMs);
    try {
      const prepared = this.#parts.prepare(frame.tool, frame.args);
      if (!prepared.ok) return prepared;
      const job = prepared.value;
      call.effect = job.effect;
      const leave = await this.#enterTabs(frame, job, call);
      if (signal.aborted) return endedBy("cancelled", call);
      call.started = true;
      try {
        return await job.run({
          signal,
          client: frame.client,
          deadlineMs,
          letIn: new Set(),
          progress: (progress, total, message) =>
            this.#progress(frame.id, progress, total, message),
        });
      } finally {
        leave();
      }
    } catch (bug) {
      console.error(`The tool ${frame.tool} failed inside the extension.`, bug);
      return fail("internal", TEXTS.failures.internal);
    }
  }

  /** Waits for every tab the job needs. The answer leaves them again. */
  async #enterTabs(frame: CallTool, job: Job, call: Call): Promise<() => void> {
    const { clock } = this.#parts;
    const { signal } = call;
    const leaves: (() => void)[] = [];
    // In one order for all calls, and the next only when the one before is had: no two ever wait for each other.
    const enterAll = async (tabIds: readonly number[]) => {
      for (const tabId of tabIds.toSorted((a, b) => a - b)) {
        const leave = await this.#queue.enter(tabId, job.effect, frame.client.id, signal);
        if (leave) leaves.push(leave);
      }
    };
    const leaveAll = () => {
      for (const leave of leaves) leave();
    };
    signal.addEventListener("abort", () => clock.after(GRACE_MS, leaveAll), { once: true });

    const tabs = this.#arrivals.then(() => job.tabs(frame.client));
    const inLine = tabs.then((ids) => ({ entered: enterAll(ids) }));
    this.#arrivals = Promise.race([inLine.catch(() => undefined), call.ended]);
    await (
      await inLine
    ).entered;
    if (signal.aborted) leaveAll();
    else this.#parts.onTabs(frame, await tabs);
    return leaveAll;
  }

  #progress(
    id: CallId,
    progress: number,
    total: number | undefined,
    message: string | undefined,
  ): void {
    if (!this.#calls.has(id)) return;
    this.#parts.send({
      type: "tool_progress",
      id,
      progress,
      ...(total === undefined ? {} : { total }),
      ...(message === undefined ? {} : { message: message.slice(0, 400) }),
    });
  }

  #answer(id: CallId, outcome: Outcome<ToolOutput>): void {
    const problem = this.#trySend({ type: "tool_result", id, outcome });
    if (problem) this.#trySend({ type: "tool_result", id, outcome: problem });
  }

  /** Undefined when it was sent or nobody is there any more, else what to answer instead. */
  #trySend(frame: ToolResult): { ok: false; failure: Failure } | undefined {
    try {
      switch (this.#parts.send(frame)) {
        case "too_large":
          return fail("too_large", TEXTS.failures.tooLarge);
        case "too_deep":
          return fail("too_large", TEXTS.failures.tooDeep);
        case "congested":
          return fail("busy", TEXTS.failures.congested);
        default:
          return undefined;
      }
    } catch (bug) {
      console.error("An answer could not be written as JSON.", bug);
      return fail("internal", TEXTS.failures.internal);
    }
  }

  #remember(id: CallId): void {
    this.#actions.add(id);
    const [oldest] = this.#actions;
    if (oldest !== undefined && this.#actions.size > REMEMBERED_ACTIONS)
      this.#actions.delete(oldest);
  }
}

function endedBy(ending: Ending, call: Call | undefined): { ok: false; failure: Failure } {
  const acted = call?.started === true && call.effect === "act";
  if (ending === "paused") return fail("paused", TEXTS.failures.paused);
  if (ending === "stopped") return fail("cancelled", TEXTS.failures.stopped);
  if (ending === "cancelled" || ending === "lost") {
    return fail("cancelled", acted ? TEXTS.failures.cancelledAction : TEXTS.failures.cancelled);
  }
  if (acted) return fail("timeout", TEXTS.failures.timeoutAction);
  return fail("timeout", call?.started ? TEXTS.failures.timeout : TEXTS.failures.timeoutWaiting);
}
