import { z } from "zod";
import type { CapturedRequest, StoppedBy } from "../../tools/network.ts";
import { gate } from "../policy/gate.ts";
import type { DebuggerEvent, DebuggerSession } from "./debugger-session.ts";
import { hearFrames } from "./frame-network.ts";

/**
 * The requests of a tab, from `start` until it is stopped, its time is up, nothing was asked for a while, or the
 * debugger is taken away. What was recorded can be read afterwards.
 */

export const MOST_REQUESTS = 1_000;
const MOST_BODY = 50_000;
const MOST_BODIES = 4_000_000;
const MOST_HEADER = 2_000;
const MOST_URL = 4_000;

/** Chrome keeps bodies for us to fetch; it keeps none while nobody wants them. */
const BUFFERS = { maxTotalBufferSize: 20_000_000, maxResourceBufferSize: 5_000_000 };
const NO_BUFFERS = { maxTotalBufferSize: 0, maxResourceBufferSize: 0 };

const STATIC = /^(Image|Media|Font|Stylesheet|Script|Manifest|TextTrack|Ping|Prefetch)$/;
const SECRET =
  /^(authorization|proxy-authorization|cookie2?|set-cookie2?|(x-)?api-?key|x-.*(token|secret|auth).*)$/i;

export interface RecordLimits {
  needResponseBody: boolean;
  maxCaptureTime: number;
  inactivityTimeout: number;
  includeStatic: boolean;
}

const headers = z.record(z.string(), z.string());
const responseSchema = z.object({
  status: z.number(),
  mimeType: z.string(),
  headers,
});
const eventSchema = z.discriminatedUnion("method", [
  z.object({
    method: z.literal("Network.requestWillBeSent"),
    params: z.object({
      requestId: z.string(),
      type: z.string().default("Other"),
      wallTime: z.number(),
      documentURL: z.string(),
      timestamp: z.number(),
      request: z.object({
        url: z.string(),
        method: z.string(),
        headers,
        postData: z.string().optional(),
      }),
      redirectResponse: responseSchema.optional(),
    }),
  }),
  z.object({
    method: z.literal("Network.responseReceived"),
    params: z.object({
      requestId: z.string(),
      timestamp: z.number(),
      response: responseSchema,
    }),
  }),
  z.object({
    method: z.literal("Network.loadingFinished"),
    params: z.object({
      requestId: z.string(),
      timestamp: z.number(),
      encodedDataLength: z.number(),
    }),
  }),
  z.object({
    method: z.literal("Network.loadingFailed"),
    params: z.object({ requestId: z.string(), timestamp: z.number(), errorText: z.string() }),
  }),
]);
const bodySchema = z.object({ body: z.string(), base64Encoded: z.boolean() });

interface Entry {
  request: CapturedRequest;
  /** In DevTools' seconds. */
  began: number;
}

export class NetworkRecord implements Disposable {
  readonly startMs = Date.now();
  endMs: number | undefined;
  stoppedBy: StoppedBy | undefined;
  dropped = 0;
  readonly #session: DebuggerSession;
  readonly #limits: RecordLimits;
  readonly #isOpen: (address: string) => boolean;
  readonly #entries = new Map<string, Entry>();
  readonly #lease: Disposable;
  #frames: Disposable | undefined;
  readonly #stopListening: () => void;
  readonly #bodies = new Set<Promise<void>>();
  #bodyChars = 0;
  #redirects = 0;
  #timeUp: ReturnType<typeof setTimeout> | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  /** `isOpen`: whether the page at an address may be listened to. */
  constructor(
    session: DebuggerSession,
    limits: RecordLimits,
    isOpen: (address: string) => boolean,
  ) {
    this.#session = session;
    this.#limits = limits;
    this.#isOpen = isOpen;
    this.#lease = session.lease();
    this.#stopListening = session.listen((event) => this.#receive(event));
    const { maxCaptureTime } = limits;
    if (maxCaptureTime > 0) {
      this.#timeUp = setTimeout(() => void this.stop("max_capture_time"), maxCaptureTime);
    }
    this.#expectRequest();
  }

