/**
 * One extension on one WebSocket.
 *
 *   opened ── connection_info ──▶ enrolling ── session_info ──▶ known ── close ──▶ gone
 *      └── 5 s of silence: 4501       └── refused, then a code of 45xx
 *
 * Nothing but `refused` is sent before the extension is known. A second socket of the same install
 * replaces this one (4502). Any frame that is not by the protocol ends its socket (4002) and nothing else.
 */
import type { Server, ServerWebSocket, WebSocketHandler } from "bun";
import { bugFields } from "../core/bug.ts";
import type { CallLedger } from "../core/call-ledger.ts";
import { pausedMeanwhile } from "../core/chrome-tools.ts";
import type { OpenQuestions } from "../core/open-questions.ts";
import type { Clock, Enrolment, Logger, Peer } from "../core/ports.ts";
import type { SessionManager } from "../core/session-manager.ts";
import { type Connection, type Session, conditionOf } from "../core/session.ts";
import type { BrowserEvent } from "../protocol/browser-event.ts";
import { CLOSE_CODES, type CloseReason } from "../protocol/close-codes.ts";
import type { ConnectionInfo } from "../protocol/connection-info.ts";
import { parseFrame } from "../protocol/frame.ts";
import type { InstallId, UserId } from "../protocol/ids.ts";
import { type ToServer, toServerSchema } from "../protocol/messages.ts";
import { MAX_FRAME_BYTES, PROTOCOL_VERSION } from "../protocol/version.ts";
import { Admission, type Admitted } from "./admission.ts";
import { ConnectionLog } from "./connection-log.ts";
import { Heartbeat } from "./heartbeat.ts";
import { RESTARTING, type Refusal, refuse } from "./refusal.ts";
import { UnknownSockets } from "./unknown-sockets.ts";
import { SocketLink } from "./socket-link.ts";
import type { SocketState, Stage } from "./socket-state.ts";

type Socket = ServerWebSocket<SocketState>;
type Known = Extract<Stage, { stage: "known" }>;

export interface GatewayParts {
  sessions: SessionManager;
  ledger: CallLedger;
  questions: OpenQuestions;
  enrolment: Enrolment;
  clock: Clock;
  logger: Logger;
  heartbeatMs: number;
  serverVersion: string;
  extensionVersion: string;
  /** What a person sees in a browser of theirs is not as it was. */
  pageChanged?: (userId: UserId) => void;
}

export class Gateway {
  readonly #parts: GatewayParts;
  readonly #log: ConnectionLog;
  readonly #heartbeat = new Heartbeat();
  readonly #stopBeating: () => void;
  #beatMs: number;
  readonly #admission: Admission;
  readonly #unknown: UnknownSockets<Socket>;

