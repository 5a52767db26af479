/**
 * The entrance for MCP clients: streamable HTTP of 2025-11-25 and older.
 *
 *   POST initialize ──▶ a session ── POST … ──▶ answers ── DELETE ──▶ gone
 *                          └── GET ──▶ a stream for what belongs to no request, or the rest of a broken one
 *
 * Every request proves its principal; the session id carries protocol state and no permission.
 */
import { bugFields } from "../core/bug.ts";
import type { Authenticator, Clock, Logger, Peer, SessionStore } from "../core/ports.ts";
import { type Principal, principalKey } from "../core/principal.ts";
import { parseEventId } from "./event-id.ts";
import type { Exchange } from "./exchange.ts";
import { notAllowed, refusal, shuttingDown, streamAnswer } from "./http-answer.ts";
import { INTERNAL_ERROR, SESSION_NOT_FOUND } from "./json-rpc.ts";
import { lostAnswer } from "./lost-answer.ts";
import type { McpSession } from "./mcp-session.ts";
import { acceptedForms } from "./accepted-forms.ts";
import { PostedMessages } from "./posted-messages.ts";
import { PROTOCOL_VERSIONS } from "./protocol-versions.ts";
import { requestSecret } from "./request-secret.ts";
import { SessionBook } from "./session-book.ts";
import type { SseSink } from "./sse-sink.ts";
import { RING_BOUNDS, type RingBounds, StreamRing } from "./stream-ring.ts";
import type { McpOffer } from "./tool-shelf.ts";

export interface McpEndpointParts {
  /** What is served: `chromeOffer`, or fixtures. */
  offer: McpOffer;
  authenticator: Authenticator;
  store: SessionStore;
  clock: Clock;
  logger: Logger;
  /** Largest body of a POST. */
  maxBodyBytes?: number;
  /** How long a call may take before its answer becomes a stream. */
  streamAfterMs?: number;
  ringBounds?: RingBounds;
  maxSessionsInMemory?: number;
}

export interface McpStats {
  sessionsInMemory: number;
  runningRequests: number;
  openStreams: number;
  keptStreams: number;
  /** Characters of JSON that wait for clients to come back. */
  keptCharacters: number;
}

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const STREAM_AFTER_MS = 2_000;
/** Shorter than any proxy's patience. */
const COMMENT_EVERY_MS = 15_000;
const WRITE_SEEN_EVERY_MS = 30_000;

export class McpEndpoint {
  readonly #authenticator: Authenticator;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #streams: StreamRing;
  readonly #book: SessionBook;
  readonly #messages: PostedMessages;
  readonly #openSinks = new Set<SseSink>();
  readonly #running = new Set<Exchange>();
  readonly #stopTicking: () => void;
  #draining = false;
  #onIdle: () => void = () => {};

