import type { Logger } from "../core/ports.ts";
import { workerFile } from "./worker-file.ts";
import { type ToHost, type ToThread, toHostSchema } from "./port.ts";

/** Ten joins at once hold the thread up for seconds. One that is silent for so many pings hangs. */
const HUNG_PINGS = 6;
/** How long a thread may take to say goodbye to its rooms. */
const CLOSE_DEADLINE_MS = 5_000;

/** What of a Bun Worker is used; the library's own type is that of a window's. */
export interface ThreadWorker {
  postMessage: (message: ToThread) => void;
  addEventListener: Worker["addEventListener"];
  terminate: () => void;
}

export type SpawnThread = () => ThreadWorker;

/** The thread's program; beside this file, or inside the executable. */
export function spawnVoiceThread(): ThreadWorker {
  return new Worker(workerFile("voice/agent/thread.ts"), {
    name: "voice",
    // The framework reads it while it is loaded.
    env: { NODE_ENV: "production" },
  });
}

export interface ThreadListener {
  heard: (message: ToHost) => void;
  /** It ended without being asked to. */
  died: () => void;
}

/** One life of the voice thread, as the server sees it. */
export class VoiceThread {
  readonly #worker: ThreadWorker;
  readonly #listener: ThreadListener;
  readonly #closed = Promise.withResolvers<void>();
  #ending = false;
  #over = false;
  #unansweredPings = 0;

  constructor(spawn: SpawnThread, logger: Logger, listener: ThreadListener) {
    this.#listener = listener;
    this.#worker = spawn();
    this.#worker.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (this.#over) return;
      this.#unansweredPings = 0;
      const parsed = toHostSchema.safeParse(event.data);
      if (!parsed.success) {
        logger.error({}, "[Voice] The thread said something unknown");
      } else if (parsed.data.type === "closed") {
        this.#closed.resolve();
      } else {
        listener.heard(parsed.data);
      }
    });
    // "close" follows and is what counts.
    this.#worker.addEventListener("error", (event) => event.preventDefault());
    this.#worker.addEventListener("close", () => this.#ended());
  }

  send(message: ToThread): void {
    if (!this.#ending) this.#worker.postMessage(message);
  }

  /** Asks it whether it is there, and ends it if it never says so: call it from time to time. */
  ping(): void {
    this.#unansweredPings += 1;
    if (this.#unansweredPings > HUNG_PINGS) this.kill();
    else this.send({ type: "ping", n: this.#unansweredPings });
  }

  /** Lets it leave its rooms, then ends it. */
  async close(): Promise<void> {
    this.send({ type: "close" });
    this.#ending = true;
    const timer = setTimeout(this.#closed.resolve, CLOSE_DEADLINE_MS);
    await this.#closed.promise;
    clearTimeout(timer);
    this.#worker.terminate();
  }

  /** Ends it as it stands; `died` is told at once: what hangs outside of JavaScript cannot be ended. */
  kill(): void {
    this.#worker.terminate();
    this.#ended();
  }

  #ended(): void {
    if (this.#over) return;
    this.#over = true;
    this.#closed.resolve();
    if (!this.#ending) this.#listener.died();
    this.#ending = true;
  }
}
