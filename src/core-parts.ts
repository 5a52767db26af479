import type { Config } from "./config.ts";
import { AuditTrail } from "./core/audit-trail.ts";
import { CallLedger } from "./core/call-ledger.ts";
import { ChromeTools } from "./core/chrome-tools.ts";
import { ConnectionRouter } from "./core/connection-router.ts";
import { OpenQuestions } from "./core/open-questions.ts";
import type { Clock, Logger, SessionStore } from "./core/ports.ts";
import { RoutingStats } from "./core/routing-stats.ts";
import { SessionManager } from "./core/session-manager.ts";

export interface CoreNeeds {
  settings: Config["server"];
  store: SessionStore;
  clock: Clock;
  logger: Logger;
  serverVersion: string;
}

/** The parts of the core, put together over what the store holds. */
export async function loadCore({ settings, store, clock, logger, serverVersion }: CoreNeeds) {
  const { heartbeatMs, routingStrategy, disabledTools } = settings;
  const sessions = new SessionManager(store, logger);
  await sessions.load(clock.now());
  const stats = new RoutingStats();
  const ledger = new CallLedger(clock);
  const audit = new AuditTrail(store, clock, logger);
  const router = new ConnectionRouter(sessions, stats, { heartbeatMs, strategy: routingStrategy });
  const tools = new ChromeTools({
    sessions,
    router,
    ledger,
    stats,
    audit,
    clock,
    logger,
    heartbeatMs,
    serverVersion,
    disabledTools: new Set(disabledTools),
  });
  return { sessions, stats, ledger, audit, router, tools, questions: new OpenQuestions() };
}
