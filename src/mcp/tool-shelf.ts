import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult, ServerCapabilities } from "@modelcontextprotocol/sdk/types.js";
import type { Asker } from "../core/principal.ts";
import type { ToolRequest } from "../core/tool-caller.ts";
import type { RequestId } from "./json-rpc.ts";
import type { ToolListJson } from "./tool-list.ts";

/** What a tool may do besides answering. */
export interface CallContext {
  asker: Asker;
  requestId: RequestId;
  /** Aborts when the client cancels. */
  signal: AbortSignal;
  progress: ToolRequest["onProgress"];
  /** Ends the HTTP answer early; the client comes back for the result. */
  dropReader: () => void;
  /** The SDK's server of this MCP session, for messages to the client. Give them `relatedRequestId`. */
  server: () => Promise<McpServer>;
}

/** The tools of one endpoint. The short path serves them without asking the SDK. */
export interface ToolShelf {
  /** Results of tools/list, computed once. */
  listJson: ToolListJson;
  has(name: string): boolean;
  call(name: string, args: unknown, context: CallContext): Promise<CallToolResult>;
}

/** Everything that an endpoint says of itself and serves. */
export interface McpOffer {
  name: string;
  title: string;
  version: string;
  capabilities: ServerCapabilities;
  instructions: string;
  shelf: ToolShelf;
  /** Serves what the short path does not. Called once per MCP session, when it is first needed. */
  createServer: () => Promise<McpServer>;
}
