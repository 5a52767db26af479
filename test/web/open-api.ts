import { z } from "zod";
import { AuditTrail } from "../../src/core/audit-trail.ts";
import { CallLedger } from "../../src/core/call-ledger.ts";
import { ChromeTools } from "../../src/core/chrome-tools.ts";
import { ConnectionRouter } from "../../src/core/connection-router.ts";
import type { Peer, SessionStore } from "../../src/core/ports.ts";
import { RoutingStats } from "../../src/core/routing-stats.ts";
import { SessionManager } from "../../src/core/session-manager.ts";
import type { UserId } from "../../src/protocol/ids.ts";
import type { VoiceDesk } from "../../src/web/voice-token.ts";
import { Api } from "../../src/web/api.ts";
import { FAR, newInstallId, openOffice } from "../auth/office.ts";
import { FakeLink } from "../support/fake-browser.ts";
import { QuietLogger } from "../support/quiet-logger.ts";

export interface Ask {
  method?: string;
  as?: string | undefined;
  body?: BodyInit;
  json?: unknown;
  headers?: Record<string, string>;
  peer?: Peer;
}

export const credentialSchema = z.object({ id: z.string(), secret: z.string(), scope: z.string() });

const voiceOff: VoiceDesk = {
  state: () => ({ state: "off", why: "Not here." }),
  figures: () => undefined,
  invite: async () => ({ ok: false, why: "Not here." }),
};

/** The API on the real core and real auth, without a socket. */
export function openApi(
  health: ReturnType<SessionStore["health"]> = { state: "ok" },
  voice = voiceOff,
) {
  const office = openOffice();
  const { store, clock, authenticator, credentials } = office;
  const logger = new QuietLogger();
  const sessions = new SessionManager(store, logger);
  const stats = new RoutingStats();
  const heartbeatMs = 20_000;
  const router = new ConnectionRouter(sessions, stats, { heartbeatMs, strategy: "newest" });
  const tools = new ChromeTools({
    sessions,
    router,
    ledger: new CallLedger(clock),
    stats,
    audit: new AuditTrail(store, clock, logger),
    clock,
    logger,
    heartbeatMs,
    serverVersion: "1.2.3",
    disabledTools: new Set(),
  });
  const api = new Api({
    authenticator,
    credentials,
    tools,
    router,
    sessions,
    store: { health: () => health },
    voice,
    clock,
    serverVersion: "1.2.3",
  });

  const ask = async (path: string, { peer = FAR, ...options }: Ask = {}) => {
    const headers = new Headers(options.headers);
    if (options.as !== undefined) headers.set("authorization", `Bearer ${options.as}`);
    if (options.json !== undefined) headers.set("content-type", "application/json");
    const body = options.json === undefined ? options.body : JSON.stringify(options.json);
    const method = options.method ?? (body === undefined ? "GET" : "POST");
    const url = new URL(path, "http://localhost:3001");
    const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
    const response = await api.handle(request, url, peer);
    const text = await response.text();
    const answered: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: answered };
  };
  /** Connects a browser of a user; answers its session id. */
  const connect = async (userId: UserId) => {
    const arrival = {
      userId,
      info: {
        installId: newInstallId(),
        label: "Test",
        userAgent: "Chrome",
        extensionVersion: "1.0.0",
      },
      fromLoopback: false,
      link: new FakeLink(),
    };
    const { session } = await sessions.claim(arrival, clock.now());
    sessions.connect(session, arrival, clock.now());
    return session.record.id;
  };
  const make = async (as: string, scope: "control" | "view") => {
    const made = await ask("/api/credentials", { as, json: { scope, label: "Claude" } });
    return credentialSchema.parse(made.body);
  };
  return { ...office, ask, connect, make, sessions };
}
