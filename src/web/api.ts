import { z } from "zod";
import type { ChromeTools } from "../core/chrome-tools.ts";
import type { ConnectionRouter } from "../core/connection-router.ts";
import type { Authenticator, Clock, CredentialRecord, Peer, SessionStore } from "../core/ports.ts";
import { type Principal, principalKey, seesWholeServer } from "../core/principal.ts";
import type { SessionManager } from "../core/session-manager.ts";
import { RateLimit } from "../core/rate-limit.ts";
import { bearerOf } from "../http/bearer.ts";
import type { UserId } from "../protocol/ids.ts";
import { HeldAnswers } from "./held-answers.ts";
import { answer, problem } from "./json-answer.ts";
import { jsonBody } from "./json-body.ts";
import { type VoiceDesk, voiceToken } from "./voice-token.ts";

type UserPrincipal = Extract<Principal, { kind: "user" }>;

const YEAR_MS = 365 * 86_400_000;

/** Credentials and invitations that one user, or one admin, may make. */
export const MADE_A_MINUTE = 60;

const wishedCredential = z.strictObject({
  scope: z.enum(["control", "view"]),
  label: z.string().max(80).default(""),
  expiresInMs: z
    .number()
    .int()
    .positive()
    .max(10 * YEAR_MS)
    .optional(),
});

const wishedInvitation = z.strictObject({
  uses: z.number().int().positive().max(1_000).optional(),
  expiresInMs: z.number().int().positive().max(YEAR_MS).optional(),
});

/** What the API needs to make and end credentials. */
export interface CredentialOffice {
  make(
    maker: UserPrincipal,
    wish: z.infer<typeof wishedCredential>,
  ): Promise<{ credential: CredentialRecord; secret: string } | undefined>;
  list(userId: UserId): Promise<CredentialRecord[]>;
  revoke(userId: UserId, id: string): Promise<boolean>;
  invite(
    maker: UserPrincipal | undefined,
    wish: z.infer<typeof wishedInvitation>,
  ): Promise<{ invitation: string; expiresMs: number }>;
}

export interface ApiParts {
  authenticator: Authenticator;
  credentials: CredentialOffice;
  tools: Pick<ChromeTools, "getSessionStats" | "getRoutingStats" | "browsers">;
  router: Pick<ConnectionRouter, "allowed">;
  sessions: Pick<SessionManager, "onChange">;
  store: Pick<SessionStore, "health">;
  voice: VoiceDesk;
  clock: Clock;
  serverVersion: string;
}

/** One request, its asker known. `id` is the last part of the path, where there is one. */
interface Asked {
  request: Request;
  principal: Principal;
  id: string;
}

type Endpoint = (asked: Asked) => Response | Promise<Response>;

/** The JSON API behind the start page and the extension's popup. */
export class Api {
  readonly #parts: ApiParts;
  readonly #held: HeldAnswers;
  readonly #made = new RateLimit<string>(MADE_A_MINUTE, 60_000);
  readonly #endpoints: ReadonlyMap<string, Readonly<Record<string, Endpoint>>>;

