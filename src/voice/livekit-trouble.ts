import type { Logger } from "../core/ports.ts";

/** Says what is wrong with LiveKit, each thing once until it is well again. */
export class LivekitTrouble {
  readonly #logger: Logger;
  readonly #livekit: string;
  #said: string | undefined;

  constructor(logger: Logger, livekit: string) {
    this.#logger = logger;
    this.#livekit = livekit;
  }

  over(): void {
    this.#said = undefined;
  }

  lost(): void {
    this.#say("Lost LiveKit; registering again");
  }

  /** A request to it was rejected with this. */
  failed(cause: unknown): void {
    const refused = cause instanceof Error && "status" in cause && cause.status === 401;
    this.#say(
      refused
        ? "LiveKit refuses our keys. Check livekit.api_key and livekit.api_secret in livekit_config.yaml"
        : "LiveKit cannot be reached; trying again until it can",
    );
  }

  #say(message: string): void {
    if (this.#said === message) return;
    this.#said = message;
    this.#logger.warn({ livekit: this.#livekit }, `🎙️ [Voice] ${message}`);
  }
}
