import type { Credentials } from "./auth/credentials.ts";
import type { Gateway } from "./chrome/gateway.ts";
import type { Config } from "./config.ts";
import { bugFields } from "./core/bug.ts";
import type { Clock, Logger, SessionStore } from "./core/ports.ts";
import type { RoutingStats } from "./core/routing-stats.ts";
import type { SessionManager } from "./core/session-manager.ts";
import type { McpEndpoint } from "./mcp/endpoint.ts";

const DAY_MS = 86_400_000;

/** For so long a credential that ended is told so, and is not simply unknown. */
const ENDED_KEPT_MS = 30 * DAY_MS;

export interface CleanUpParts {
  settings: Config["server"];
  sessions: SessionManager;
  stats: RoutingStats;
  credentials: Credentials;
  gateway: Gateway;
  mcp: McpEndpoint;
  store: SessionStore;
  clock: Clock;
  logger: Logger;
}

/**
 * Every `cleanup_interval`: ends what runs with expired credentials, closes silent connections, removes what
 * has been unused for too long, and writes the last-seen times. None begins before the one before it is done.
 */
export function startCleanUp(parts: CleanUpParts): AsyncDisposable {
  let running: Promise<void> | undefined;
  const stop = parts.clock.every(parts.settings.cleanupIntervalMs, () => {
    running ??= cleanUp(parts)
      .catch((cause: unknown) => parts.logger.error(bugFields(cause), "🧹 [Clean-up] Failed"))
      .finally(() => {
        running = undefined;
      });
  });
  return {
    async [Symbol.asyncDispose]() {
      stop();
      await running;
    },
  };
}

async function cleanUp(parts: CleanUpParts): Promise<void> {
  const { settings, sessions, stats, credentials, gateway, mcp, store, clock, logger } = parts;
  const nowMs = clock.now();
  await credentials.endExpired();
  const { removed, silent } = await sessions.sweep(nowMs, {
    silentMs: settings.silentTimeoutMs,
    maxInactiveMs: settings.maxInactiveMs,
  });
  gateway.closeSilent(silent);
  for (const { record } of removed) {
    stats.forget(record.id);
    logger.info({ userId: record.userId, sessionId: record.id }, "🧹 [Clean-up] Session removed");
  }
  const mcpSessions = await mcp.removeUnused(nowMs - settings.mcpMaxInactiveMs);
  await store.removeEndedBefore(nowMs - ENDED_KEPT_MS);
  await store.trimAudit(nowMs - settings.auditDays * DAY_MS);
  logger.debug(
    { removed: removed.length, silent: silent.length, mcpSessions },
    "🧹 [Clean-up] Done",
  );
}
