import { CLOSE_CODES, mayComeBack } from "../protocol/close-codes.ts";
import type { CallTool, Cancel } from "../protocol/call-tool.ts";
import type { AnswerQuestion } from "../protocol/question.ts";
import { isDeeperThan, parseFrame } from "../protocol/frame.ts";
import { type ToServer, toExtensionSchema } from "../protocol/messages.ts";
import type { Refused, SessionInfo } from "../protocol/session-info.ts";
import { MAX_DEPTH, MAX_FRAME_BYTES, PROTOCOL_VERSION } from "../protocol/version.ts";
import { backOffMs } from "./back-off.ts";
import type { Clock } from "./clock.ts";
import type { ConnectionState, Trouble } from "./connection-state.ts";
import { socketUrl } from "./server-url.ts";
import type { Settings } from "./settings.ts";
import type { OpenSocket, Socket } from "./socket.ts";

/**
 * The one socket from this extension to its server.
 *
 *   asleep ── wake ──▶ connecting ── session_info ──▶ connected
 *                       ▲      │                          │
 *                  time │      │  socket lost, silent, or closed with 4000–4499
 *                       │      ▼                          ▼
 *                       └──────────────── waiting ◀───────┘
 *
 *   connecting, connected ── refused or closed with 4500–4999 ──▶ stopped
 *   any ── the person presses Disconnect ──▶ off
 *   stopped, off, waiting ── the person presses Connect ──▶ connecting
 *
 * Chrome ends the worker when it likes and starts it again at the next event, so every event calls
 * `wake()`, and only the first one finds it asleep. `stopped` and `off` outlive the worker in the settings.
 */

/** From opening the socket to the server's welcome. */
const HANDSHAKE_MS = 10_000;

/** Nothing heard for so many heartbeats: the socket is dead, whatever the system says. */
const SILENT_HEARTBEATS = 2.5;

/** A connection that lived shorter than this did not work, and does not start the back-off anew. */
const SETTLED_MS = 2_000;

/** Frames up to this many characters are sent however much waits to be sent. */
const SMALL_FRAME = 64 * 1024;

/** What became of a frame that was to be sent. */
export type Sent = "sent" | "not_connected" | "too_large" | "too_deep" | "congested";

export interface ConnectionParts {
  openSocket: OpenSocket;
  clock: Clock;
  /** From 0 up to 1. */
  random: () => number;
  settings: Settings;
  /** What this extension tells of itself. */
  self: { extensionVersion: string; extensionId: string; userAgent: string };
  /** What the browser is called. */
  label: () => string;
  onState: (state: ConnectionState) => void;
  onRequest: (frame: CallTool | Cancel | AnswerQuestion) => void;
  onConnected: () => void;
  /** The socket of a session is gone. */
  onLost: () => void;
}

export class Connection {
  readonly #parts: ConnectionParts;
  #state: ConnectionState = { state: "asleep" };
  #socket: Socket | undefined;
  #refusal: Refused | undefined;
  #invitation: string | undefined;
  #attempt = 0;
  #heardMs = 0;
  #pings = 0;
  /** Timers of the present state; leaving it takes them back. */
  readonly #timers = new Map<"next" | "ping", () => void>();

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Connects if that is due. Called at every event that may have started the worker; never opens a second socket. */
  wake(): void {
    const { settings, clock } = this.#parts;
    const state = this.#state;
    if (state.state === "asleep") {
      const { serverUrl, stop } = settings;
      if (settings.off) this.#enter({ state: "off", serverUrl });
      else if (stop) this.#enter({ state: "stopped", serverUrl, stop });
      else this.#open();
    } else if (state.state === "waiting" && clock.now() >= state.untilMs) {
      this.#open(state.trouble);
    } else if (state.state === "connected") {
      this.#watchSilence(state.session.heartbeatMs);
    }
  }

  /** The person wants a connection, now and from now on: also after a refusal, or to another server. */
  connect(invitation?: string): void {
    const { settings } = this.#parts;
    settings.off = false;
    settings.stop = undefined;
    this.#invitation = invitation;
    this.#attempt = 0;
    this.#drop(1000, "connecting anew");
    this.#open();
  }

  /** The person wants no connection until further notice. */
  disconnect(): void {
    const { settings } = this.#parts;
    settings.off = true;
    this.#drop(1000, "disconnected by the person");
    this.#enter({ state: "off", serverUrl: settings.serverUrl });
  }

