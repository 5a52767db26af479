import packageJson from "../package.json" with { type: "json" };
import { CredentialAuthenticator } from "./auth/credential-authenticator.ts";
import { Credentials } from "./auth/credentials.ts";
import { BrowserEnrolment } from "./auth/enrolment.ts";
import { HostOrigin } from "./auth/host-origin.ts";
import { LastUse } from "./auth/last-use.ts";
import { peerOf } from "./auth/peer.ts";
import { Gateway } from "./chrome/gateway.ts";
import type { SocketState } from "./chrome/socket-state.ts";
import { startCleanUp } from "./clean-up.ts";
import type { Config } from "./config.ts";
import { isLoopbackHost } from "./config/reach.ts";
import { loadCore } from "./core-parts.ts";
import type { ChromeTools } from "./core/chrome-tools.ts";
import type { Clock, Logger, SessionStore } from "./core/ports.ts";
import { realClock } from "./core/real-clock.ts";
import type { SessionManager } from "./core/session-manager.ts";
import { type Entrances, enter } from "./entrances.ts";
import { chromeOffer } from "./mcp/chrome-offer.ts";
import { McpEndpoint } from "./mcp/endpoint.ts";
import { FolderLock } from "./store/folder-lock.ts";
import { SqliteSessionStore } from "./store/sqlite-session-store.ts";
import { MAX_TIMEOUT_MS } from "./tools/target.ts";
import type { Admits } from "./voice/room-owners.ts";
import { nodeIdOf } from "./voice/node-id.ts";
import { Voice } from "./voice/voice.ts";
import { Api } from "./web/api.ts";
import { EXTENSION_VERSION, embeddedFiles } from "./web/embedded-assets.ts";
import { Files } from "./web/files.ts";
import { problem } from "./web/json-answer.ts";
import { LOCAL_CREDENTIAL } from "./web/voice-token.ts";

/** Bun cuts an answer of which nothing came for so long. Whoever takes no stream hears nothing before a call has ended. */
const IDLE_TIMEOUT_S = MAX_TIMEOUT_MS / 1_000 + 30;

export interface App {
  /** Where the server listens, for people: `http://HOST:PORT`. */
  url: string;
  sessions: SessionManager;
  tools: ChromeTools;
  credentials: Credentials;
  /** Refuses new calls, lets running ones finish, tells everybody to come back, and closes the store. */
  drain(): Promise<void>;
}

/**
 * Puts the parts together and serves. Rejects when the address or the database cannot be used. The parts end in the
 * reverse order of their start, whether the server is drained or one of the later ones could not start.
 */
export async function startApp(
  { server: settings, voice: voiceSettings }: Config,
  logger: Logger,
  clock: Clock = realClock,
): Promise<App> {
  const serverVersion = packageJson.version;
  await using started = new AsyncDisposableStack();

  started.use(FolderLock.take(settings.dataDir));
  const store = started.use(SqliteSessionStore.open(settings.databaseFile, { logger, clock }));
  const lastUse = started.use(new LastUse({ store, clock, logger }));
  const core = await loadCore({ settings, store, clock, logger, serverVersion });
  const { sessions, stats, ledger, router, tools, questions } = core;
  started.defer(() => sessions.writeLastSeen());
  started.defer(() => core.audit.write());
  const listening: { server?: Bun.Server<SocketState> } = {};
  started.defer(() => listening.server?.stop(true));

  const { credentials, authenticator, enrolment, admits } = doors({
    settings,
    store,
    lastUse,
    clock,
  });
  const voice = new Voice({
    settings: voiceSettings,
    nodeId: nodeIdOf(settings.dataDir),
    tools,
    questions,
    clock,
    logger,
    admits,
    isUser: async (userId) => (await store.user(userId)) !== undefined,
  });
  const gateway = new Gateway({
    sessions,
    ledger,
    questions,
    enrolment,
    clock,
    logger,
    heartbeatMs: settings.heartbeatMs,
    serverVersion,
    extensionVersion: EXTENSION_VERSION,
    pageChanged: (userId) => voice.pageChanged(userId),
  });
  started.defer(() => gateway.close());
  const offer = chromeOffer(tools, serverVersion);
  const mcp = new McpEndpoint({ offer, authenticator, store, clock, logger });
  endTogether(credentials, { authenticator, mcp, gateway, voice });
  started.use(
    startCleanUp({ settings, sessions, stats, credentials, gateway, mcp, store, clock, logger }),
  );
  started.defer(async () => {
    const deadlineMs = settings.shutdownDeadlineMs;
    await Promise.all([voice.close(), ledger.drain(deadlineMs), mcp.drain(deadlineMs)]);
  });

  const api = new Api({
    authenticator,
    credentials,
    tools,
    router,
    sessions,
    store,
    voice,
    clock,
    serverVersion,
  });
  const files = new Files(embeddedFiles, () => voice.origins());
  const bun = Bun.serve<SocketState>({
    hostname: settings.host,
    port: settings.port,
    idleTimeout: IDLE_TIMEOUT_S,
    websocket: gateway.websocket,
    fetch: (request, server) => enter(entrances, request, server),
  });
  listening.server = bun;
  const port = bun.port ?? settings.port;
  const entrances = entrancesOf({ settings, port, logger, mcp, gateway, api, files });
  voice.start();

  const running = started.move();
  return {
    url: `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host}:${port}`,
    sessions,
    tools,
    credentials,
    drain: () => running.disposeAsync(),
  };
}

