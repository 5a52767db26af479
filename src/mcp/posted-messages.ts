import type { Logger } from "../core/ports.ts";
import { type Principal, principalKey } from "../core/principal.ts";
import { readJsonText } from "../http/json-text.ts";
import type { Reply } from "./exchange.ts";
import { accepted, jsonAnswer, refusal, replyAnswer, shuttingDown } from "./http-answer.ts";
import {
  INVALID_PARAMS,
  INVALID_REQUEST,
  type RpcRequest,
  errorJson,
  parseBody,
  parseMessage,
  resultJson,
} from "./json-rpc.ts";
import type { Asking, McpSession } from "./mcp-session.ts";
import { acceptedForms } from "./accepted-forms.ts";
import { hasBatches } from "./protocol-versions.ts";
import { type SessionBook, initializeSchema } from "./session-book.ts";
import type { McpOffer } from "./tool-shelf.ts";

/** Requests and notifications that one POST may carry, where the protocol version has batches. */
const MAX_BATCH = 64;

/** `?tools=full` in the address of the endpoint. */
const FULL_LIST = /[?&]tools=full(?:[&#]|$)/;

export interface PostedMessagesParts {
  offer: McpOffer;
  book: SessionBook;
  logger: Logger;
  maxBodyBytes: number;
  draining: () => boolean;
  /** The session of a request, or why there is none. */
  sessionOf: (request: Request, principal: Principal) => Promise<McpSession | Response>;
}

/** What a POST brings, from its bytes to its answer. */
export class PostedMessages {
  readonly #parts: PostedMessagesParts;

  constructor(parts: PostedMessagesParts) {
    this.#parts = parts;
  }

  async take(request: Request, principal: Principal): Promise<Response> {
    const forms = acceptedForms(request.headers.get("accept"));
    if (!forms.json && !forms.stream) {
      return refusal(406, "Accept must allow application/json or text/event-stream.");
    }
    const body = await readJsonText(request, this.#parts.maxBodyBytes);
    if (!body.ok) return refusal(body.status, body.message);
    const parsed = parseBody(body.text);
    if (!parsed.ok) return jsonAnswer(parsed.error, 400);
    if (Array.isArray(parsed.value)) return this.#takeBatch(request, principal, parsed.value);

    const message = parseMessage(parsed.value);
    if (!message.ok) return jsonAnswer(message.error, 400);
    const { value } = message;
    if (value.kind === "request" && this.#parts.draining()) return shuttingDown(value.id);
    if (value.kind === "request" && value.method === "initialize") {
      return this.#initialize(value, principal, forms.json);
    }
    const session = await this.#parts.sessionOf(request, principal);
    if (session instanceof Response) return session;
    if (value.kind !== "request") {
      await session.hear(value);
      return accepted();
    }
    const reply = await session.ask(value, asking(request, principal, forms.stream));
    return replyAnswer(reply, forms.json);
  }

  async #initialize(
    { id, params }: RpcRequest,
    principal: Principal,
    acceptsJson: boolean,
  ): Promise<Response> {
    const introduction = initializeSchema.safeParse(params);
    if (!introduction.success) {
      const message = "initialize needs protocolVersion, capabilities and clientInfo.";
      return jsonAnswer(errorJson(id, INVALID_PARAMS, message));
    }
    const { offer, book, logger } = this.#parts;
    const { record, caller } = await book.open(introduction.data, principalKey(principal));
    logger.info(
      { client: record.clientName, caller: caller.id, protocol: record.protocolVersion },
      "[MCP] A client opened a session",
    );
    const result = JSON.stringify({
      protocolVersion: record.protocolVersion,
      capabilities: offer.capabilities,
      serverInfo: { name: offer.name, title: offer.title, version: offer.version },
      instructions: offer.instructions,
    });
    const reply: Reply = { kind: "json", json: resultJson(id, result) };
    return replyAnswer(reply, acceptsJson, { "mcp-session-id": record.id });
  }

  /** Batches are answered as one JSON array once all their answers are there. */
  async #takeBatch(
    request: Request,
    principal: Principal,
    batch: readonly unknown[],
  ): Promise<Response> {
    const session = await this.#parts.sessionOf(request, principal);
    if (session instanceof Response) return session;
    const problem = whyNoBatch(batch, session.record.protocolVersion);
    if (problem !== undefined) return jsonAnswer(errorJson(null, INVALID_REQUEST, problem), 400);
    if (this.#parts.draining()) return shuttingDown(null);

    const from = asking(request, principal, false);
    const answers = await Promise.all(batch.map((value) => answerInBatch(session, value, from)));
    const answered = answers.filter((answer) => answer !== undefined);
    return answered.length === 0 ? accepted() : jsonAnswer(`[${answered.join(",")}]`);
  }
}

function whyNoBatch(batch: readonly unknown[], version: string): string | undefined {
  if (!hasBatches(version)) return `MCP ${version} has no batches: send one message in a POST.`;
  if (batch.length === 0) return "The batch is empty.";
  return batch.length > MAX_BATCH ? `A batch may hold ${MAX_BATCH} messages.` : undefined;
}

async function answerInBatch(
  session: McpSession,
  value: unknown,
  from: Asking,
): Promise<string | undefined> {
  const message = parseMessage(value);
  if (!message.ok) return message.error;
  if (message.value.kind !== "request") {
    await session.hear(message.value);
    return undefined;
  }
  const reply = await session.ask(message.value, from);
  return reply.kind === "json" ? reply.json : undefined;
}

function asking(request: Request, principal: Principal, mayStream: boolean): Asking {
  return {
    principal,
    sessionId: request.headers.get("x-session-id") ?? undefined,
    userId: request.headers.get("x-user-id") ?? undefined,
    list: FULL_LIST.test(request.url) ? "full" : "core",
    mayStream,
  };
}
