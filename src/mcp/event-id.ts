import { type RequestId, requestIdSchema } from "./json-rpc.ts";

/** What a stream's event id says: enough to answer for its request when the stream itself is forgotten. */
export interface EventId {
  /** Random name of the server process that made the stream. */
  boot: string;
  /** Number of the stream in that process. */
  stream: number;
  /** Number of the event in its stream; 0 came before all. */
  event: number;
  /** A lost tool call is answered with a tool result, anything else with a JSON-RPC error. */
  isToolCall: boolean;
  requestId: RequestId;
}

const FORM = /^([0-9a-f]{8})\.(\d{1,15})\.(\d{1,9})\.([tr])\.([A-Za-z0-9_-]{1,2048})$/;

export function formatEventId(id: EventId): string {
  const request = Buffer.from(JSON.stringify(id.requestId)).toString("base64url");
  return `${id.boot}.${id.stream}.${id.event}.${id.isToolCall ? "t" : "r"}.${request}`;
}

/** Undefined for anything that `formatEventId` did not make. */
export function parseEventId(text: string): EventId | undefined {
  const [, boot, stream, event, kind, request] = FORM.exec(text) ?? [];
  if (boot === undefined || request === undefined) return undefined;
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(request, "base64url").toString());
  } catch {
    return undefined;
  }
  const requestId = requestIdSchema.safeParse(decoded);
  if (!requestId.success) return undefined;
  return {
    boot,
    stream: Number(stream),
    event: Number(event),
    isToolCall: kind === "t",
    requestId: requestId.data,
  };
}
