import { join } from "node:path";
import type { ServerWebSocket } from "bun";
import { newCallId, newConnectionId, newUserId, sessionIdOf } from "../../src/core/ids.ts";
import type { BrowserEvent } from "../../src/protocol/browser-event.ts";
import type { ConnectionInfo } from "../../src/protocol/connection-info.ts";
import { type Outcome, fail } from "../../src/protocol/failure.ts";
import { parseFrame } from "../../src/protocol/frame.ts";
import { type ToExtension, type ToServer, toServerSchema } from "../../src/protocol/messages.ts";
import type { ToolOutput } from "../../src/protocol/tool-result.ts";
import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";
import {
  type BrowserToolName,
  type BrowserToolResult,
  browserTools,
} from "../../src/tools/catalogue.ts";
import { Chromium } from "./chromium.ts";
import { ExtensionPage } from "./extension-page.ts";
import { type PageServer, startPageServer } from "./page-server.ts";
import { until } from "./until.ts";

const EXTENSION_DIR = join(import.meta.dir, "../../dist/extension");

type Event = BrowserEvent["event"];
type QuestionFrame = Extract<ToServer, { type: "question_opened" | "question_closed" }>;
type Answer = Outcome<ToolOutput>;

/** The server's end of the extension's socket: the newest one, should it connect again. */
class ExtensionLink {
  connected = Promise.withResolvers<void>();
  readonly calls = new Map<string, (answer: Answer) => void>();
  readonly events: Event[] = [];
  /** Told of each event. */
  onEvent: (event: Event) => void = () => {};
  readonly latestExtensionVersion: string;
  /** What it told of questions to the person. */
  readonly questions: QuestionFrame[] = [];
  hello: ConnectionInfo | undefined;
  #socket: ServerWebSocket<undefined> | undefined;

  constructor(latestExtensionVersion = "0.0.0") {
    this.latestExtensionVersion = latestExtensionVersion;
  }

  receive(socket: ServerWebSocket<undefined>, message: string | Buffer): void {
    const parsed = parseFrame(toServerSchema, message.toString());
    if (!parsed.ok) throw new Error(`the extension sent something ${parsed.problem}`);
    const { frame } = parsed;
    if (frame.type === "connection_info") {
      this.#socket = socket;
      this.hello = frame;
      this.send(welcome(this.latestExtensionVersion));
      this.connected.resolve();
    } else if (frame.type === "ping") {
      this.send({ type: "pong", n: frame.n });
    } else if (frame.type === "event") {
      this.events.push(frame.event);
      this.onEvent(frame.event);
    } else if (frame.type === "question_opened" || frame.type === "question_closed") {
      this.questions.push(frame);
    } else if (frame.type === "tool_result") {
      this.calls.get(frame.id)?.(frame.outcome);
      this.calls.delete(frame.id);
    }
  }

  /** Nobody answers what was asked through a socket that is closed. */
  lose(code: number): void {
    const lost = fail("browser_disconnected", `The extension's socket was closed with ${code}.`);
    for (const answer of this.calls.values()) answer(lost);
    this.calls.clear();
  }

  /** As when the network goes away. */
  cut(): void {
    this.connected = Promise.withResolvers<void>();
    this.#socket?.terminate();
  }

  send(frame: ToExtension): void {
    this.#socket?.send(JSON.stringify(frame));
  }
}

/**
 * A real Chromium whose extension is connected to the test itself: what a server sends and hears, without
 * the server. Fixture pages are served beside it.
 */
export class DrivenBrowser implements AsyncDisposable {
  readonly chromium: Chromium;
  readonly pages: PageServer;
  readonly #server: Bun.Server<undefined>;
  readonly #link: ExtensionLink;

  private constructor(
    chromium: Chromium,
    pages: PageServer,
    server: Bun.Server<undefined>,
    link: ExtensionLink,
  ) {
    this.chromium = chromium;
    this.pages = pages;
    this.#server = server;
    this.#link = link;
  }

