import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import { sessionIdSchema, userIdSchema } from "../protocol/ids.ts";
import { type Asker, type Principal, reaches } from "./principal.ts";
import type { RoutedBy, RoutingStats, Strategy } from "./routing-stats.ts";
import type { SessionManager } from "./session-manager.ts";
import { type Session, conditionOf, isExpectedBack } from "./session.ts";

export interface Route {
  session: Session;
  by: RoutedBy;
}

const HOW_TO_CONNECT =
  "Install the extension in Chrome (the server's start page has it), open its popup and press Connect; then try again.";

/**
 * Decides whose browser a call is for (SPEC.md, RT). It only ever looks at the sessions its principal
 * may use, so that an id of somebody else is as unknown as one that never was.
 */
export class ConnectionRouter {
  readonly #sessions: SessionManager;
  readonly #stats: RoutingStats;
  readonly #heartbeatMs: number;
  readonly #strategy: Strategy;

  constructor(
    sessions: SessionManager,
    stats: RoutingStats,
    options: { heartbeatMs: number; strategy: Strategy },
  ) {
    this.#sessions = sessions;
    this.#stats = stats;
    this.#heartbeatMs = options.heartbeatMs;
    this.#strategy = options.strategy;
  }

  /** [RT1] The sessions a principal may use at all. An admin has statistics, not browsers. */
  *allowed(principal: Principal): Iterable<Session> {
    switch (principal.kind) {
      case "user":
        if (principal.scope !== "browser") yield* this.#sessions.ofUser(principal.userId);
        return;
      case "local":
        for (const session of this.#sessions.all()) {
          if (reaches(principal, session.record)) yield session;
        }
        return;
      case "admin":
        return;
    }
  }

  /** Sessions a principal is shown, which for an admin is all of them, to look at and not to use. */
  visible(principal: Principal): Iterable<Session> {
    return principal.kind === "admin" ? this.#sessions.all() : this.allowed(principal);
  }

  /** [RT2] Explicit session, else explicit user, else the asker's selection, else the strategy. */
  route(asker: Asker, browserId: string | undefined, nowMs: number): Outcome<Route> {
    const wanted = browserId ?? asker.sessionId ?? asker.userId;
    if (wanted !== undefined) return this.#explicit(asker.principal, wanted, nowMs);
    if (asker.selected !== undefined) {
      const selected = this.#permitted(asker.principal, asker.selected);
      if (selected) return succeed({ session: selected, by: "selection" });
      return fail(
        "no_browser",
        "The browser you selected is gone. Call chrome_list_browsers and select another.",
      );
    }
    return this.#byStrategy(this.allowed(asker.principal), nowMs);
  }

  #explicit(principal: Principal, wanted: string, nowMs: number): Outcome<Route> {
    const sessionId = sessionIdSchema.safeParse(wanted);
    if (sessionId.success) {
      const session = this.#permitted(principal, sessionId.data);
      return session ? succeed({ session, by: "session_id" }) : unknownBrowser();
    }
    const userId = userIdSchema.safeParse(wanted);
    if (!userId.success) return unknownBrowser();
    const ofUser = [...this.allowed(principal)].filter(
      ({ record }) => record.userId === userId.data,
    );
    if (ofUser.length === 0) return unknownBrowser();
    const found = this.#byStrategy(ofUser, nowMs);
    return found.ok ? succeed({ session: found.value.session, by: "user_id" }) : found;
  }

  #permitted(principal: Principal, sessionId: Session["record"]["id"]): Session | undefined {
    const session = this.#sessions.byId(sessionId);
    return session && reaches(principal, session.record) ? session : undefined;
  }

  /**
   * [RT5] Browsers that answer come first, then suspect, then paused ones. [RT6] A browser that lost its
   * socket a moment ago keeps its place among those that answer.
   */
  #byStrategy(sessions: Iterable<Session>, nowMs: number): Outcome<Route> {
    let best: Session | undefined;
    let bestTier = Infinity;
    for (const session of sessions) {
      const tier = this.#tier(session, nowMs);
      if (tier < bestTier || (tier === bestTier && best && this.#precedes(session, best))) {
        best = session;
        bestTier = tier;
      }
    }
    if (!best || bestTier === Infinity) {
      return fail("no_browser", `No browser of yours is connected. ${HOW_TO_CONNECT}`);
    }
    return succeed({ session: best, by: this.#strategy });
  }

  #tier(session: Session, nowMs: number): number {
    switch (conditionOf(session, nowMs, this.#heartbeatMs)) {
      case "connected":
        return 0;
      case "suspect":
        return 1;
      case "paused":
        return 2;
      case "detached":
        return isExpectedBack(session, nowMs) ? 0 : Infinity;
    }
  }

  /** [RT7] What each strategy promises. Equal ones go to the newest, then to the higher id, so that two calls agree. */
  #precedes(a: Session, b: Session): boolean {
    const order = this.#strategyOrder(a, b);
    if (order !== 0) return order < 0;
    const newest = b.record.createdMs - a.record.createdMs;
    return newest === 0 ? a.record.id > b.record.id : newest < 0;
  }

  #strategyOrder(a: Session, b: Session): number {
    switch (this.#strategy) {
      case "newest":
        return b.record.createdMs - a.record.createdMs;
      case "oldest":
        return a.record.createdMs - b.record.createdMs;
      case "most_active":
        return this.#stats.callsOf(b.record.id) - this.#stats.callsOf(a.record.id);
      case "least_busy":
        return this.#stats.inFlightOf(a.record.id) - this.#stats.inFlightOf(b.record.id);
      case "fastest":
        return roundTrip(a) - roundTrip(b);
    }
  }
}

/** Never measured counts as slow, but as finite: two of them compare as equal. */
function roundTrip(session: Session): number {
  const { presence } = session;
  return presence.state === "connected"
    ? (presence.roundTripMs ?? Number.MAX_SAFE_INTEGER)
    : Number.MAX_SAFE_INTEGER;
}

/** [RT3] The same words for an id that never was and for one that is somebody else's. */
function unknownBrowser(): Outcome<never> {
  return fail(
    "no_browser",
    `No browser of yours has this id. Call chrome_list_browsers for those you may use. ${HOW_TO_CONNECT}`,
  );
}