/** Who may come in, by what, and as whom. */
function doors(parts: {
  settings: Config["server"];
  store: SessionStore;
  lastUse: LastUse;
  clock: Clock;
}) {
  const { settings, store, clock } = parts;
  const localAllowed = settings.local && isLoopbackHost(settings.host);
  const credentials = new Credentials({ store, clock });
  return {
    credentials,
    authenticator: new CredentialAuthenticator({ ...parts, localAllowed }),
    enrolment: new BrowserEnrolment({ ...parts, credentials, policy: settings.enrolment }),
    admits: admitsBy(credentials, localAllowed),
  };
}

/** What runs with a credential ends with it. */
function endTogether(
  credentials: Credentials,
  parts: {
    authenticator: CredentialAuthenticator;
    mcp: McpEndpoint;
    gateway: Gateway;
    voice: Voice;
  },
): void {
  const { authenticator, mcp, gateway, voice } = parts;
  credentials.onEnded((credential) => {
    authenticator.forget(credential);
    const { id, scope, userId, installId } = credential;
    void mcp.credentialEnded(id);
    if (userId === null) return;
    if (scope === "browser") gateway.revoke(userId, installId);
    void voice.revoked(userId, id);
  });
}

/** As what somebody comes into a room: what a person needs in order to talk, their credential lets them do. */
function admitsBy(credentials: Credentials, localAllowed: boolean): Admits {
  return async (userId, credentialId) => {
    if (credentialId === LOCAL_CREDENTIAL) {
      return localAllowed ? { kind: "local", userId } : undefined;
    }
    const works = await credentials.works(userId, credentialId);
    return works ? { kind: "user", userId, scope: "control", credentialId } : undefined;
  };
}

interface Behind {
  settings: Config["server"];
  /** The one it really got. */
  port: number;
  logger: Logger;
  mcp: McpEndpoint;
  gateway: Gateway;
  api: Api;
  files: Files;
}

/** The parts that answer requests, behind the checks that each request has to pass. */
function entrancesOf({ settings, port, logger, mcp, gateway, api, files }: Behind): Entrances {
  const { host: hostname, publicUrl, allowedHosts, allowedOrigins } = settings;
  const boundToLoopback = isLoopbackHost(hostname);
  const hostOrigin = new HostOrigin({ hostname, port, publicUrl, allowedHosts, allowedOrigins });
  return {
    logger,
    guard: ({ headers }) => {
      const refused = hostOrigin.check(headers);
      return refused && problem(refused.status, refused.code, refused.message);
    },
    foreignOrigin: ({ headers }) => hostOrigin.foreignOrigin(headers),
    peerOf: ({ headers }, address) => peerOf(headers, address, boundToLoopback),
    mcp: mcp.handle.bind(mcp),
    chrome: (request, server, peer) =>
      hostOrigin.isExtension(request.headers)
        ? gateway.upgrade(request, server, peer)
        : problem(403, "wrong_origin", "This address is for the extension alone."),
    api: api.handle.bind(api),
    files: files.serve.bind(files),
  };
}
