import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { ToolOutput } from "../protocol/tool-result.ts";
import { health, selectBrowser } from "../tools/browsers.ts";
import {
  type ServerToolName,
  type ServerToolResult,
  type ToolName,
  isServerToolName,
} from "../tools/catalogue.ts";
import { browsersOf, nameOf } from "./browser-list.ts";
import type { ConnectionRouter } from "./connection-router.ts";
import type { Clock } from "./ports.ts";
import type { Asker } from "./principal.ts";
import type { RoutingStats } from "./routing-stats.ts";
import { type Session, conditionOf } from "./session.ts";

export interface ServerToolsParts {
  router: ConnectionRouter;
  stats: RoutingStats;
  clock: Clock;
  heartbeatMs: number;
  serverVersion: string;
}

type Handlers = {
  [N in ServerToolName]: (args: unknown, asker: Asker) => Outcome<ServerToolResult<N>>;
};

/** The tools that this server answers itself: which browsers there are, which one is meant, and how they do. */
export class ServerTools {
  readonly #parts: ServerToolsParts;

  readonly #handlers: Handlers = {
    chrome_list_browsers: (_args, asker) => succeed({ browsers: this.#list(asker) }),
    chrome_select_browser: (args, asker) =>
      this.#select(selectBrowser.args.parse(args).browserId, asker),
    chrome_health: (args, asker) => succeed(this.#health(health.args.parse(args).browserId, asker)),
  };

  constructor(parts: ServerToolsParts) {
    this.#parts = parts;
  }

  run(tool: ToolName, args: unknown, asker: Asker): Outcome<ToolOutput> {
    if (!isServerToolName(tool)) return fail("internal", "This tool does not run in the server.");
    const outcome = this.#handlers[tool](args, asker);
    return outcome.ok ? succeed({ data: outcome.value }) : outcome;
  }

  #list({ principal, selected }: Asker): ReturnType<typeof browsersOf> {
    const { router, clock, heartbeatMs } = this.#parts;
    return browsersOf(router.allowed(principal), selected, clock.now(), heartbeatMs);
  }

  /** [RT4] A selection binds the client that made it and nobody else. */
  #select(browserId: string, asker: Asker): Outcome<ServerToolResult<"chrome_select_browser">> {
    const { router, clock } = this.#parts;
    const route = router.route(asker, browserId, clock.now());
    if (!route.ok) return route;
    const { session } = route.value;
    asker.select(session.record.id);
    return succeed({ browserId: session.record.id, name: nameOf(session) });
  }

  #health(browserId: string | undefined, asker: Asker): ServerToolResult<"chrome_health"> {
    const { router, clock, serverVersion } = this.#parts;
    const route = router.route(asker, browserId, clock.now());
    if (!route.ok) return { serverVersion, browser: null, advice: route.failure.message };
    return { serverVersion, browser: this.#browserHealth(route.value.session) };
  }

  #browserHealth(session: Session): NonNullable<ServerToolResult<"chrome_health">["browser"]> {
    const { stats, clock, heartbeatMs } = this.#parts;
    const { record, presence } = session;
    return {
      browserId: record.id,
      name: nameOf(session),
      state: conditionOf(session, clock.now(), heartbeatMs),
      extensionVersion: record.extensionVersion,
      userAgent: record.userAgent,
      roundTripMs: presence.state === "connected" ? presence.roundTripMs : null,
      callsInFlight: stats.inFlightOf(record.id),
      permitted: presence.state === "connected" ? presence.permitted : null,
    };
  }
}