  constructor(parts: ApiParts) {
    this.#parts = parts;
    this.#held = new HeldAnswers({
      clock: parts.clock,
      onChange: (changed) => parts.sessions.onChange(changed),
    });
    this.#endpoints = new Map<string, Record<string, Endpoint>>([
      ["/api/stats", { GET: (asked) => this.#stats(asked) }],
      ["/api/browsers", { GET: (asked) => this.#browsers(asked) }],
      [
        "/api/credentials",
        {
          GET: (asked) => this.#listCredentials(asked),
          POST: (asked) => this.#makeCredential(asked),
        },
      ],
      ["/api/credentials/:id", { DELETE: (asked) => this.#revokeCredential(asked) }],
      ["/api/invitations", { POST: (asked) => this.#invite(asked) }],
      [
        "/api/voice/token",
        { POST: ({ principal, request }) => voiceToken(this.#parts, principal, request) },
      ],
    ]);
  }

  handle(request: Request, { pathname }: URL, peer: Peer): Promise<Response> {
    return this.#held.answer(request, () => this.#answer(request, pathname, peer));
  }

  async #answer(request: Request, path: string, peer: Peer): Promise<Response> {
    const method = request.method === "HEAD" ? "GET" : request.method;
    if (path === "/health") return method === "GET" ? this.#health() : wrongMethod(["GET"]);
    const [, id = ""] = /^\/api\/credentials\/([\w-]{1,128})$/.exec(path) ?? [];
    const methods = this.#endpoints.get(id === "" ? path : "/api/credentials/:id");
    if (!methods) return problem(404, "not_found", "The API has no such address.");
    const endpoint = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!endpoint) return wrongMethod(Object.keys(methods));

    const authenticated = await this.#parts.authenticator.authenticate(
      bearerOf(request.headers),
      peer,
    );
    if (!authenticated.ok) {
      return unauthorized(authenticated.refusal.message);
    }
    return endpoint({ request, principal: authenticated.principal, id });
  }

  #health(): Response {
    const store = this.#parts.store.health();
    return answer({ status: store.state, version: this.#parts.serverVersion, store });
  }

  #stats({ principal }: Asked): Response {
    const { tools, router, voice } = this.#parts;
    if (seesWholeServer(principal)) {
      return answer({
        sessions: tools.getSessionStats(),
        routing: tools.getRoutingStats(),
        voice: { ...voice.state(), ...voice.figures() },
      });
    }
    const viewer = asViewer(principal);
    const browsers = tools.browsers({ principal: viewer, selected: undefined });
    const { sessions } = tools.getRoutingStats(router.allowed(viewer));
    return answer({
      sessions: {
        totalSessions: browsers.length,
        activeConnections: browsers.filter(({ state }) => state !== "detached").length,
      },
      routing: { sessions },
      voice: voice.state(),
    });
  }

  #browsers({ principal }: Asked): Response {
    const browsers = this.#parts.tools.browsers({
      principal: asViewer(principal),
      selected: undefined,
    });
    const body = {
      browsers: browsers.map(({ browserId, userId, name, state }) => ({
        browserId,
        userId,
        name,
        state,
      })),
    };
    const response = answer(body);
    response.headers.set("ETag", `"${Bun.hash(JSON.stringify(body)).toString(36)}"`);
    return response;
  }

  async #listCredentials({ principal }: Asked): Promise<Response> {
    if (!isOwner(principal)) return notAnOwner();
    const credentials = await this.#parts.credentials.list(principal.userId);
    return answer({
      credentials: credentials.map(({ id, scope, label, createdMs, expiresMs, lastUsedMs }) => ({
        id,
        scope,
        label,
        createdMs,
        expiresMs,
        lastUsedMs,
      })),
    });
  }

  async #makeCredential({ request, principal }: Asked): Promise<Response> {
    if (!isOwner(principal)) return notAnOwner();
    const wish = await jsonBody(request, wishedCredential);
    if (!wish.ok) return wish.response;
    if (!this.#mayMake(principal)) return tooMany();
    const made = await this.#parts.credentials.make(principal, wish.body);
    if (!made) return unauthorized("This credential was revoked.");
    const { id, scope, expiresMs } = made.credential;
    return answer({ id, secret: made.secret, scope, expiresMs }, 201);
  }

  async #revokeCredential({ principal, id }: Asked): Promise<Response> {
    if (!isOwner(principal)) return notAnOwner();
    return (await this.#parts.credentials.revoke(principal.userId, id))
      ? answer({ revoked: id })
      : problem(404, "not_found", "You have no credential of this id.");
  }

  async #invite({ request, principal }: Asked): Promise<Response> {
    if (principal.kind !== "admin" && !isOwner(principal)) return notAnOwner();
    const wish = await jsonBody(request, wishedInvitation);
    if (!wish.ok) return wish.response;
    if (!this.#mayMake(principal)) return tooMany();
    const maker = principal.kind === "admin" ? undefined : principal;
    return answer(await this.#parts.credentials.invite(maker, wish.body), 201);
  }

  #mayMake(principal: Principal): boolean {
    const maker = principal.kind === "user" ? principal.userId : principalKey(principal);
    return this.#made.take(maker, this.#parts.clock.now());
  }
}

/** May this principal make and end what reaches the user's browsers? */
function isOwner(principal: Principal): principal is UserPrincipal {
  return principal.kind === "user" && principal.scope !== "view";
}

/** An extension sees the list of its user's browsers, though its credential drives none of them. */
function asViewer(principal: Principal): Principal {
  return principal.kind === "user" ? { ...principal, scope: "view" } : principal;
}

function notAnOwner(): Response {
  return problem(
    403,
    "forbidden",
    "This needs a credential of the browser's owner that may act. Use the extension's popup.",
  );
}

function unauthorized(message: string): Response {
  return problem(401, "unauthorized", message, { "WWW-Authenticate": "Bearer" });
}

function tooMany(): Response {
  const message = "Too many were made just now. Try again in a minute.";
  return problem(429, "too_many", message, { "Retry-After": "60" });
}

function wrongMethod(allowed: readonly string[]): Response {
  const list = allowed.join(", ");
  return problem(405, "wrong_method", `This address takes ${list}.`, { Allow: list });
}