  constructor(parts: McpEndpointParts) {
    const { offer, clock, logger } = parts;
    this.#authenticator = parts.authenticator;
    this.#clock = clock;
    this.#logger = logger;
    this.#streams = new StreamRing(clock, this.#openSinks, parts.ringBounds ?? RING_BOUNDS);
    this.#book = new SessionBook({
      store: parts.store,
      clock,
      logger,
      surroundings: {
        offer,
        clock,
        logger,
        streams: this.#streams,
        openSinks: this.#openSinks,
        running: this.#running,
        streamAfterMs: parts.streamAfterMs ?? STREAM_AFTER_MS,
        onIdle: () => this.#onIdle(),
      },
      maxInMemory: parts.maxSessionsInMemory,
    });
    this.#messages = new PostedMessages({
      offer,
      book: this.#book,
      logger,
      maxBodyBytes: parts.maxBodyBytes ?? MAX_BODY_BYTES,
      draining: () => this.#draining,
      sessionOf: (request, principal) => this.#sessionOf(request, principal),
    });
    const stopComments = clock.every(COMMENT_EVERY_MS, () => this.#keepOpen());
    const stopWriting = clock.every(WRITE_SEEN_EVERY_MS, () => void this.#writeLastSeen());
    this.#stopTicking = () => {
      stopComments();
      stopWriting();
    };
  }

  /** Answers any request to `/mcp` or `/mcp/<pathSecret>`. Host and Origin were checked before. */
  async handle(request: Request, pathSecret: string | undefined, peer: Peer): Promise<Response> {
    try {
      return await this.#handle(request, pathSecret, peer);
    } catch (cause) {
      this.#logger.error(bugFields(cause), "[MCP] A request failed by a bug");
      return refusal(500, "internal: the server has a bug here.", { code: INTERNAL_ERROR });
    }
  }

  /** Takes no new requests, gives running ones `deadlineMs` to finish, then ends every stream. */
  async drain(deadlineMs: number): Promise<void> {
    this.#draining = true;
    await this.#idleWithin(deadlineMs);
    for (const exchange of this.#running) {
      const { requestId, isToolCall } = exchange;
      exchange.answer(lostAnswer(requestId, isToolCall, "shutting_down"));
    }
    for (const sink of this.#openSinks) sink.end();
    this.#stopTicking();
    await this.#writeLastSeen();
  }

  /** Ends the sessions opened with this credential: their calls are cancelled, their streams end. */
  async credentialEnded(credentialId: string): Promise<void> {
    try {
      await this.#book.removeOpenedBy(credentialId);
    } catch (cause) {
      this.#logger.error(
        bugFields(cause),
        "[MCP] Sessions of a credential that ended were not removed",
      );
    }
  }

  /** Ends the sessions that nobody used since `beforeMs`; answers how many. */
  removeUnused(beforeMs: number): Promise<number> {
    return this.#book.removeUnused(beforeMs);
  }

  stats(): McpStats {
    return {
      sessionsInMemory: this.#book.size,
      runningRequests: this.#running.size,
      openStreams: this.#openSinks.size,
      keptStreams: this.#streams.size,
      keptCharacters: this.#streams.kept,
    };
  }

  async #handle(request: Request, pathSecret: string | undefined, peer: Peer): Promise<Response> {
    const given = requestSecret(request, pathSecret);
    if (!given.usable) return refusal(401, UNUSABLE_CREDENTIAL);
    const known = await this.#authenticator.authenticate(given.secret, peer);
    // No WWW-Authenticate: there is no OAuth here, and clients open a window for it.
    if (!known.ok) return refusal(known.refusal.status, known.refusal.message);
    const { principal } = known;
    const forbidden = whyForbidden(principal);
    if (forbidden !== undefined) return refusal(403, forbidden);

    const version = request.headers.get("mcp-protocol-version");
    if (version !== null && !PROTOCOL_VERSIONS.includes(version)) {
      return refusal(400, `MCP-Protocol-Version must be one of ${PROTOCOL_VERSIONS.join(", ")}.`);
    }
    switch (request.method) {
      case "POST":
        return this.#messages.take(request, principal);
      case "GET":
        return this.#get(request, principal);
      case "DELETE":
        return this.#delete(request, principal);
      default:
        return notAllowed();
    }
  }

  async #get(request: Request, principal: Principal): Promise<Response> {
    // Clients that probe for the older transport stop at 405 and try for ever at 400.
    if (!request.headers.has("mcp-session-id")) return notAllowed();
    if (!acceptedForms(request.headers.get("accept")).stream) {
      return refusal(406, "Accept must allow text/event-stream.");
    }
    if (this.#draining) return shuttingDown();
    const session = await this.#sessionOf(request, principal);
    if (session instanceof Response) return session;
    const last = parseEventId(request.headers.get("last-event-id") ?? "");
    const sink = last ? session.resume(last) : session.listen();
    return streamAnswer(sink.body);
  }

  async #delete(request: Request, principal: Principal): Promise<Response> {
    const session = await this.#sessionOf(request, principal);
    if (session instanceof Response) return session;
    await this.#book.remove([session.record.id]);
    return new Response(null, { status: 200 });
  }

  async #sessionOf(request: Request, principal: Principal): Promise<McpSession | Response> {
    const id = request.headers.get("mcp-session-id");
    if (id === null) {
      return refusal(400, "The Mcp-Session-Id header is missing. Send initialize first.");
    }
    const session = await this.#book.find(id, principalKey(principal));
    if (session) return session;
    const message = "There is no such MCP session. Send initialize again.";
    return refusal(404, message, { code: SESSION_NOT_FOUND });
  }

  async #idleWithin(deadlineMs: number): Promise<void> {
    if (this.#running.size === 0 || deadlineMs <= 0) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const stopWaiting = this.#clock.after(deadlineMs, () => resolve(undefined));
    this.#onIdle = () => resolve(undefined);
    await promise;
    stopWaiting();
  }

  #keepOpen(): void {
    for (const sink of this.#openSinks) sink.write(": \n\n");
    this.#streams.expire();
  }

  async #writeLastSeen(): Promise<void> {
    try {
      await this.#book.writeLastSeen();
    } catch (cause) {
      this.#logger.error(bugFields(cause), "[MCP] Last-seen times could not be saved");
    }
  }
}

const UNUSABLE_CREDENTIAL =
  "Send the credential either in the address or as `Authorization: Bearer <credential>`; if in both, the same.";

const PERSONAL_ADDRESS = "Use the personal MCP address from the extension's popup.";

/** Extensions and the admin have entrances of their own. */
function whyForbidden(principal: Principal): string | undefined {
  if (principal.kind === "admin") {
    return `An admin credential opens the server's statistics, not browsers. ${PERSONAL_ADDRESS}`;
  }
  if (principal.kind === "user" && principal.scope === "browser") {
    return `This credential belongs to an extension, not to an MCP client. ${PERSONAL_ADDRESS}`;
  }
  return undefined;
}