  /** `permissions`: optional ones that the person has given. */
  static async start(
    options: { permissions?: readonly string[]; latestExtensionVersion?: string } = {},
  ): Promise<DrivenBrowser> {
    const link = new ExtensionLink(options.latestExtensionVersion);
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request, own) =>
        own.upgrade(request) ? undefined : new Response("Nothing.", { status: 404 }),
      websocket: {
        message: (socket, message) => link.receive(socket, message),
        close: (_, code) => link.lose(code),
      },
    });
    const chromium = await Chromium.start({
      extension: EXTENSION_DIR,
      serverUrl: `http://127.0.0.1:${server.port}`,
      ...(options.permissions && { permissions: options.permissions }),
    });
    await link.connected.promise;
    return new DrivenBrowser(chromium, startPageServer(), server, link);
  }

  /** Address of the server that the extension is connected to. */
  get serverUrl(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** How the extension introduced itself. */
  get hello(): ConnectionInfo | undefined {
    return this.#link.hello;
  }

  /** Cuts the extension's socket; answers when that was. */
  loseSocket(): number {
    this.#link.cut();
    return Date.now();
  }

  /** Settles when the extension has come back. */
  connectedAgain(): Promise<void> {
    return this.#link.connected.promise;
  }

  /** The first event of a kind that the extension tells, or has told. */
  event(kind: BrowserEvent["event"]["kind"]): Promise<BrowserEvent["event"]> {
    return until(kind, () => this.#link.events.find((event) => event.kind === kind));
  }

  /** What the extension told of itself. */
  get events(): readonly Event[] {
    return this.#link.events;
  }

  /** The next event of a kind. */
  nextEvent(kind: Event["kind"]): Promise<Event> {
    const { promise, resolve } = Promise.withResolvers<Event>();
    this.#link.onEvent = (event) => {
      if (event.kind === kind) resolve(event);
    };
    return promise;
  }

  /** What the extension told of questions to the person. */
  get questions(): readonly QuestionFrame[] {
    return this.#link.questions;
  }

  /** Sends a frame as it is. */
  send(frame: ToExtension): void {
    this.#link.send(frame);
  }

  /** The person at this browser, with the extension's popup open. */
  person(): Promise<ExtensionPage> {
    return ExtensionPage.open(this.chromium);
  }

  /** Calls a tool; `cancel` takes the call back. */
  begin(tool: BrowserToolName, args: object = {}, client = "test") {
    const id = newCallId();
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#link.calls.set(id, resolve);
    const parsed = browserTools[tool].args.parse(args);
    this.#link.send({
      type: "call_tool",
      id,
      tool,
      args: parsed,
      deadlineMs:
        "timeoutMs" in args && typeof args.timeoutMs === "number" ? args.timeoutMs : 15_000,
      client: { id: client, name: client, kind: "mcp" },
    });
    return { answer: promise, cancel: () => this.#link.send({ type: "cancel", id }) };
  }

  /** The data of a tool's answer, checked by its contract. Throws when it failed. */
  async call<N extends BrowserToolName>(
    tool: N,
    args: object = {},
    client?: string,
  ): Promise<BrowserToolResult<N>> {
    const answer = await this.begin(tool, args, client).answer;
    if (!answer.ok) throw new Error(`${tool}: ${answer.failure.code}: ${answer.failure.message}`);
    return resultOf(tool, answer.value.data);
  }

  /** The code and the message of a tool's failure. Throws when it did not fail. */
  async refusal(tool: BrowserToolName, args: object = {}, client?: string) {
    const answer = await this.begin(tool, args, client).answer;
    if (answer.ok) throw new Error(`${tool} succeeded: ${JSON.stringify(answer.value.data)}`);
    return answer.failure;
  }

  /** Goes to a fixture page. */
  open(page: string, args: object = {}, client?: string) {
    return this.call("chrome_navigate", { url: this.pages.page(page), ...args }, client);
  }

  /** The outline of the page. */
  async outline(args: object = {}): Promise<string> {
    return (await this.call("chrome_read_page", args)).outline;
  }

  /** The ref of the one line of the outline that has this text. */
  async refOf(text: string, args: object = {}): Promise<string> {
    const outline = await this.outline(args);
    const at = outline.indexOf(text);
    const ref = /\[ref=(\w+)\]/.exec(outline.slice(at))?.[1];
    if (at < 0 || ref === undefined) throw new Error(`no ref for ${text} in\n${outline}`);
    return ref;
  }

  /** The value of an expression in the page's top frame. */
  async inPage(code: string): Promise<unknown> {
    const { value, type } = await this.call("chrome_javascript", { code });
    if (type === "error") throw new Error(value);
    return type === "undefined" ? undefined : JSON.parse(value);
  }

  /** Waits until the page says so. One that is going away says nothing. */
  async untilInPage(code: string): Promise<void> {
    const says = () => this.inPage(code).catch(() => undefined);
    await until(code, async () => ((await says()) === true ? true : undefined));
  }

  /** Waits until a page asks for `/slow`. */
  async untilHeld(): Promise<void> {
    await until("a request for /slow", () => Promise.resolve(this.pages.held() || undefined));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.chromium[Symbol.asyncDispose]();
    await this.pages[Symbol.asyncDispose]();
    await this.#server.stop(true);
  }
}

const contracts: {
  [N in BrowserToolName]: { result: { parse(data: unknown): BrowserToolResult<N> } };
} = browserTools;

function resultOf<N extends BrowserToolName>(tool: N, data: unknown): BrowserToolResult<N> {
  return contracts[tool].result.parse(data);
}

function welcome(latestExtensionVersion: string): ToExtension {
  const userId = newUserId(Date.now());
  return {
    type: "session_info",
    protocol: PROTOCOL_VERSION,
    userId,
    sessionId: sessionIdOf(userId, 1),
    connectionId: newConnectionId(),
    resumed: false,
    token: "0".repeat(43),
    heartbeatMs: 20_000,
    serverVersion: "0.0.0",
    latestExtensionVersion,
    preferences: { label: "test" },
  };
}
