import { WebSocket } from "ws";
import { type ConnectionInfo } from "../../src/protocol/connection-info.ts";
import { EXTENSION_ID, EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { type Outcome, fail, succeed } from "../../src/protocol/failure.ts";
import { parseFrame } from "../../src/protocol/frame.ts";
import { type InstallId, installIdSchema } from "../../src/protocol/ids.ts";
import { type ToServer, toExtensionSchema } from "../../src/protocol/messages.ts";
import type { CallTool } from "../../src/protocol/call-tool.ts";
import type { AnswerQuestion } from "../../src/protocol/question.ts";
import type { SessionInfo } from "../../src/protocol/session-info.ts";
import type { ToolOutput } from "../../src/protocol/tool-result.ts";
import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";

/** Answers a call; undefined leaves it unanswered. */
export type Answerer = (call: CallTool) => Outcome<ToolOutput> | undefined;

export interface StubOptions {
  info?: Partial<ConnectionInfo>;
  answer?: Answerer;
  origin?: string;
}

export interface Ending {
  code: number;
  /** The `refused` frame, if one came before the end. */
  refused: { code: string; message: string } | undefined;
}

/**
 * The far side of `/chrome` without a browser: says who it is, answers pings, and answers calls as the
 * test says.
 */
export class StubExtension implements AsyncDisposable {
  readonly installId: InstallId;
  readonly calls: CallTool[] = [];
  readonly cancelled: string[] = [];
  readonly answers: AnswerQuestion[] = [];
  readonly session = Promise.withResolvers<SessionInfo>();
  readonly ended = Promise.withResolvers<Ending>();
  answer: Answerer;
  /** Off: as a browser that hangs. */
  answersPings = true;
  /** Told of every call that is taken back. */
  onCancel: (id: CallTool["id"]) => void = () => undefined;
  readonly #socket: WebSocket;
  #refused: Ending["refused"];
  #onCall: (() => void)[] = [];

  private constructor(serverUrl: string, options: StubOptions) {
    this.installId = options.info?.installId ?? installIdSchema.parse(crypto.randomUUID());
    this.answer = options.answer ?? (() => succeed({ data: {} }));
    const url = new URL("/chrome", serverUrl.replace(/^http/, "ws"));
    this.#socket = new WebSocket(url, { headers: { Origin: options.origin ?? EXTENSION_ORIGIN } });
    this.session.promise.catch(() => undefined);
    this.#socket.on("open", () => {
      this.send({
        type: "connection_info",
        protocol: PROTOCOL_VERSION,
        extensionVersion: "1.0.0",
        extensionId: EXTENSION_ID,
        installId: this.installId,
        userAgent: "Mozilla/5.0 Chrome/156.0.0.0",
        timestamp: Date.now(),
        ...options.info,
      });
    });
    this.#socket.on("message", (data) => {
      if (Buffer.isBuffer(data)) this.#received(data.toString());
    });
    this.#socket.on("error", () => undefined); // "close" follows and is what counts
    this.#socket.on("close", (code) => {
      this.session.reject(new Error(`closed with ${code}: ${this.#refused?.code ?? ""}`));
      this.ended.resolve({ code, refused: this.#refused });
    });
  }

  /** Opens the socket and says hello; whether that is welcome, the test finds out. */
  static open(serverUrl: string, options: StubOptions = {}): StubExtension {
    return new StubExtension(serverUrl, options);
  }

  /** Resolves when the extension is a session. */
  static async connect(serverUrl: string, options: StubOptions = {}): Promise<StubExtension> {
    const stub = new StubExtension(serverUrl, options);
    await stub.session.promise;
    return stub;
  }

  send(frame: ToServer): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** Anything at all, as it is. */
  sendRaw(data: string | Uint8Array): void {
    this.#socket.send(data);
  }

  async nextCall(): Promise<CallTool> {
    const seen = this.calls.length;
    await new Promise<void>((resolve) => this.#onCall.push(resolve));
    const call = this.calls[seen];
    if (!call) throw new Error("woken without a call");
    return call;
  }

  answerCall(id: CallTool["id"], outcome: Outcome<ToolOutput>): void {
    this.send({ type: "tool_result", id, outcome });
  }

  #received(text: string): void {
    const parsed = parseFrame(toExtensionSchema, text);
    if (!parsed.ok) throw new Error(`the server sent a frame that is ${parsed.problem}`);
    const { frame } = parsed;
    switch (frame.type) {
      case "session_info":
        return this.session.resolve(frame);
      case "refused":
        this.#refused = { code: frame.code, message: frame.message };
        return;
      case "ping":
        if (this.answersPings) this.send({ type: "pong", n: frame.n });
        return;
      case "pong":
        return;
      case "cancel":
        this.cancelled.push(frame.id);
        this.onCancel(frame.id);
        this.answerCall(frame.id, fail("cancelled", "Cancelled."));
        return;
      case "answer_question":
        this.answers.push(frame);
        return;
      case "call_tool": {
        this.calls.push(frame);
        const outcome = this.answer(frame);
        if (outcome) this.answerCall(frame.id, outcome);
        this.#onCall.splice(0).forEach((wake) => wake());
      }
    }
  }

  /** Leaves as a lost connection does. */
  drop(): Promise<Ending> {
    this.#socket.terminate();
    return this.ended.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState !== WebSocket.CLOSED) {
      this.#socket.close(1000);
      await this.ended.promise;
    }
  }
}
