import { bugFields } from "../core/bug.ts";
import type { Clock, Logger } from "../core/ports.ts";
import type { LivekitAccess } from "./livekit-access.ts";
import { LivekitServer } from "./livekit-server.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

export interface KeptLivekitParts {
  program: string;
  clock: Clock;
  logger: Logger;
}

/**
 * A livekit-server of our own, started again where it was whenever it ends, so that tokens made before go on
 * working.
 *
 *   running ── it ended ──▶ waiting ──▶ starting ── it answers ──▶ running
 *                              ▲            │
 *                              └── failed ◀─┘   each wait is twice the one before
 */
export class KeptLivekit implements AsyncDisposable {
  readonly access: LivekitAccess;
  readonly #parts: KeptLivekitParts;
  readonly #closing = new AbortController();
  readonly #closed = Promise.withResolvers<void>();
  readonly #keeping: Promise<void>;
  #server: LivekitServer;

  /** Rejects when it cannot be started for the first time. */
  static async start(parts: KeptLivekitParts): Promise<KeptLivekit> {
    return new KeptLivekit(parts, await LivekitServer.start(parts.program));
  }

  private constructor(parts: KeptLivekitParts, server: LivekitServer) {
    this.#parts = parts;
    this.#server = server;
    this.access = server.access;
    this.#sayStarted();
    this.#keeping = this.#keep();
  }

  async #keep(): Promise<void> {
    for (;;) {
      await Promise.race([this.#server.exited, this.#closed.promise]);
      if (this.#closing.signal.aborted) return;
      this.#parts.logger.warn({}, "🎙️ [Voice] Our livekit-server ended; starting it again");
      await this.#startAgain();
    }
  }

  async #startAgain(): Promise<void> {
    const { program, logger } = this.#parts;
    const { signal } = this.#closing;
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      await this.#wait(waitMs);
      if (signal.aborted) return;
      try {
        this.#server = await LivekitServer.start(program, { keep: this.access, signal });
        return this.#sayStarted();
      } catch (cause) {
        if (waitMs > FIRST_WAIT_MS || signal.aborted) continue;
        logger.warn(
          bugFields(cause),
          "🎙️ [Voice] Our livekit-server cannot be started again; trying until it can",
        );
      }
    }
  }

  async #wait(ms: number): Promise<void> {
    const over = Promise.withResolvers<void>();
    const stop = this.#parts.clock.after(ms, over.resolve);
    await Promise.race([over.promise, this.#closed.promise]);
    stop();
  }

  #sayStarted(): void {
    this.#parts.logger.info(
      { livekit: this.access.url },
      "🎙️ [Voice] Started a livekit-server of our own",
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#closed.resolve();
    await this.#keeping;
    await this.#server[Symbol.asyncDispose]();
  }
}
