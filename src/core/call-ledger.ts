/**
 * Every call that is under way, and how each of them ends (SPEC.md, CL).
 *
 *   open ─▶ waiting ──browser is back──▶ sent ── result ──▶ settled
 *             │  3 s: disconnected        ├── deadline ──▶ timeout
 *             │                           ├── abort ─────▶ cancelled, and a `cancel` to Chrome
 *             └◀─ lost, a read, first time┤
 *                                         └── lost, an action ──▶ outcome_unknown
 *
 * A call settles exactly once; what arrives later is counted and dropped.
 */
import type { Caller } from "../protocol/call-tool.ts";
import { type Failed, type Outcome, fail } from "../protocol/failure.ts";
import type { CallId, ConnectionId, SessionId } from "../protocol/ids.ts";
import type { ToolOutput, ToolProgress, ToolResult } from "../protocol/tool-result.ts";
import type { Effect } from "../tools/contract.ts";
import type { Clock } from "./ports.ts";
import type { Connection, Session } from "./session.ts";

/** [CL7] How many calls may be under way for one session. */
export const MAX_CALLS_PER_SESSION = 64;

/** [CL4] How long a call waits for a browser that was lost or is expected back. */
export const BACK_WITHIN_MS = 3_000;

/** The extension answers `timeout` itself, with what it knows; this much earlier, so that the answer arrives. */
const ANSWER_SLACK_MS = 250;

export type Progress = Pick<ToolProgress, "progress" | "total" | "message">;

export interface CallRequest {
  id: CallId;
  session: Session;
  tool: string;
  effect: Effect;
  args: unknown;
  timeoutMs: number;
  caller: Caller;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

type CallState = { state: "waiting" } | { state: "sent"; connectionId: ConnectionId };

interface Call {
  readonly request: CallRequest;
  readonly deadlineAtMs: number;
  readonly settle: (outcome: Outcome<ToolOutput>) => void;
  state: CallState;
  sentBefore: boolean;
  stopDeadline: () => void;
  stopWaiting: () => void;
}

export class CallLedger {
  readonly #clock: Clock;
  readonly #calls = new Map<CallId, Call>();
  readonly #bySession = new Map<SessionId, Set<Call>>();
  #dropped = 0;
  #draining = false;
  #whenEmpty: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls under way. */
  get pending(): number {
    return this.#calls.size;
  }

  /** Answers that came late, twice, for an unknown call or from the wrong connection. */
  get droppedAnswers(): number {
    return this.#dropped;
  }

