/**
 * The SDK's server for one MCP session, behind a transport of ours.
 *
 * It comes to life with the first request that the short path does not serve. The client has long been
 * initialized by then, so the handshake is repeated to it here, and its answer kept from the client.
 */
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type {
  Transport,
  TransportSendOptions,
} from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import type { RequestId } from "./json-rpc.ts";

/** What the client said of itself at initialize. */
export interface Introduction {
  protocolVersion: string;
  capabilities: Record<string, unknown>;
  clientInfo: { name: string; version: string };
}

/** The way back to the client. */
export interface ClientSide {
  /** An answer to one of the client's requests. */
  answer(requestId: RequestId, json: string): void;
  /** Anything else. False when there is no stream to carry it. */
  send(json: string, relatedTo: RequestId | undefined): boolean;
}

type Parse = (raw: unknown) => JSONRPCMessage | undefined;

const HANDSHAKE_ID = "chrome-mcp-remote-server:handshake";

export class SlowPath implements Transport {
  onmessage?: Transport["onmessage"];
  onclose?: () => void;
  readonly server: McpServer;
  readonly #client: ClientSide;
  readonly #parse: Parse;
  readonly #shaken = Promise.withResolvers<undefined>();

  private constructor(server: McpServer, client: ClientSide, parse: Parse) {
    this.server = server;
    this.#client = client;
    this.#parse = parse;
  }

  static async open(
    server: McpServer,
    introduction: Introduction,
    client: ClientSide,
  ): Promise<SlowPath> {
    const { JSONRPCMessageSchema } = await import("@modelcontextprotocol/sdk/types.js");
    const path = new SlowPath(server, client, (raw) => JSONRPCMessageSchema.safeParse(raw).data);
    await server.connect(path);
    path.receive({
      jsonrpc: "2.0",
      id: HANDSHAKE_ID,
      method: "initialize",
      params: introduction,
    });
    await path.#shaken.promise;
    path.receive({ jsonrpc: "2.0", method: "notifications/initialized" });
    return path;
  }

  /** A message of the client. False when the SDK's schema does not know it. */
  receive(raw: unknown): boolean {
    const message = this.#parse(raw);
    if (message) this.onmessage?.(message);
    return message !== undefined;
  }

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if ("method" in message) {
      const sent = this.#client.send(JSON.stringify(message), options?.relatedRequestId);
      if (!sent && "id" in message) throw new Error("No stream of the client is open.");
    } else if (message.id === HANDSHAKE_ID) {
      this.#shaken.resolve(undefined);
    } else if (message.id !== undefined) {
      this.#client.answer(message.id, JSON.stringify(message));
    }
  }

  async close(): Promise<void> {
    this.onclose?.();
  }
}
