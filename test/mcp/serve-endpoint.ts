import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Authenticator } from "../../src/core/ports.ts";
import type { Principal } from "../../src/core/principal.ts";
import type { ToolAnswer, ToolCaller, ToolRequest } from "../../src/core/tool-caller.ts";
import { chromeOffer } from "../../src/mcp/chrome-offer.ts";
import { McpEndpoint, type McpEndpointParts } from "../../src/mcp/endpoint.ts";
import { userIdSchema } from "../../src/protocol/ids.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { catalogue } from "../../src/tools/catalogue.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";

type Behaviour = (request: ToolRequest) => ToolAnswer | Promise<ToolAnswer>;

/** Tools that do what the test says; by default they answer with an empty list of browsers. */
export class FakeTools implements ToolCaller {
  readonly calls: ToolRequest[] = [];
  behave: Behaviour = () => browsers();
  #expected: { count: number; arrived: () => void } | undefined;

  async call(request: ToolRequest): Promise<ToolAnswer> {
    this.calls.push(request);
    if (this.calls.length >= (this.#expected?.count ?? Number.POSITIVE_INFINITY)) {
      this.#expected?.arrived();
    }
    return this.behave(request);
  }

  /** Settles when this many calls have arrived in all. */
  async arrival(count = 1): Promise<void> {
    if (this.calls.length >= count) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#expected = { count, arrived: () => resolve(undefined) };
    await promise;
  }

  /** From now on calls stay open until they are answered here or cancelled. */
  hold(): { answer: (answer?: ToolAnswer) => void } {
    const { promise, resolve } = Promise.withResolvers<ToolAnswer>();
    this.behave = () => promise;
    return { answer: (answer = browsers()) => resolve(answer) };
  }
}

export function browsers(...names: string[]): ToolAnswer {
  const data = {
    browsers: names.map((name) => ({
      browserId: name,
      userId: "user_1_a",
      name,
      state: "connected",
      selected: false,
    })),
  };
  return { ok: true, contract: catalogue.chrome_list_browsers, output: { data }, notes: [] };
}

const user = (name: string, scope: "control" | "view" | "browser"): Principal => ({
  kind: "user",
  userId: userIdSchema.parse(`user_1_${name}`),
  scope,
  credentialId: `credential-${name}-${scope}`,
});

const PRINCIPALS: Record<string, Principal> = {
  ann: user("ann", "control"),
  bob: user("bob", "control"),
  looker: user("ann", "view"),
  extension: user("ann", "browser"),
  admin: { kind: "admin", credentialId: "credential-admin" },
};

/** Secrets are the names in `PRINCIPALS`. */
const authenticator: Authenticator = {
  async authenticate(secret) {
    if (secret === undefined) return { ok: true, principal: { kind: "local" } };
    const principal = PRINCIPALS[secret];
    if (principal) return { ok: true, principal };
    return { ok: false, refusal: { status: 401, message: "This credential is not known." } };
  },
};

export interface Served extends AsyncDisposable {
  url: string;
  endpoint: McpEndpoint;
  tools: FakeTools;
  clock: FakeClock;
  store: MemorySessionStore;
  logger: QuietLogger;
  /** Ends the process as a kill would, and starts a new one at the same address over the same store. */
  restart(): Promise<Served>;
}

export async function serveEndpoint(
  parts: Partial<McpEndpointParts> = {},
  { port = 0, store = new MemorySessionStore() } = {},
): Promise<Served> {
  const tools = new FakeTools();
  const clock = new FakeClock();
  const logger = new QuietLogger();
  const endpoint = new McpEndpoint({
    offer: chromeOffer(tools, "1.2.3"),
    authenticator,
    store,
    clock,
    logger,
    ...parts,
  });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    idleTimeout: 60,
    fetch(request) {
      const secret = new URL(request.url).pathname.split("/")[2];
      return endpoint.handle(request, secret, { loopback: true });
    },
  });
  const bound = server.port ?? 0;
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= server.stop(true));
  return {
    url: `http://127.0.0.1:${bound}/mcp`,
    endpoint,
    tools,
    clock,
    store,
    logger,
    async restart() {
      await stop();
      return serveEndpoint(parts, { port: bound, store });
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await endpoint.drain(0);
    },
  };
}

export interface Connected extends AsyncDisposable {
  client: Client;
  transport: StreamableHTTPClientTransport;
  errors: Error[];
}

/** An official client. */
export async function connect(url: string, name = "test client"): Promise<Connected> {
  const client = new Client({ name, version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL(url));
  const errors: Error[] = [];
  await client.connect(transport);
  Object.assign(client, { onerror: (error: Error) => errors.push(error) });
  return { client, transport, errors, [Symbol.asyncDispose]: () => client.close() };
}

const HEADERS = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
};

/** A POST as a client writes it. */
export function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { ...HEADERS, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

export function rpc(id: string | number | undefined, method: string, params?: object): object {
  return { jsonrpc: "2.0", ...(id !== undefined && { id }), method, ...(params && { params }) };
}

export function toolCall(id: string | number, name = "chrome_list_browsers", more = {}): object {
  return rpc(id, "tools/call", { name, arguments: {}, ...more });
}

/** Initializes by hand; gives the headers that every later request carries. */
export async function open(
  url: string,
  protocolVersion = "2025-11-25",
): Promise<{ "mcp-session-id": string }> {
  const response = await post(
    url,
    rpc(0, "initialize", {
      protocolVersion,
      capabilities: {},
      clientInfo: { name: "by hand", version: "1" },
    }),
  );
  await response.text();
  return { "mcp-session-id": response.headers.get("mcp-session-id") ?? "" };
}

/** Reads a stream of events until it ends, or until `enough` says so. */
export async function readEvents(
  response: Response,
  enough: (text: string) => boolean = () => false,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (!response.body) return text;
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (enough(text)) break;
  }
  return text;
}

/** The JSON of the events in a stream's text. */
export function messagesIn(text: string): unknown[] {
  return [...text.matchAll(/^data: (.+)$/gm)].map(([, json]): unknown => JSON.parse(json ?? ""));
}

export function lastEventIdIn(text: string): string {
  return [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? "";
}
