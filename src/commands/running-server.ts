import { constants } from "node:os";
import { type App, startApp } from "../app.ts";
import type { Config } from "../config.ts";
import { bugFields } from "../core/bug.ts";
import { type ProcessLogger, createLogger } from "../logger.ts";
import { UnusableDatabaseError } from "../store/unusable-database-error.ts";

/** EX_UNAVAILABLE and EX_SOFTWARE of sysexits.h. */
const UNAVAILABLE = 69;
const BUG = 70;

/** What the end of a process may take on top of the deadline for running calls. */
const DRAIN_MARGIN_MS = 5_000;

export type StartedServer =
  | { ok: true; app: App; logger: ProcessLogger }
  | { ok: false; exitCode: number };

/** Starts the server in this process and says where it is, or why it cannot start. */
export async function startServer(config: Config): Promise<StartedServer> {
  const logger = createLogger(config.server);
  logBugs(logger);
  try {
    const app = await startApp(config, logger);
    logger.line(`chrome-mcp-remote-server ready at ${app.url}`);
    return { ok: true, app, logger };
  } catch (cause) {
    const reason = startProblem(cause, config.server);
    if (reason === undefined) logger.error(bugFields(cause), "🔴 [Server] Could not start");
    else console.error(reason);
    await logger.flush();
    return { ok: false, exitCode: reason === undefined ? BUG : UNAVAILABLE };
  }
}

/** Ends the server in order; a process that cannot do so in time ends anyway. */
export async function stopServer(
  { app, logger }: { app: Pick<App, "drain">; logger: ProcessLogger },
  config: Pick<Config, "server">,
): Promise<void> {
  logger.info({}, "🛑 [Server] Stopping: running calls may finish, browsers are told to come back");
  const deadline = Promise.withResolvers<"late">();
  const limitMs = config.server.shutdownDeadlineMs + DRAIN_MARGIN_MS;
  const timer = setTimeout(() => deadline.resolve("late"), limitMs);
  const drained = app.drain().catch((cause: unknown) => {
    logger.error(bugFields(cause), "🛑 [Server] Not everything could be ended");
  });
  const ended = await Promise.race([drained, deadline.promise]);
  clearTimeout(timer);
  if (ended === "late")
    logger.warn({ limitMs }, "🛑 [Server] Stopped before everything was finished");
  await logger.flush();
}

/** Settles at the first signal to stop. The second ends the process at once. */
export function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (asked) process.exit(128 + constants.signals[signal]);
      asked = true;
      resolve();
    });
  }
  return promise;
}

/** What nobody caught is logged by its class and place alone: its text may hold what a page said. */
function logBugs(logger: ProcessLogger): void {
  process.on("unhandledRejection", (cause) => {
    logger.error(bugFields(cause), "🔴 [Server] A promise was rejected and nobody noticed");
  });
  process.on("uncaughtException", (cause) => {
    logger.error(bugFields(cause), "🔴 [Server] A bug ended this process");
    void logger.flush().then(() => process.exit(BUG));
  });
}

function startProblem(cause: unknown, { host, port, databaseFile }: Config["server"]) {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "EADDRINUSE") {
    return (
      `Port ${port} of ${host} is in use by another program, perhaps by this server itself. ` +
      "Stop that one, or choose another with --port (0 takes a free one)."
    );
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `This machine has no address ${host}. Choose another with --host.`;
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR") {
    return (
      `Not permitted: either to listen on port ${port}, or to write ${databaseFile}. ` +
      "Choose others with --port and --data-dir."
    );
  }
  return cause instanceof UnusableDatabaseError ? cause.message : undefined;
}
