import { initializeLogger } from "@livekit/agents";
import { AudioSource } from "@livekit/rtc-node";
import { bugFields } from "../../core/bug.ts";
import { type ThreadSettings, type ToHost, type ToThread, toThreadSchema } from "../port.ts";
import { userOf } from "../user-rooms.ts";
import { HostLine } from "./host-line.ts";
import { Trust } from "./providers/with-fallback.ts";
import { RoomSession, type WhyClosed } from "./room-session.ts";
import type { Senses } from "./senses.ts";
import { type AcceptedJob, LivekitWorker } from "./worker.ts";

/** The thread's two ends of the message port. */
export interface ThreadPort {
  post: (message: ToHost) => void;
  listen: (heard: (message: unknown) => void) => void;
}

export type OpenSenses = (
  settings: ThreadSettings,
  failed: (message: string) => void,
) => Promise<Senses>;

/** What the voice thread runs: one worker, and a session for each room that it was given. */
export function runVoiceProgram(port: ThreadPort, open: OpenSenses): void {
  // What the framework logs may hold transcripts.
  initializeLogger({ pretty: false, level: "silent" });
  const program = new VoiceProgram(port, open);
  port.listen((message) => program.heard(message));
  // The framework leaks rejections of what it gave up.
  process.on("unhandledRejection", (cause) => program.leaked(cause));
}

class VoiceProgram {
  readonly #host: HostLine;
  readonly #openSenses: OpenSenses;
  readonly #sessions = new Map<string, RoomSession>();
  /** Rooms whose slot is held, from the offer of the job until the room is closed. */
  readonly #held = new Map<string, string | undefined>();
  readonly #modelTrust = new Trust(() => {
    this.#host.notice("warn", "The language model failed; only known sentences are understood");
  });
  #settings: ThreadSettings | undefined;
  #senses: Promise<Senses> | undefined;
  #worker: LivekitWorker | undefined;

  constructor(port: ThreadPort, openSenses: OpenSenses) {
    this.#host = new HostLine(port.post);
    this.#openSenses = openSenses;
  }

  heard(data: unknown): void {
    const parsed = toThreadSchema.safeParse(data);
    if (!parsed.success) return this.#host.notice("error", "The server said something unknown");
    this.#serve(parsed.data).catch((cause: unknown) => this.leaked(cause));
  }

  leaked(cause: unknown): void {
    this.#host.notice("debug", "Something failed in the voice thread", bugFields(cause));
  }

  async #serve(message: ToThread): Promise<void> {
    switch (message.type) {
      case "start":
        return this.#start(message.settings);
      case "registration":
        return this.#worker?.register(message.url, message.token);
      case "room_answer":
        return this.#host.roomAnswered(message.room, message.isOurs);
      case "tool_answer":
        return this.#host.answered(message.id, message.answer);
      case "page_changed":
        return this.#sessions.get(message.room)?.pageChanged();
      case "question_opened":
        return this.#sessions.get(message.room)?.questions.opened(message.question);
      case "question_closed":
        return this.#sessions.get(message.room)?.questions.closed(message.id);
      case "end_room":
        return this.#sessions.get(message.room)?.close("ended");
      case "ping":
        return this.#host.say({ type: "pong", n: message.n });
      case "close":
        return this.#close();
    }
  }

  async #start(settings: ThreadSettings): Promise<void> {
    this.#settings = settings;
    warmUp();
    this.#senses = this.#openSenses(settings, (message) => this.#host.notice("warn", message));
    await this.#senses;
    this.#worker = new LivekitWorker({
      agentName: settings.agentName,
      nodeId: settings.nodeId,
      maxSessions: settings.maxSessions,
      wantRegistration: () => this.#host.say({ type: "registration_wanted" }),
      registered: () => this.#host.say({ type: "registered" }),
      unregistered: (problem) => this.#host.say({ type: "unregistered", problem }),
      serves: async (room) => !this.#held.has(room) && (await this.#host.isOurs(room)),
      accepted: (room) => {
        this.#held.set(room, undefined);
        this.#host.say({ type: "room_opened", room });
      },
      withdrawn: (room) => this.#release(room, "failed"),
      start: (job) => void this.#open(job),
      terminate: (jobId) => {
        for (const [room, id] of this.#held) {
          if (id === jobId) void this.#sessions.get(room)?.close("ended");
        }
      },
    });
    this.#host.say({ type: "ready" });
    this.#worker.start();
  }

  async #open(job: AcceptedJob): Promise<void> {
    const settings = this.#settings;
    const owner = settings && userOf(settings.userRoomPrefix, job.room);
    const senses = await this.#senses;
    if (!settings || !senses || owner === undefined) return this.#release(job.room, "failed");
    this.#held.set(job.room, job.id);
    const session = new RoomSession({
      job,
      owner,
      settings,
      senses,
      host: this.#host,
      modelTrust: this.#modelTrust,
      closed: (why) => this.#release(job.room, why),
    });
    this.#sessions.set(job.room, session);
    await session.open().catch((cause: unknown) => {
      this.#host.notice("warn", "A room could not be served", bugFields(cause));
      return session.close("failed");
    });
  }

  #release(room: string, why: WhyClosed): void {
    const jobId = this.#held.get(room);
    this.#sessions.delete(room);
    if (!this.#held.delete(room)) return;
    if (jobId !== undefined) this.#worker?.finished(jobId, why === "failed");
    this.#host.say({ type: "room_closed", room, why });
    // What the WebRTC library keeps of it weighs nothing to the collector, who would leave it lying for minutes.
    Bun.gc(false);
  }

  async #close(): Promise<void> {
    this.#worker?.close();
    await Promise.all([...this.#sessions.values()].map((session) => session.close("ended")));
    const senses = await this.#senses;
    await senses?.recogniser.close();
    await senses?.synthesiser.close();
    this.#host.say({ type: "closed" });
  }
}

/** The first call into the WebRTC library decides in whose context all its events run: nobody's. */
function warmUp(): void {
  void new AudioSource(16_000, 1).close();
}
