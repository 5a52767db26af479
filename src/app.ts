import packageJson from "../package.json" with { type: "json" };
import { CredentialAuthenticator } from "./auth/credential-authenticator.ts";
import { Credentials } from "./auth/credentials.ts";
import { BrowserEnrolment } from "./auth/enrolment.ts";
import { HostOrigin } from "./auth/host-origin.ts";
import { LastUse } from "./auth/last-use.ts";
import { isLoopbackAddress, peerOf } from "./auth/peer.ts";
import { Gateway } from "./chrome/gateway.ts";
import type { SocketState } from "./chrome/socket-state.ts";
import { startCleanUp } from "./clean-up.ts";
import type { Config } from "./config.ts";
import { AuditTrail } from "./core/audit-trail.ts";
import { CallLedger } from "./core/call-ledger.ts";
import { ChromeTools } from "./core/chrome-tools.ts";
import { ConnectionRouter } from "./core/connection-router.ts";
import { OpenQuestions } from "./core/open-questions.ts";
import type { Clock, Logger } from "./core/ports.ts";
import { realClock } from "./core/real-clock.ts";
import { RoutingStats } from "./core/routing-stats.ts";
import { SessionManager } from "./core/session-manager.ts";
import { enter } from "./entrances.ts";
import { chromeOffer } from "./mcp/chrome-offer.ts";
import { McpEndpoint } from "./mcp/endpoint.ts";
import { FolderLock } from "./store/folder-lock.ts";
import { SqliteSessionStore } from "./store/sqlite-session-store.ts";
import { Api } from "./web/api.ts";
import { EXTENSION_VERSION, embeddedFiles } from "./web/embedded-assets.ts";
import { Files } from "./web/files.ts";
import { LOCAL_CREDENTIAL } from "./web/voice-token.ts";
import { Voice } from "./voice/voice.ts";

export interface App {
  /** Where the server listens, for people: `http://HOST:PORT`. */
  url: string;
  sessions: SessionManager;
  tools: ChromeTools;
  credentials: Credentials;
  /** Refuses new calls, lets running ones finish, tells everybody to come back, and closes the store. */
  drain(): Promise<void>;
}

/** Puts the parts together and serves. Rejects when the address or the database cannot be used. */
export async function startApp(
  { server: settings, voice: voiceSettings }: Config,
  logger: Logger,
  clock: Clock = realClock,
): Promise<App> {
  const serverVersion = packageJson.version;
  const { heartbeatMs } = settings;
  const lock = FolderLock.take(settings.dataDir);
  const store = SqliteSessionStore.open(settings.databaseFile, { logger, clock });
  const sessions = new SessionManager(store, logger);
  await sessions.load(clock.now());

  const stats = new RoutingStats();
  const ledger = new CallLedger(clock);
  const questions = new OpenQuestions();
  const audit = new AuditTrail(store, clock, logger);
  const router = new ConnectionRouter(sessions, stats, {
    heartbeatMs,
    strategy: settings.routingStrategy,
  });
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
    disabledTools: new Set(settings.disabledTools),
  });

  const boundToLoopback = settings.host === "localhost" || isLoopbackAddress(settings.host);
  const localAllowed = settings.local && boundToLoopback;
  const lastUse = new LastUse({ store, clock, logger });
  const authenticator = new CredentialAuthenticator({
    store,
    lastUse,
    clock,
    localAllowed,
  });
  const credentials = new Credentials({ store, clock });
  const voice = new Voice({
    settings: voiceSettings,
    tools,
    questions,
    clock,
    logger,
    admits: async (userId, credentialId) => {
      if (credentialId === LOCAL_CREDENTIAL) {
        return localAllowed ? { kind: "local", userId } : undefined;
      }
      const holds = (await credentials.list(userId)).some(({ id }) => id === credentialId);
      return holds ? { kind: "user", userId, scope: "control", credentialId } : undefined;
    },
  });
  const gateway = new Gateway({
    sessions,
    ledger,
    questions,
    clock,
    logger,
    heartbeatMs,
    serverVersion,
    extensionVersion: EXTENSION_VERSION,
    pageChanged: (userId) => voice.pageChanged(userId),
    enrolment: new BrowserEnrolment({
      store,
      credentials,
      lastUse,
      clock,
      policy: settings.enrolment,
    }),
  });
  credentials.onEnded((credential) => {
    authenticator.forget(credential);
    const { id, scope, userId, installId } = credential;
    void mcp.credentialEnded(id);
    if (userId === null) return;
    if (scope === "browser") gateway.revoke(userId, installId);
    void voice.revoked(userId, id);
  });
  const mcp = new McpEndpoint({
    offer: chromeOffer(tools, serverVersion),
    authenticator,
    store,
    clock,
    logger,
  });
  const api = new Api({ authenticator, credentials, tools, router, store, voice, serverVersion });
  const files = new Files(embeddedFiles, () => voice.origins());

  const bun = Bun.serve<SocketState>({
    hostname: settings.host,
    port: settings.port,
    // Bun cuts answers that are quiet for longer; streams send a comment every 15 s.
    idleTimeout: 60,
    websocket: gateway.websocket,
    fetch: (request, server) => enter(entrances, request, server),
  });
  const hostOrigin = new HostOrigin({
    hostname: settings.host,
    port: bun.port ?? settings.port,
    publicUrl: settings.publicUrl,
    allowedHosts: settings.allowedHosts,
    allowedOrigins: settings.allowedOrigins,
  });
  const entrances = {
    logger,
    guard: (request: Request) => refusal(hostOrigin.check(request.headers)),
    peerOf: (request: Request, address: () => string | undefined) =>
      peerOf(request.headers, address, boundToLoopback),
    mcp: mcp.handle.bind(mcp),
    chrome: (request: Request, server: Bun.Server<SocketState>, peer: { loopback: boolean }) =>
      hostOrigin.isExtension(request.headers)
        ? gateway.upgrade(request, server, peer)
        : refusal({
            status: 403,
            code: "wrong_origin",
            message: "This address is for the extension alone.",
          }),
    api: api.handle.bind(api),
    files: files.serve.bind(files),
  };
  const stopCleanUp = startCleanUp({
    settings,
    sessions,
    stats,
    credentials,
    gateway,
    mcp,
    store,
    clock,
    logger,
  });

  voice.start();

  return {
    url: `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host}:${bun.port}`,
    sessions,
    tools,
    credentials,
    async drain() {
      stopCleanUp();
      await Promise.all([
        voice.close(),
        ledger.drain(settings.shutdownDeadlineMs),
        mcp.drain(settings.shutdownDeadlineMs),
      ]);
      gateway.close();
      await bun.stop(true);
      await audit.write();
      await sessions.writeLastSeen();
      await lastUse[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      lock[Symbol.dispose]();
    },
  };
}

function refusal(
  refused: { status: number; code: string; message: string } | undefined,
): Response | undefined {
  if (!refused) return undefined;
  const { status, code, message } = refused;
  return Response.json({ error: { code, message } }, { status });
}
