/**
 * The floor under everything that goes through the server: HTTP in, WebSocket out and back, and nothing
 * else. No principals, no rules, no store, no log. It speaks just enough of both protocols for the same
 * extension and the same clients. A process of its own, started as the server is.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { ServerProcess } from "../support/server-process.ts";

const helloSchema = z.object({ type: z.literal("connection_info"), installId: z.string() });
const resultSchema = z.object({
  type: z.literal("tool_result"),
  id: z.string(),
  outcome: z.object({ value: z.object({ data: z.unknown() }) }),
});
const bodySchema = z.object({
  id: z.number().optional(),
  method: z.string(),
  params: z.object({ name: z.string(), arguments: z.unknown() }).partial().optional(),
});

export function startRelay(): Promise<ServerProcess> {
  return ServerProcess.start([process.execPath, join(import.meta.dir, "bare-relay.ts")]);
}

function serve(port: number): void {
  const sockets = new Map<string, Bun.ServerWebSocket>();
  const waiting = new Map<string, (data: unknown) => void>();

  const callBrowser = async (installId: string, tool: unknown, args: unknown): Promise<unknown> => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const id = `call_${crypto.randomUUID()}`;
    waiting.set(id, resolve);
    const client = { id: "mcp_1", name: "bench", kind: "mcp" };
    const call = { type: "call_tool", id, tool, args, deadlineMs: 30_000, client };
    sockets.get(installId)?.send(JSON.stringify(call));
    return promise;
  };

  const server: Bun.Server<undefined> = Bun.serve({
    hostname: "127.0.0.1",
    port,
    async fetch(request, bun): Promise<Response | undefined> {
      const { pathname } = new URL(request.url);
      if (pathname === "/chrome") {
        return bun.upgrade(request) ? undefined : new Response(null, { status: 426 });
      }
      if (pathname === "/api/credentials") {
        return Response.json({ secret: request.headers.get("authorization")?.slice(7) });
      }
      if (request.method !== "POST") return new Response(null, { status: 405 });
      const { id, method, params } = bodySchema.parse(await request.json());
      if (id === undefined) return new Response(null, { status: 202 });
      if (method === "initialize") return answer(id, INTRODUCTION, { "mcp-session-id": "bench" });
      const data = await callBrowser(pathname.slice(5), params?.name, params?.arguments);
      const text = JSON.stringify(data);
      return answer(id, { content: [{ type: "text", text }], structuredContent: data });
    },
    websocket: {
      message(socket, message) {
        const frame: unknown = JSON.parse(String(message));
        const result = resultSchema.safeParse(frame);
        if (result.success) {
          waiting.get(result.data.id)?.(result.data.outcome.value.data);
          waiting.delete(result.data.id);
          return;
        }
        const hello = helloSchema.safeParse(frame);
        if (!hello.success) return;
        sockets.set(hello.data.installId, socket);
        socket.send(JSON.stringify(welcome(hello.data.installId)));
      },
    },
  });
  process.stdout.write(`chrome-mcp-remote-server ready at http://127.0.0.1:${server.port}\n`);
}

const INTRODUCTION = {
  protocolVersion: "2025-11-25",
  capabilities: { tools: {} },
  serverInfo: { name: "bare relay", version: "1" },
};

function answer(id: number, result: unknown, headers: Record<string, string> = {}): Response {
  return Response.json({ jsonrpc: "2.0", id, result }, { headers });
}

/** The same browser is the same session, without anything being remembered. */
function welcome(installId: string): object {
  const userId = `user_1_${installId.replaceAll("-", "")}`;
  return {
    type: "session_info",
    protocol: 1,
    userId,
    sessionId: `session_${userId}`,
    connectionId: `conn_${installId}`,
    resumed: false,
    token: installId,
    heartbeatMs: 20_000,
    serverVersion: "1",
    latestExtensionVersion: "1",
    preferences: { label: "" },
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ strict: false, options: { port: { type: "string" } } });
  serve(Number(values.port));
}
