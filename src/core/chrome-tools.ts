import { type Failed, type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { ToolOutput } from "../protocol/tool-result.ts";
import { catalogue, isToolName } from "../tools/catalogue.ts";
import { type ToolContract, effectOf } from "../tools/contract.ts";
import { MAX_TIMEOUT_MS } from "../tools/target.ts";
import type { AuditTrail } from "./audit-trail.ts";
import { checkSteps } from "./batch-steps.ts";
import { browsersOf } from "./browser-list.ts";
import type { CallLedger } from "./call-ledger.ts";
import type { ConnectionRouter, Route } from "./connection-router.ts";
import { newCallId } from "./ids.ts";
import type { Clock, Logger } from "./ports.ts";
import type { Asker } from "./principal.ts";
import type { RoutingStats, SessionLoad } from "./routing-stats.ts";
import { ServerTools } from "./server-tools.ts";
import type { SessionManager } from "./session-manager.ts";
import { type Session, conditionOf, isExpectedBack } from "./session.ts";
import { parseArguments } from "./tool-arguments.ts";
import type { ToolAnswer, ToolCaller, ToolRequest } from "./tool-caller.ts";

export interface SessionStats {
  totalUsers: number;
  totalSessions: number;
  totalConnections: number;
  activeConnections: number;
  pendingRequests: number;
}

export interface RoutingSummary {
  routedBy: Record<string, number>;
  refusals: Record<string, number>;
  droppedAnswers: number;
  sessions: Record<string, SessionLoad>;
}

export interface ChromeToolsParts {
  sessions: SessionManager;
  router: ConnectionRouter;
  ledger: CallLedger;
  stats: RoutingStats;
  audit: AuditTrail;
  clock: Clock;
  logger: Logger;
  heartbeatMs: number;
  serverVersion: string;
  /** Tools that the operator switched off. */
  disabledTools: ReadonlySet<string>;
}

/** The way of a call from its arguments to its answer (SPEC.md, CT). */
export class ChromeTools implements ToolCaller {
  readonly #parts: ChromeToolsParts;
  readonly #serverTools: ServerTools;

  constructor(parts: ChromeToolsParts) {
    this.#parts = parts;
    this.#serverTools = new ServerTools(parts);
  }

  async call(request: ToolRequest): Promise<ToolAnswer> {
    const answer = await this.#call(request);
    if (!answer.ok) this.#parts.stats.refused(answer.failure.code);
    return answer;
  }

  async #call(request: ToolRequest): Promise<ToolAnswer> {
    if (!isToolName(request.tool)) {
      return fail("invalid_arguments", "There is no tool of this name. tools/list has them all.");
    }
    const contract: ToolContract = catalogue[request.tool];
    const allowed = this.#mayCall(request.asker, contract);
    if (!allowed.ok) return allowed;
    const parsed = parseArguments(contract, request.args);
    if (!parsed.ok) return parsed;
    const { args } = parsed.value;
    const called = { ...contract, effect: effectOf(contract, args) };
    const mayAct = mayCall(request.asker, called);
    if (!mayAct.ok) return mayAct;
    const steps =
      request.tool === "chrome_batch"
        ? checkSteps(args, (step) => this.#mayCall(request.asker, step))
        : succeed([]);
    if (!steps.ok) return steps;
    const notes = [...parsed.value.notes, ...steps.value];

    const outcome =
      contract.runsIn === "server"
        ? this.#serverTools.run(request.tool, args, request.asker)
        : await this.#callBrowser(request, called, args);
    return outcome.ok ? { ok: true, contract, output: outcome.value, notes } : outcome;
  }

  /** [CT5] */
  #mayCall(asker: Asker, contract: ToolContract): Outcome<null> {
    if (this.#parts.disabledTools.has(contract.name)) {
      return fail(
        "blocked_by_policy",
        `The operator of this server switched ${contract.name} off.`,
      );
    }
    return mayCall(asker, contract);
  }

  async #callBrowser(
    request: ToolRequest,
    contract: ToolContract,
    args: Record<string, unknown>,
  ): Promise<Outcome<ToolOutput>> {
    const { clock, stats, audit, ledger } = this.#parts;
    const startedMs = clock.now();
    const browserId = typeof args["browserId"] === "string" ? args["browserId"] : undefined;
    const route = this.#route(request.asker, browserId, startedMs);
    if (!route.ok) return route;
    const { session } = route.value;
    this.#log(request, route.value);

    stats.started(session.record.id);
    const callId = newCallId();
    const outcome = await ledger.open({
      id: callId,
      session,
      tool: contract.name,
      effect: contract.effect,
      args,
      timeoutMs: timeFor(args) ?? contract.timeoutMs,
      caller: request.asker.caller,
      signal: request.signal,
      onProgress: request.onProgress,
    });
    const durationMs = clock.now() - startedMs;
    stats.ended(session.record.id, durationMs);

    const checked = outcome.ok ? checkResult(contract, outcome.value) : outcome;
    audit.add({
      atMs: startedMs,
      callId,
      sessionId: session.record.id,
      caller: request.asker.caller.name,
      tool: contract.name,
      outcome: checked.ok ? "ok" : checked.failure.code,
      durationMs,
    });
    return checked;
  }

  /** [CT3] A session that cannot answer fails at once; one that was here a moment ago is waited for. */
  #route(asker: Asker, browserId: string | undefined, nowMs: number): Outcome<Route> {
    const { router, stats, heartbeatMs } = this.#parts;
    const route = router.route(asker, browserId, nowMs);
    if (!route.ok) return route;
    const { session } = route.value;
    switch (conditionOf(session, nowMs, heartbeatMs)) {
      case "paused":
        return paused();
      case "suspect":
        return fail(
          "browser_unresponsive",
          "The browser has not been heard of for a while. Its machine may be asleep. Try again, or call chrome_list_browsers.",
        );
      case "detached":
        if (isExpectedBack(session, nowMs)) break;
        return fail(
          "browser_disconnected",
          "This browser is not connected now. Ask the person to open Chrome, or call chrome_list_browsers and select another.",
        );
      case "connected":
        break;
    }
    stats.routed(route.value.by);
    return route;
  }

  #log({ asker, tool }: ToolRequest, { session, by }: Route): void {
    const { logger } = this.#parts;
    const { userId, id: sessionId } = session.record;
    const connectionId = session.presence.state === "connected" ? session.presence.id : null;
    logger.info({ userId, sessionId, connectionId, by }, "📤 [Chrome Tools] Routed to connection");
    logger.info(
      { tool, client: asker.caller.name, userId, sessionId, connectionId },
      "🔧 [Chrome Tools] Calling tool with routing context",
    );
  }

  getSessionStats(): SessionStats {
    const { totalUsers, totalSessions, activeConnections } = this.#parts.sessions.counts();
    return {
      totalUsers,
      totalSessions,
      totalConnections: this.#parts.sessions.connectionsMade,
      activeConnections,
      pendingRequests: this.#parts.ledger.pending,
    };
  }

  /** `of` narrows the sessions that are listed; the counts are of the whole server. */
  getRoutingStats(of: Iterable<Session> = this.#parts.sessions.all()): RoutingSummary {
    const { stats, ledger } = this.#parts;
    const sessions: Record<string, SessionLoad> = {};
    for (const { record } of of) sessions[record.id] = stats.loadOf(record.id);
    return { ...stats.summary(), droppedAnswers: ledger.droppedAnswers, sessions };
  }

  /** Who is connected, as far as this principal may see it. */
  browsers(asker: Pick<Asker, "principal" | "selected">): ReturnType<typeof browsersOf> {
    const { router, clock, heartbeatMs } = this.#parts;
    return browsersOf(router.visible(asker.principal), asker.selected, clock.now(), heartbeatMs);
  }
}