  /** Give this to `Bun.serve`. */
  readonly websocket: WebSocketHandler<SocketState> = {
    maxPayloadLength: MAX_FRAME_BYTES,
    backpressureLimit: MAX_FRAME_BYTES,
    idleTimeout: 960,
    sendPings: false,
    perMessageDeflate: false,
    open: (socket) => this.#bounded(socket, () => this.#opened(socket)),
    message: (socket, message) => this.#bounded(socket, () => this.#received(socket, message)),
    close: (socket) => this.#bounded(socket, () => this.#closed(socket)),
  };

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#log = new ConnectionLog(parts.logger);
    this.#admission = new Admission(parts);
    this.#unknown = new UnknownSockets<Socket>({ clock: parts.clock, sendAway: refuse });
    this.#beatMs = parts.clock.now();
    this.#stopBeating = parts.clock.every(Heartbeat.turnMs(parts.heartbeatMs), () => this.#beat());
  }

  /** Takes a request over as a socket. Host and Origin have been checked. Undefined: it is one now. */
  upgrade(request: Request, server: Server<SocketState>, peer: Peer): Response | undefined {
    // Asked now: of the request nothing is left once it is a socket.
    const { loopback } = peer;
    const data: SocketState = { peer: { loopback }, current: { stage: "opened" } };
    if (server.upgrade(request, { data })) return undefined;
    return new Response("This address is for the extension's WebSocket.\n", {
      status: 426,
      headers: { Upgrade: "websocket" },
    });
  }

  /** Closes the sockets of one user, or of one install of theirs, whose credential was revoked. */
  revoke(userId: UserId, installId: InstallId | null): void {
    this.#admission.revoked();
    for (const session of [...this.#parts.sessions.ofUser(userId)]) {
      const { record, presence } = session;
      if (presence.state !== "connected") continue;
      if (installId === null || record.installId === installId) this.#end(presence, "revoked");
    }
  }

  /** Closes connections that clean-up found silent. */
  closeSilent(connections: readonly Connection[]): void {
    for (const connection of connections) this.#end(connection, "silent");
  }

  /** Every extension is told to come back; new ones are sent away likewise. */
  close(): void {
    this.#admission.close();
    this.#stopBeating();
    for (const { presence } of [...this.#parts.sessions.connections()]) {
      if (presence.state === "connected") this.#end(presence, "shutting_down");
    }
  }

  #beat(): void {
    const { sessions, clock, heartbeatMs } = this.#parts;
    const passedMs = clock.now() - this.#beatMs;
    this.#beatMs = clock.now();
    if (passedMs < 0 || passedMs > heartbeatMs) sessions.clockSet(clock.now());
    this.#heartbeat.beat();
  }

  /** What goes wrong on a socket without being expected ends here, and ends that socket alone. */
  #bounded(socket: Socket, run: () => void): void {
    try {
      run();
    } catch (cause) {
      this.#failed(socket, cause);
    }
  }

  #failed(socket: Socket, cause: unknown): void {
    this.#parts.logger.error(bugFields(cause), "[Chrome Extension] A socket failed by a bug");
    refuse(socket, {
      reason: "try_later",
      message: "Something went wrong in the server. It was logged.",
    });
  }

  #opened(socket: Socket): void {
    if (this.#admission.closed) refuse(socket, RESTARTING);
    else this.#unknown.add(socket);
  }

  #received(socket: Socket, message: string | Buffer): void {
    const parsed =
      typeof message === "string"
        ? parseFrame(toServerSchema, message)
        : ({ ok: false, problem: "binary" } as const);
    if (!parsed.ok) {
      this.#parts.logger.warn({ problem: parsed.problem }, "[Chrome Extension] Bad frame");
      socket.close(CLOSE_CODES.bad_frame, parsed.problem);
      return;
    }
    const { current } = socket.data;
    if (current.stage === "known") {
      this.#frame(socket, current, parsed.frame);
    } else if (current.stage === "opened" && parsed.frame.type === "connection_info") {
      this.#unknown.remove(socket);
      socket.data.current = { stage: "enrolling" };
      this.#enrol(socket, parsed.frame).catch((cause: unknown) => this.#failed(socket, cause));
    } else if (current.stage !== "gone") {
      socket.close(CLOSE_CODES.bad_frame, "out_of_turn");
    }
  }

  async #enrol(socket: Socket, info: ConnectionInfo): Promise<void> {
    const link = new SocketLink(socket);
    const admitted = await this.#admission.admit(info, socket.data.peer, link);
    if (socket.data.current.stage === "gone") return;
    if (!admitted.ok) return this.#refuse(socket, admitted);
    const changed = this.#admission.changedSince(admitted);
    if (changed) return this.#refuse(socket, changed);
    this.#welcome(socket, admitted);
  }

  #refuse(socket: Socket, refusal: Refusal): void {
    this.#log.refused(refusal.reason);
    refuse(socket, refusal);
  }

  /** From here on it is the session's connection. */
  #welcome(socket: Socket, { session, arrival, resumed, token }: Admitted): void {
    const { sessions, ledger, questions, clock, ...parts } = this.#parts;
    const { connection, replaced } = sessions.connect(session, arrival, clock.now());
    const { link } = connection;
    const { userId, id: sessionId, label } = session.record;
    link.send({
      type: "session_info",
      protocol: PROTOCOL_VERSION,
      userId,
      sessionId,
      connectionId: connection.id,
      resumed,
      ...(token !== undefined && { token }),
      heartbeatMs: parts.heartbeatMs,
      serverVersion: parts.serverVersion,
      latestExtensionVersion: parts.extensionVersion,
      preferences: { label },
    });
    const leave = this.#heartbeat.join(this.#pingOf(session, connection));
    socket.data.current = { stage: "known", session, connection, leave };
    this.#log.registered(session, connection, resumed);
    if (replaced) {
      ledger.connectionLost(sessionId, replaced.id);
      questions.connectionLost(replaced.id);
      replaced.link.close(CLOSE_CODES.replaced, "replaced");
      this.#log.closed(session, replaced, "replaced");
    }
    ledger.connectionBack(sessionId, connection);
  }

  /** Asks a connection for a sign of life, once in each heartbeat. */
  #pingOf(session: Session, connection: Connection): () => void {
    const { clock, heartbeatMs } = this.#parts;
    let wasSuspect = false;
    return () => {
      const nowMs = clock.now();
      const isSuspect = conditionOf(session, nowMs, heartbeatMs) === "suspect";
      if (isSuspect && !wasSuspect) this.#log.suspect(session, connection);
      if (!isSuspect && wasSuspect) this.#log.answersAgain(session, connection);
      wasSuspect = isSuspect;
      connection.link.send({ type: "ping", n: nowMs });
    };
  }

  #frame(socket: Socket, known: Known, frame: ToServer): void {
    const { sessions, ledger, questions, clock } = this.#parts;
    const { session, connection } = known;
    sessions.heard(connection.id, clock.now());
    switch (frame.type) {
      case "tool_result":
        return ledger.answer(connection.id, frame);
      case "tool_progress":
        return ledger.progress(connection.id, frame);
      case "ping":
        connection.link.send({ type: "pong", n: frame.n });
        return;
      case "pong":
        // `n` is the moment when the ping went out; any other number is not an answer to one.
        if (frame.n <= clock.now()) connection.roundTripMs = clock.now() - frame.n;
        return;
      case "event":
        return this.#event(known, frame.event);
      case "question_opened":
        return questions.opened(session, connection, frame.question);
      case "question_closed":
        return questions.closed(connection.id, frame.id);
      case "connection_info":
        socket.close(CLOSE_CODES.bad_frame, "out_of_turn");
    }
  }

  #event({ session, connection }: Known, event: BrowserEvent["event"]): void {
    const { sessions, ledger } = this.#parts;
    if (event.kind === "navigated" || event.kind === "tabs_changed") {
      this.#parts.pageChanged?.(session.record.userId);
    }
    if (event.kind === "renamed") sessions.rename(connection.id, event.label);
    if (event.kind === "permitted") connection.permitted = event.permitted;
    if (event.kind !== "paused" || !sessions.pause(connection.id, event.paused)) return;
    this.#log.paused(session, connection);
    if (event.paused) ledger.endAll(session.record.id, pausedMeanwhile());
  }

  #closed(socket: Socket): void {
    const { current } = socket.data;
    socket.data.current = { stage: "gone" };
    this.#unknown.remove(socket);
    if (current.stage !== "known") return;
    current.leave();
    this.#lost(current.connection, "closed");
  }

  /** A socket that is closed from here counts as gone at once: its peer may never answer. */
  #end(connection: Connection, reason: CloseReason): void {
    this.#lost(connection, reason);
    connection.link.close(CLOSE_CODES[reason], reason);
  }

  #lost(connection: Connection, reason: CloseReason | "closed"): void {
    const session = this.#parts.sessions.detach(connection.id, this.#parts.clock.now());
    if (!session) return;
    this.#parts.ledger.connectionLost(session.record.id, connection.id);
    this.#parts.questions.connectionLost(connection.id);
    this.#log.closed(session, connection, reason);
  }
}