  /** Frames too large or too deep for the server are not sent: it would close the socket. */
  send(frame: ToServer): Sent {
    const socket = this.#socket;
    if (!socket || this.#state.state !== "connected") return "not_connected";
    if (frame.type === "tool_result" && isDeeperThan(frame, MAX_DEPTH)) return "too_deep";
    const text = JSON.stringify(frame);
    if (isLongerThan(text, MAX_FRAME_BYTES)) return "too_large";
    if (text.length > SMALL_FRAME && socket.bufferedAmount > MAX_FRAME_BYTES) return "congested";
    socket.send(text);
    return "sent";
  }

  #open(trouble?: Trouble): void {
    const { settings, openSocket } = this.#parts;
    const { serverUrl } = settings;
    this.#refusal = undefined;
    const socket: Socket = openSocket(socketUrl(serverUrl), {
      opened: () => {
        if (this.#socket === socket) socket.send(JSON.stringify(this.#connectionInfo(serverUrl)));
      },
      received: (text) => {
        if (this.#socket === socket) this.#received(text, socket);
      },
      closed: (code) => {
        if (this.#socket === socket)
          this.#lost(code, this.#wasConnected() ? "lost" : "unreachable");
      },
    });
    this.#socket = socket;
    this.#enter({ state: "connecting", serverUrl, ...(trouble && { trouble }) });
    this.#later("next", HANDSHAKE_MS, () => this.#lost(CLOSE_CODES.silent, "silent"));
  }

  #connectionInfo(serverUrl: string): ToServer {
    const { token, installId } = this.#parts.settings.account(serverUrl);
    return {
      type: "connection_info",
      protocol: PROTOCOL_VERSION,
      ...this.#parts.self,
      installId,
      timestamp: this.#parts.clock.now(),
      label: this.#parts.label(),
      ...(token === undefined ? {} : { token }),
      ...(this.#invitation === undefined ? {} : { invitation: this.#invitation }),
    };
  }

  #received(text: string, socket: Socket): void {
    this.#heardMs = this.#parts.clock.now();
    const parsed = parseFrame(toExtensionSchema, text);
    if (!parsed.ok) {
      console.warn(`A frame of the server was ignored: ${parsed.problem}.`);
      return;
    }
    const frame = parsed.frame;
    switch (frame.type) {
      case "session_info":
        if (this.#state.state === "connecting") this.#welcome(frame, this.#state.serverUrl);
        return;
      case "refused":
        this.#refusal = frame;
        return;
      case "ping":
        socket.send(JSON.stringify({ type: "pong", n: frame.n } satisfies ToServer));
        return;
      case "pong":
        return;
      case "call_tool":
      case "cancel":
      case "answer_question":
        if (this.#state.state === "connected") this.#parts.onRequest(frame);
    }
  }

  #welcome({ token, ...session }: SessionInfo, serverUrl: string): void {
    const { settings, clock, onConnected } = this.#parts;
    if (token !== undefined) settings.updateAccount(serverUrl, { token });
    this.#invitation = undefined;
    this.#enter({ state: "connected", serverUrl, session, sinceMs: clock.now() });
    this.#pingEvery(session.heartbeatMs);
    this.#watchSilence(session.heartbeatMs);
    onConnected();
  }

  #pingEvery(heartbeatMs: number): void {
    this.#later("ping", heartbeatMs, () => {
      this.#pings += 1;
      this.send({ type: "ping", n: this.#pings });
      this.#pingEvery(heartbeatMs);
    });
  }

  #watchSilence(heartbeatMs: number): void {
    const nowMs = this.#parts.clock.now();
    // A clock that was set back would wait for as long.
    this.#heardMs = Math.min(this.#heardMs, nowMs);
    const leftMs = this.#heardMs + heartbeatMs * SILENT_HEARTBEATS - nowMs;
    if (leftMs <= 0) this.#lost(CLOSE_CODES.silent, "silent");
    else this.#later("next", leftMs, () => this.#watchSilence(heartbeatMs));
  }

  /** The socket closed, or is given up. What comes next is in the code: of the socket, or of the refusal before it. */
  #lost(closeCode: number, why: "unreachable" | "lost" | "silent"): void {
    const { settings, clock, random } = this.#parts;
    const { serverUrl } = settings;
    const refusal = this.#refusal;
    const code = refusal && closeCode < 4000 ? codeOf(refusal.code) : closeCode;
    const settled =
      this.#state.state === "connected" && clock.now() - this.#state.sinceMs >= SETTLED_MS;
    this.#attempt = settled ? 0 : this.#attempt + 1;
    this.#drop(closeCode, why);
    const message = refusal && { message: refusal.message };
    if (!mayComeBack(code)) {
      const stop = { code: refusal?.code ?? reasonOf(code), ...message };
      settings.stop = stop;
      this.#enter({ state: "stopped", serverUrl, stop });
      return;
    }
    const sentAway = why !== "silent" && (refusal !== undefined || code >= 4000);
    const trouble: Trouble = { why: sentAway ? "sent_away" : why, ...message };
    const waitMs = backOffMs(this.#attempt, random());
    this.#enter({ state: "waiting", serverUrl, untilMs: clock.now() + waitMs, trouble });
    this.#later("next", waitMs, () => this.#open(trouble));
  }

  /** Lets go of the socket at once: a dead one would take minutes to say that it closed. */
  #drop(code: number, reason: string): void {
    const socket = this.#socket;
    this.#socket = undefined;
    const wasConnected = this.#wasConnected();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    // A page may close a socket with 1000 or 3000–4999 only; the others say that it is closed already.
    if (socket && (code === 1000 || code >= 3000)) socket.close(code, reason);
    if (wasConnected) this.#parts.onLost();
  }

  #wasConnected(): boolean {
    return this.#state.state === "connected";
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    this.#parts.onState(state);
  }

  #later(name: "next" | "ping", ms: number, run: () => void): void {
    this.#timers.get(name)?.();
    this.#timers.set(name, this.#parts.clock.after(ms, run));
  }
}

function codeOf(reason: string): number {
  return Object.entries(CLOSE_CODES).find(([name]) => name === reason)?.[1] ?? 1000;
}

function reasonOf(closeCode: number): string {
  return (
    Object.entries(CLOSE_CODES).find(([, code]) => code === closeCode)?.[0] ?? String(closeCode)
  );
}

/** True when the text takes more than so many bytes. Counts only where the length leaves a doubt. */
function isLongerThan(text: string, bytes: number): boolean {
  if (text.length * 3 <= bytes) return false;
  return text.length > bytes || new TextEncoder().encode(text).byteLength > bytes;
}
