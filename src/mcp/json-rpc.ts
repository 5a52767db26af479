import { z } from "zod";
import { MAX_DEPTH } from "../protocol/version.ts";
import { isDeeperThan } from "../protocol/frame.ts";

const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;
export const INVALID_PARAMS = -32_602;
export const INTERNAL_ERROR = -32_603;
/** What other MCP servers answer where HTTP already says it all. */
export const REFUSED = -32_000;
export const SESSION_NOT_FOUND = -32_001;

/** Long enough for every client's ids, short enough to ride in an event id. */
export const requestIdSchema = z.union([z.string().max(256), z.number().int()]);
export type RequestId = z.infer<typeof requestIdSchema>;

const envelopeSchema = z.object({
  jsonrpc: z.literal("2.0"),
  id: requestIdSchema.optional(),
  method: z.string().max(256).optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});

export interface RpcRequest {
  kind: "request";
  id: RequestId;
  method: string;
  params: unknown;
}

/** A notification, or the client's answer to a request of ours. `raw` is for the SDK, which parses it again. */
export type RpcMessage =
  | RpcRequest
  | { kind: "notification"; method: string; params: unknown; raw: unknown }
  | { kind: "response"; raw: unknown };

export type Parsed<T> = { ok: true; value: T } | { ok: false; error: string };

/** The text of a body. The error, if there is one, is a whole JSON-RPC answer. */
export function parseBody(text: string): Parsed<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, error: errorJson(null, PARSE_ERROR, "The body is not JSON.") };
  }
  if (isDeeperThan(value, MAX_DEPTH)) {
    const message = `The body nests deeper than ${MAX_DEPTH} levels.`;
    return { ok: false, error: errorJson(null, INVALID_REQUEST, message) };
  }
  return { ok: true, value };
}

/** One message by JSON-RPC 2.0 as MCP narrows it: ids are strings or whole numbers, params objects. */
export function parseMessage(value: unknown): Parsed<RpcMessage> {
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success) {
    return invalid(
      null,
      'Not a JSON-RPC 2.0 message: jsonrpc must be "2.0", id a string or a whole number, method a string.',
    );
  }
  const { id, method, params, result, error } = parsed.data;
  if (method === undefined) {
    if (id !== undefined && (result !== undefined || error !== undefined)) {
      return { ok: true, value: { kind: "response", raw: value } };
    }
    return invalid(id ?? null, "The message has neither a method nor an answer.");
  }
  if (params !== undefined && !isRecord(params)) {
    return invalid(id ?? null, "params must be an object.");
  }
  if (id === undefined)
    return { ok: true, value: { kind: "notification", method, params, raw: value } };
  return { ok: true, value: { kind: "request", id, method, params } };
}

function invalid(id: RequestId | null, message: string): { ok: false; error: string } {
  return { ok: false, error: errorJson(id, INVALID_REQUEST, message) };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An answer whose result is JSON already. */
export function resultJson(id: RequestId, result: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;
}

export function errorJson(id: RequestId | null, code: number, message: string): string {
  return JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } });
}
