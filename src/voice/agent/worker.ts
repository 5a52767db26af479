import {
  type AvailabilityRequest,
  type Job,
  type JobAssignment,
  JobStatus,
  JobType,
  ParticipantPermission,
  ServerMessage,
  WorkerMessage,
  WorkerStatus,
} from "@livekit/protocol";
import { WebSocket } from "ws";
import { AGENT_ATTRIBUTES } from "../agent-attributes.ts";

const LOAD_EVERY_MS = 2_500;
const REGISTER_DEADLINE_MS = 10_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
/** A connection that lasted this long was a good one: the next try comes soon. */
const GOOD_MS = 10_000;
/** An accepted job whose assignment does not come was given to somebody else. */
const ASSIGNMENT_DEADLINE_MS = 10_000;

type Message = NonNullable<NonNullable<ConstructorParameters<typeof WorkerMessage>[0]>["message"]>;

export interface AcceptedJob {
  id: string;
  room: string;
  url: string;
  token: string;
}

export interface WorkerParts {
  agentName: string;
  nodeId: string;
  maxSessions: number;
  /** Asks for an address and a token; `register` brings them. */
  wantRegistration: () => void;
  registered: () => void;
  unregistered: (problem: "not_reached" | "lost") => void;
  /** Is this a room that may be served, and is not already? */
  serves: (room: string) => Promise<boolean>;
  accepted: (room: string) => void;
  /** An accepted job that never came. */
  withdrawn: (room: string) => void;
  start: (job: AcceptedJob) => void;
  terminate: (jobId: string) => void;
}

/**
 * The agent worker, by LiveKit's worker protocol (`/agent?protocol=1`).
 *
 *   wanting a token ── register() ──▶ connecting ── registered ──▶ serving
 *         ▲                               │                          │
 *         └───────── back-off, for ever ──┴──────────────────────────┘
 *
 * A job holds its slot from the moment it is offered until it is declined or its room is closed, so that a burst of offers
 * never fills more slots than there are.
 */
export class LivekitWorker {
  readonly #parts: WorkerParts;
  /** Rooms by the ids of the jobs that hold a slot. */
  readonly #jobs = new Map<string, string>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  #socket: WebSocket | undefined;
  #url = "";
  #retryMs = FIRST_RETRY_MS;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#parts.wantRegistration();
  }

  register(url: string, token: string): void {
    if (this.#closed) return;
    this.#url = url;
    const address = `${url.replace(/^http/, "ws").replace(/\/$/, "")}/agent?protocol=1`;
    const socket = new WebSocket(address, { headers: { Authorization: `Bearer ${token}` } });
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    let registeredMs: number | undefined;
    const deadline = setTimeout(() => socket.close(), REGISTER_DEADLINE_MS);
    const load = setInterval(() => this.#tellLoad(), LOAD_EVERY_MS);
    socket.on("open", () => this.#introduce());
    socket.on("error", () => undefined); // "close" follows and is what counts
    socket.on("message", (data) => {
      if (!(data instanceof ArrayBuffer)) return;
      const { message } = ServerMessage.fromBinary(new Uint8Array(data));
      if (message.case === "register") {
        clearTimeout(deadline);
        registeredMs = performance.now();
        this.#tellLoad();
        this.#parts.registered();
      } else if (message.case === "availability") void this.#offered(message.value);
      else if (message.case === "assignment") this.#assigned(message.value);
      else if (message.case === "termination") this.#parts.terminate(message.value.jobId);
    });
    socket.on("close", () => {
      clearTimeout(deadline);
      clearInterval(load);
      if (this.#closed) return;
      if (registeredMs !== undefined && performance.now() - registeredMs > GOOD_MS) {
        this.#retryMs = FIRST_RETRY_MS;
      }
      this.#parts.unregistered(registeredMs === undefined ? "not_reached" : "lost");
      this.#retry = setTimeout(this.#parts.wantRegistration, this.#retryMs * (0.5 + Math.random()));
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    });
  }

  /** The room of a job is closed: its slot is free. */
  finished(jobId: string, failed: boolean): void {
    if (!this.#jobs.delete(jobId)) return;
    const status = failed ? JobStatus.JS_FAILED : JobStatus.JS_SUCCESS;
    this.#send({ case: "updateJob", value: { jobId, status } });
    this.#tellLoad();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#socket?.close();
  }

  #introduce(): void {
    this.#send({
      case: "register",
      value: {
        type: JobType.JT_ROOM,
        agentName: this.#parts.agentName,
        version: "1.9.0",
        allowedPermissions: new ParticipantPermission({
          canPublish: true,
          canSubscribe: true,
          canPublishData: true,
          canUpdateMetadata: true,
        }),
      },
    });
  }

  async #offered({ job }: AvailabilityRequest): Promise<void> {
    if (!job) return;
    const room = roomOf(job);
    const available = await this.#hold(job.id, room);
    if (available) {
      this.#parts.accepted(room);
      this.#waiting.set(
        job.id,
        setTimeout(() => this.#withdraw(job.id), ASSIGNMENT_DEADLINE_MS),
      );
    }
    this.#send({
      case: "availability",
      value: {
        jobId: job.id,
        available,
        participantIdentity: `agent-${job.id}`,
        participantName: "Chrome",
        participantAttributes: {
          [AGENT_ATTRIBUTES.name]: this.#parts.agentName,
          [AGENT_ATTRIBUTES.node]: this.#parts.nodeId,
        },
      },
    });
    this.#tellLoad();
  }

  /** Keeps a slot for a job that can be served. */
  async #hold(jobId: string, room: string): Promise<boolean> {
    const isFree = this.#jobs.size < this.#parts.maxSessions && !this.#closed;
    if (!isFree || [...this.#jobs.values()].includes(room)) return false;
    this.#jobs.set(jobId, room);
    if ((await this.#parts.serves(room)) && !this.#closed) return true;
    this.#jobs.delete(jobId);
    return false;
  }

  #assigned({ job, url, token }: JobAssignment): void {
    if (!job) return;
    const room = this.#jobs.get(job.id);
    clearTimeout(this.#waiting.get(job.id));
    if (!this.#waiting.delete(job.id) || room === undefined) return;
    this.#send({ case: "updateJob", value: { jobId: job.id, status: JobStatus.JS_RUNNING } });
    this.#parts.start({ id: job.id, room, token, url: url || this.#url });
  }

  #withdraw(jobId: string): void {
    const room = this.#jobs.get(jobId);
    this.#waiting.delete(jobId);
    this.#jobs.delete(jobId);
    if (room !== undefined) this.#parts.withdrawn(room);
  }

  #tellLoad(): void {
    const full = this.#jobs.size >= this.#parts.maxSessions;
    this.#send({
      case: "updateWorker",
      value: {
        status: full ? WorkerStatus.WS_FULL : WorkerStatus.WS_AVAILABLE,
        load: this.#jobs.size / this.#parts.maxSessions,
        jobCount: this.#jobs.size,
      },
    });
  }

  #send(message: Message): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(new WorkerMessage({ message }).toBinary());
  }
}

function roomOf(job: Job): string {
  return job.room?.name ?? "";
}