  /** [CL1] Opens a call and resolves once, however it ends. */
  open(request: CallRequest): Promise<Outcome<ToolOutput>> {
    if (this.#draining) return Promise.resolve(shuttingDown());
    if (request.signal.aborted) return Promise.resolve(cancelled());
    const siblings = this.#siblings(request.session.record.id);
    if (siblings.size >= MAX_CALLS_PER_SESSION) {
      return Promise.resolve(
        fail("busy", "64 calls are already waiting for this browser. Wait for some to end."),
      );
    }
    return new Promise((resolve) => {
      const call = this.#enter(request, siblings, resolve);
      const { presence } = request.session;
      if (presence.state === "connected") this.#send(call, presence);
      else this.#wait(call);
    });
  }

  /** [CL5] An answer counts only from the connection that its call was sent to. */
  answer(connectionId: ConnectionId, result: ToolResult): void {
    const call = this.#sentTo(connectionId, result.id);
    if (call) call.settle(result.outcome);
    else this.#dropped += 1;
  }

  progress(connectionId: ConnectionId, progress: ToolProgress): void {
    this.#sentTo(connectionId, progress.id)?.request.onProgress(progress);
  }

  /**
   * [CL3] Losing a socket settles every call of it at once, but for a read that was sent once: it waits
   * for the browser to be back. An action may have been done, so nobody claims that it was not.
   */
  connectionLost(sessionId: SessionId, connectionId: ConnectionId): void {
    for (const call of [...(this.#bySession.get(sessionId) ?? [])]) {
      if (call.state.state !== "sent" || call.state.connectionId !== connectionId) continue;
      if (call.request.effect === "act") call.settle(outcomeUnknown());
      else if (call.sentBefore) call.settle(disconnected());
      else {
        call.sentBefore = true;
        this.#wait(call);
      }
    }
  }

  /** [CL4] The browser is back: what waited for it goes out. */
  connectionBack(sessionId: SessionId, connection: Connection): void {
    for (const call of [...(this.#bySession.get(sessionId) ?? [])]) {
      if (call.state.state === "waiting") this.#send(call, connection);
    }
  }

  /** Ends every call of a session at once, e.g. because the person paused the browser. */
  endAll(sessionId: SessionId, why: Failed): void {
    for (const call of [...(this.#bySession.get(sessionId) ?? [])]) {
      this.#tellCancelled(call);
      call.settle(why);
    }
  }

  /** [CL8] No new calls; resolves when none is left, at the latest after `deadlineMs`. */
  async drain(deadlineMs: number): Promise<void> {
    this.#draining = true;
    if (this.#calls.size === 0) return;
    await new Promise<void>((resolve) => {
      const stop = this.#clock.after(deadlineMs, resolve);
      this.#whenEmpty = () => {
        stop();
        resolve();
      };
    });
    for (const call of [...this.#calls.values()]) {
      this.#tellCancelled(call);
      const mayBeDone = call.state.state === "sent" && call.request.effect === "act";
      call.settle(mayBeDone ? outcomeUnknown() : shuttingDown());
    }
  }

  #enter(
    request: CallRequest,
    siblings: Set<Call>,
    resolve: (outcome: Outcome<ToolOutput>) => void,
  ): Call {
    const onAbort = () => {
      this.#tellCancelled(call);
      call.settle(cancelled());
    };
    const call: Call = {
      request,
      deadlineAtMs: this.#clock.now() + request.timeoutMs,
      state: { state: "waiting" },
      sentBefore: false,
      stopWaiting: () => undefined,
      stopDeadline: this.#clock.after(request.timeoutMs, () => {
        this.#tellCancelled(call);
        call.settle(timedOut(request));
      }),
      settle: (outcome) => {
        if (!this.#calls.delete(request.id)) return;
        siblings.delete(call);
        if (siblings.size === 0) this.#bySession.delete(request.session.record.id);
        call.stopDeadline();
        call.stopWaiting();
        request.signal.removeEventListener("abort", onAbort);
        resolve(outcome);
        if (this.#calls.size === 0) this.#whenEmpty?.();
      },
    };
    request.signal.addEventListener("abort", onAbort, { once: true });
    this.#calls.set(request.id, call);
    siblings.add(call);
    this.#bySession.set(request.session.record.id, siblings);
    return call;
  }

  #send(call: Call, connection: Connection): void {
    call.stopWaiting();
    call.state = { state: "sent", connectionId: connection.id };
    const leftMs = call.deadlineAtMs - this.#clock.now();
    const sent = connection.link.send({
      type: "call_tool",
      id: call.request.id,
      tool: call.request.tool,
      args: call.request.args,
      deadlineMs: Math.max(1, Math.round(leftMs - Math.min(ANSWER_SLACK_MS, leftMs / 10))),
      client: call.request.caller,
    });
    // Nothing went out, so nothing can have been done.
    if (!sent) {
      call.settle(
        fail(
          "browser_unresponsive",
          "The browser's connection takes no more data. Try again in a moment.",
        ),
      );
    }
  }

  #wait(call: Call): void {
    call.state = { state: "waiting" };
    call.stopWaiting = this.#clock.after(BACK_WITHIN_MS, () => call.settle(disconnected()));
  }

  #tellCancelled(call: Call): void {
    const { presence } = call.request.session;
    if (call.state.state !== "sent" || presence.state !== "connected") return;
    if (presence.id === call.state.connectionId)
      presence.link.send({ type: "cancel", id: call.request.id });
  }

  #sentTo(connectionId: ConnectionId, id: CallId): Call | undefined {
    const call = this.#calls.get(id);
    return call?.state.state === "sent" && call.state.connectionId === connectionId
      ? call
      : undefined;
  }

  #siblings(sessionId: SessionId): Set<Call> {
    return this.#bySession.get(sessionId) ?? new Set();
  }
}

function cancelled(): Failed {
  return fail("cancelled", "The call was cancelled. What was done before stays done.");
}

function shuttingDown(): Failed {
  return fail("shutting_down", "The server is restarting. Try again in a few seconds.");
}

function disconnected(): Failed {
  return fail(
    "browser_disconnected",
    "The browser is not connected and did not come back within 3 s. Nothing was done. Ask the person to open Chrome, or call chrome_list_browsers.",
  );
}

function outcomeUnknown(): Failed {
  return fail(
    "outcome_unknown",
    "The browser was lost after this action was sent: it may or may not have been done. Look at the page before repeating it.",
  );
}

function timedOut(request: CallRequest): Failed {
  const after =
    request.effect === "act"
      ? "It may have been done in part: look at the page before repeating it."
      : "Try a larger timeoutMs, or ask for less.";
  return fail("timeout", `No answer from the browser within ${request.timeoutMs} ms. ${after}`);
}