  async start(): Promise<void> {
    const frames = await hearFrames(this.#session);
    if (this.stoppedBy === undefined) this.#frames = frames;
    else frames[Symbol.dispose]();
    if (this.#limits.needResponseBody) await this.#session.send("Network.enable", BUFFERS);
  }

  get requests(): CapturedRequest[] {
    return [...this.#entries.values()].map(({ request }) => request);
  }

  get(requestId: string): CapturedRequest | undefined {
    return this.#entries.get(requestId)?.request;
  }

  /** Bodies on their way are waited for. */
  async stop(by: StoppedBy): Promise<void> {
    if (this.stoppedBy !== undefined) return;
    this.stoppedBy = by;
    this.endMs = Date.now();
    clearTimeout(this.#timeUp);
    clearTimeout(this.#quiet);
    this.#stopListening();
    await Promise.all(this.#bodies);
    if (this.#limits.needResponseBody) await this.#session.send("Network.enable", NO_BUFFERS);
    this.#frames?.[Symbol.dispose]();
    this.#lease[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    void this.stop("user_request");
    this.#entries.clear();
  }

  #expectRequest(): void {
    const { inactivityTimeout } = this.#limits;
    clearTimeout(this.#quiet);
    if (inactivityTimeout > 0) {
      this.#quiet = setTimeout(() => void this.stop("inactivity_timeout"), inactivityTimeout);
    }
  }

  #receive({ method, params, sessionId }: DebuggerEvent): void {
    if (method === "detached") {
      void this.stop("detached");
      return;
    }
    const { data: event } = eventSchema.safeParse({ method, params });
    if (!event) return;
    if (event.method === "Network.requestWillBeSent") {
      this.#begin(event.params);
      return;
    }
    const { requestId, timestamp } = event.params;
    const entry = this.#entries.get(requestId);
    if (!entry) return;
    const { request, began } = entry;
    switch (event.method) {
      case "Network.responseReceived":
        Object.assign(request, answered(event.params.response));
        return;
      case "Network.loadingFinished":
        request.state = "complete";
        request.durationMs = Math.round((timestamp - began) * 1_000);
        request.encodedDataLength = event.params.encodedDataLength;
        if (this.#limits.needResponseBody) this.#fetchBody(request, sessionId);
        return;
      case "Network.loadingFailed":
        request.state = "failed";
        request.durationMs = Math.round((timestamp - began) * 1_000);
        request.errorText = event.params.errorText;
        return;
    }
  }

  #begin({
    requestId,
    type,
    wallTime,
    timestamp,
    documentURL,
    request,
    redirectResponse,
  }: Extract<
    z.infer<typeof eventSchema>,
    { method: "Network.requestWillBeSent" }
  >["params"]): void {
    const before = this.#entries.get(requestId);
    if (before && redirectResponse) {
      // A redirect goes on under the same id: the step before gets one of its own.
      this.#entries.delete(requestId);
      const step = `${requestId}-${++this.#redirects}`;
      Object.assign(before.request, answered(redirectResponse), {
        requestId: step,
        state: "complete",
        durationMs: Math.round((timestamp - before.began) * 1_000),
      });
      this.#entries.set(step, before);
    }
    if (!/^(https?|wss?):/.test(request.url)) return;
    if (!this.#isOpen(this.#session.address) || !this.#isOpen(documentURL)) return;
    if (gate().stance(request.url) === "deny" || !gate().mayUse("chrome_network_capture").ok)
      return;
    if (!this.#limits.includeStatic && STATIC.test(type)) return;
    this.#expectRequest();
    const { postData } = request;
    this.#entries.set(requestId, {
      began: timestamp,
      request: {
        requestId,
        method: request.method,
        url: request.url.slice(0, MOST_URL),
        type,
        state: "pending",
        requestTime: Math.round(wallTime * 1_000),
        requestHeaders: withoutSecrets(request.headers),
        ...(postData === undefined ? {} : { requestBody: postData.slice(0, MOST_BODY) }),
      },
    });
    const [oldest] = this.#entries.keys();
    if (oldest === undefined || this.#entries.size <= MOST_REQUESTS) return;
    this.#bodyChars -= this.get(oldest)?.responseBody?.length ?? 0;
    this.#entries.delete(oldest);
    this.dropped++;
  }

  #fetchBody(request: CapturedRequest, sessionId: string | undefined): void {
    if (this.#bodyChars >= MOST_BODIES) return;
    const fetching = this.#bodyOf(request, sessionId).finally(() => this.#bodies.delete(fetching));
    this.#bodies.add(fetching);
  }

  async #bodyOf(request: CapturedRequest, sessionId: string | undefined): Promise<void> {
    const params = { requestId: request.requestId };
    const answer = await this.#session.send("Network.getResponseBody", params, sessionId);
    const got = answer.ok ? bodySchema.safeParse(answer.value).data : undefined;
    if (!got) return;
    request.responseBody = got.body.slice(0, MOST_BODY);
    request.base64Encoded = got.base64Encoded;
    if (got.body.length > MOST_BODY) request.bodyTruncated = true;
    this.#bodyChars += request.responseBody.length;
  }
}

function answered({ status, mimeType, headers: all }: z.infer<typeof responseSchema>) {
  return { statusCode: status, mimeType, responseHeaders: withoutSecrets(all) };
}

/** Credentials are of no use to who looks for a fault, and of much to a thief. */
function withoutSecrets(all: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      name,
      SECRET.test(name) ? "(cut out)" : value.slice(0, MOST_HEADER),
    ]),
  );
}
