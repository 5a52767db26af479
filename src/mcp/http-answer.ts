import type { Reply } from "./exchange.ts";
import { REFUSED, type RequestId, errorJson } from "./json-rpc.ts";

const JSON_HEADERS = { "content-type": "application/json" };

const STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/** `extra` are headers. */
export function jsonAnswer(json: string, status = 200, extra?: Record<string, string>): Response {
  return new Response(json, {
    status,
    headers: extra ? { ...JSON_HEADERS, ...extra } : JSON_HEADERS,
  });
}

/** A refusal by HTTP, with the reason as a JSON-RPC error for clients that show it. */
export function refusal(
  status: number,
  message: string,
  { code = REFUSED, headers }: { code?: number; headers?: Record<string, string> } = {},
): Response {
  return jsonAnswer(errorJson(null, code, message), status, headers);
}

export function streamAnswer(
  body: ReadableStream<Uint8Array> | string,
  extra?: Record<string, string>,
): Response {
  return new Response(body, { headers: extra ? { ...STREAM_HEADERS, ...extra } : STREAM_HEADERS });
}

/** `acceptsJson` false: a client that takes streams only gets its one message as one. */
export function replyAnswer(
  reply: Reply,
  acceptsJson: boolean,
  extra?: Record<string, string>,
): Response {
  if (reply.kind === "stream") return streamAnswer(reply.sink.body, extra);
  if (acceptsJson) return jsonAnswer(reply.json, 200, extra);
  return streamAnswer(`data: ${reply.json}\n\n`, extra);
}

export function accepted(): Response {
  return new Response(null, { status: 202 });
}

/** New work is refused while the server goes down; clients try again. */
export function shuttingDown(id: RequestId | null = null): Response {
  const message = "shutting_down: the server is going down. Try again in a moment.";
  return jsonAnswer(errorJson(id, REFUSED, message), 503, { "retry-after": "2" });
}

export function notAllowed(): Response {
  // People who were given the address open it in their browser.
  const message =
    "This address is for AI clients, which send their messages by POST. The page for people is at /.";
  return refusal(405, message, { headers: { allow: "POST, GET, DELETE" } });
}
