import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { Caller } from "../protocol/call-tool.ts";
import { bugFields } from "../core/bug.ts";
import type { Logger, McpSessionRecord } from "../core/ports.ts";
import type { Asker, Principal } from "../core/principal.ts";
import { failedResult } from "./call-result.ts";
import { RETRY_MS } from "./call-stream.ts";
import type { EventId } from "./event-id.ts";
import type { Exchange, Reply } from "./exchange.ts";
import {
  INTERNAL_ERROR,
  INVALID_PARAMS,
  INVALID_REQUEST,
  type RequestId,
  type RpcMessage,
  type RpcRequest,
  errorJson,
  requestIdSchema,
  resultJson,
} from "./json-rpc.ts";
import { lostAnswer } from "./lost-answer.ts";
import { understandsPriming } from "./protocol-versions.ts";
import { type RequestKind, type RequestSurroundings, RunningRequests } from "./running-requests.ts";
import { SlowPath } from "./slow-path.ts";
import { SseSink, eventFrame } from "./sse-sink.ts";
import type { ToolList } from "./tool-list.ts";
import type { CallContext, McpOffer } from "./tool-shelf.ts";

/** What all MCP sessions of a process share. */
export interface SessionSurroundings extends RequestSurroundings {
  offer: McpOffer;
  logger: Logger;
  /** Every open HTTP stream, for the comments that keep them open. */
  openSinks: Set<SseSink>;
  /** Never rejects. */
  save: (record: McpSessionRecord) => Promise<void>;
}

/** What one HTTP request says beside its messages. */
export interface Asking {
  principal: Principal;
  sessionId: string | undefined;
  userId: string | undefined;
  /** The tools that it wants to be told of. */
  list: ToolList;
  /** The answer may become a stream. */
  mayStream: boolean;
}

const callParamsSchema = z.object({
  name: z.string(),
  arguments: z.unknown().optional(),
  _meta: z.object({ progressToken: requestIdSchema.optional() }).optional(),
});

const cancelledSchema = z.object({ requestId: requestIdSchema });

/** One MCP client between its initialize and its end. */
export class McpSession {
  record: McpSessionRecord;
  readonly caller: Caller;
  readonly #capabilities: Record<string, unknown>;
  readonly #around: SessionSurroundings;
  readonly #running: RunningRequests;
  #slowPath: Promise<SlowPath> | undefined;
  #listener: SseSink | undefined;
  #ended = false;
  #saving: Promise<void> | undefined;

  constructor(
    record: McpSessionRecord,
    capabilities: Record<string, unknown>,
    around: SessionSurroundings,
  ) {
    this.record = record;
    this.#capabilities = capabilities;
    this.#around = around;
    this.#running = new RunningRequests(around);
    this.caller = {
      id: `mcp_${new Bun.CryptoHasher("sha256").update(record.id).digest("hex").slice(0, 24)}`,
      name: record.clientName,
      kind: "mcp",
    };
  }

  /** Nothing of it lives in memory only, so it can be loaded again when it is next asked for. */
  get idle(): boolean {
    return this.#running.size === 0 && !this.#listener?.open;
  }

  get ended(): boolean {
    return this.#ended;
  }