function paused(): Failed {
  return fail(
    "paused",
    "The person paused this browser. Ask them to press Resume in the extension's popup.",
  );
}

/** What the calls are answered that were under way when the person pressed Pause. */
export function pausedMeanwhile(): Failed {
  return fail(
    "paused",
    "The person paused this browser while this was under way: it may have been done in part. " +
      "Ask them to press Resume in the extension's popup, and look at the page before repeating it.",
  );
}

/** [CT2] A `view` credential reads; it never acts. */
function mayCall({ principal }: Asker, contract: ToolContract): Outcome<null> {
  if (principal.kind === "user" && principal.scope === "view" && contract.effect === "act") {
    if (contract.runsIn === "server") return succeed(null);
    return fail(
      "blocked_by_policy",
      "This address may look but not act. Ask the person for an address with control, from the extension's popup.",
    );
  }
  return succeed(null);
}

/** [CT4] What comes out of a browser is what its contract promises, or the call failed. */
function checkResult(contract: ToolContract, output: ToolOutput): Outcome<ToolOutput> {
  const parsed = contract.result.safeParse(output.data);
  if (parsed.success) return succeed({ ...output, data: parsed.data });
  return fail(
    "internal",
    "The extension answered in a form that this server does not know. Update the extension from the server's start page.",
  );
}

/** What the caller lets a call take: `timeout` is the older name, without its bounds, and 0 in it stood for no wish. */
function timeFor({ timeoutMs, timeout }: Record<string, unknown>): number | undefined {
  if (typeof timeoutMs === "number") return timeoutMs;
  return typeof timeout === "number" && timeout > 0 ? Math.min(timeout, MAX_TIMEOUT_MS) : undefined;
}