  ask(request: RpcRequest, asking: Asking): Reply | Promise<Reply> {
    switch (request.method) {
      case "ping":
        return json(resultJson(request.id, "{}"));
      case "tools/list":
        return json(resultJson(request.id, this.#around.offer.shelf.listJson[asking.list]));
      case "tools/call":
        return this.#callTool(request, asking);
      case "initialize":
        return json(errorJson(request.id, INVALID_REQUEST, "This session is initialized already."));
      default:
        return this.#askSlowPath(request, asking);
    }
  }

  /** A notification, or an answer to a request of the server. */
  async hear(message: Exclude<RpcMessage, RpcRequest>): Promise<void> {
    if (message.kind === "notification") {
      if (message.method === "notifications/initialized") return;
      if (message.method === "notifications/cancelled") {
        const cancelled = cancelledSchema.safeParse(message.params);
        if (cancelled.success) this.#running.get(cancelled.data.requestId)?.cancel();
      }
    }
    (await this.#slowPath)?.receive(message.raw);
  }

  /** The stream for messages that belong to no request. It takes the place of the one before. */
  listen(): SseSink {
    this.#listener?.end();
    this.#listener = new SseSink(`: open\nretry: ${RETRY_MS}\n\n`, this.#around.openSinks);
    return this.#listener;
  }

  /** The rest of a stream that broke off, or the honest answer that there is none. */
  resume(last: EventId): SseSink {
    const { streams, openSinks } = this.#around;
    const stream = streams.find(last, this.record.id);
    if (stream) return stream.read(last.event);
    const why = last.boot === streams.boot ? "forgotten" : "restarted";
    const answer = lostAnswer(last.requestId, last.isToolCall, why);
    const sink = new SseSink(eventFrame(undefined, answer), openSinks);
    sink.end();
    return sink;
  }

  /** The client said goodbye, or may be here no longer: what it still has running is cancelled. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#running.cancelAll();
    this.#listener?.end();
    this.#around.streams.forgetSession(this.record.id);
    await (await this.#slowPath)?.server.close();
  }

  #callTool(request: RpcRequest, asking: Asking): Reply | Promise<Reply> {
    const { id } = request;
    const { shelf } = this.#around.offer;
    const params = callParamsSchema.safeParse(request.params);
    if (!params.success) {
      const message = "tools/call needs the tool's name, and arguments that are an object.";
      return json(errorJson(id, INVALID_PARAMS, message));
    }
    const { name, arguments: args, _meta } = params.data;
    if (!shelf.has(name)) {
      const message = `Unknown tool: ${name.slice(0, 64)}. tools/list has them all.`;
      return json(errorJson(id, INVALID_PARAMS, message));
    }
    const exchange = this.#running.open(id, this.#kind(true, asking));
    if (!exchange) return json(alreadyRunning(id));
    const context: CallContext = {
      asker: this.#asker(asking),
      requestId: id,
      signal: exchange.signal,
      progress: progressTo(exchange, _meta?.progressToken),
      dropReader: () => exchange.dropReader(),
      server: async () => (await this.#openSlowPath()).server,
    };
    void this.#runTool(exchange, name, args, context);
    return exchange.reply;
  }

  async #runTool(
    exchange: Exchange,
    name: string,
    args: unknown,
    context: CallContext,
  ): Promise<void> {
    let result: CallToolResult;
    try {
      result = await this.#around.offer.shelf.call(name, args, context);
    } catch (cause) {
      this.#bug(cause, "[MCP] A tool call failed by a bug");
      result = failedResult("internal", "The server has a bug here. Do it in another way.");
    }
    // A selection that was answered must survive a kill.
    if (this.#saving) await this.#saving;
    exchange.answer(resultJson(exchange.requestId, JSON.stringify(result)));
  }

  #askSlowPath(request: RpcRequest, asking: Asking): Reply | Promise<Reply> {
    const exchange = this.#running.open(request.id, this.#kind(false, asking));
    if (!exchange) return json(alreadyRunning(request.id));
    // The SDK does not answer what was cancelled; the HTTP request must end all the same.
    exchange.signal.addEventListener("abort", () => {
      exchange.answer(errorJson(request.id, INTERNAL_ERROR, "Cancelled."));
    });
    void this.#runSlowPath(exchange, request);
    return exchange.reply;
  }

  async #runSlowPath(exchange: Exchange, { id, method, params }: RpcRequest): Promise<void> {
    try {
      const path = await this.#openSlowPath();
      const known = path.receive({ jsonrpc: "2.0", id, method, params });
      if (!known) exchange.answer(errorJson(id, INVALID_REQUEST, "params are not valid."));
    } catch (cause) {
      this.#slowPath = undefined;
      this.#bug(cause, "[MCP] The SDK's server could not be started");
      exchange.answer(errorJson(id, INTERNAL_ERROR, "The server has a bug here."));
    }
  }

  #openSlowPath(): Promise<SlowPath> {
    this.#slowPath ??= this.#makeSlowPath();
    return this.#slowPath;
  }

  async #makeSlowPath(): Promise<SlowPath> {
    const { protocolVersion, clientName, clientVersion } = this.record;
    const introduction = {
      protocolVersion,
      capabilities: this.#capabilities,
      clientInfo: { name: clientName, version: clientVersion },
    };
    return SlowPath.open(await this.#around.offer.createServer(), introduction, {
      answer: (id, answer) => this.#running.get(id)?.answer(answer),
      send: (message, relatedTo) => {
        if (relatedTo !== undefined)
          return this.#running.get(relatedTo)?.send(message, true) ?? false;
        this.#listener?.write(eventFrame(undefined, message));
        return this.#listener?.open ?? false;
      },
    });
  }

  #kind(isToolCall: boolean, { mayStream }: Asking): RequestKind {
    const { id, protocolVersion } = this.record;
    return { sessionId: id, isToolCall, mayStream, primes: understandsPriming(protocolVersion) };
  }

  #asker({ principal, sessionId, userId }: Asking): Asker {
    return {
      principal,
      caller: this.caller,
      selected: this.record.selectedSession ?? undefined,
      select: (selectedSession) => {
        // Saving it would bring it back to life.
        if (this.#ended) return;
        this.record = { ...this.record, selectedSession, lastSeenMs: this.#around.clock.now() };
        this.#saving = this.#around.save(this.record);
      },
      sessionId,
      userId,
    };
  }

  #bug(cause: unknown, message: string): void {
    this.#around.logger.error({ client: this.caller.id, ...bugFields(cause) }, message);
  }
}

function json(text: string): Reply {
  return { kind: "json", json: text };
}

function alreadyRunning(id: RequestId): string {
  return errorJson(id, INVALID_REQUEST, "A request with this id is still running in this session.");
}

/** Progress goes to clients that asked for it, and only ever forwards, as MCP demands. */
function progressTo(exchange: Exchange, token: RequestId | undefined): CallContext["progress"] {
  if (token === undefined) return () => {};
  let last = Number.NEGATIVE_INFINITY;
  return ({ progress, total, message }) => {
    if (progress <= last) return;
    last = progress;
    const params = { progressToken: token, progress, total, message };
    exchange.send(
      JSON.stringify({ jsonrpc: "2.0", method: "notifications/progress", params }),
      false,
    );
  };
}
