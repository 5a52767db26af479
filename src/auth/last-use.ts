import { bugFields } from "../core/bug.ts";
import type { Clock, CredentialRecord, Logger, SessionStore } from "../core/ports.ts";

const FLUSH_MS = 30_000;

type LastUseStore = Pick<SessionStore, "touchCredentials">;

/** When each credential was last used, gathered here and written in batches: no write per request. */
export class LastUse implements AsyncDisposable {
  readonly #store: LastUseStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #stop: () => void;
  #used = new Map<string, number>();

  constructor(parts: { store: LastUseStore; clock: Clock; logger: Logger }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#stop = parts.clock.every(FLUSH_MS, () => {
      this.flush().catch((cause: unknown) => {
        this.#logger.error(
          bugFields(cause),
          "[Auth] The last use of credentials could not be saved",
        );
      });
    });
  }

  note(credential: CredentialRecord): void {
    this.#used.set(credential.hash, this.#clock.now());
  }

  /** True when the credential was used since it was read, or before. */
  wasUsed(credential: CredentialRecord): boolean {
    return credential.lastUsedMs !== null || this.#used.has(credential.hash);
  }

  async flush(): Promise<void> {
    if (this.#used.size === 0) return;
    const used = this.#used;
    this.#used = new Map();
    await this.#store.touchCredentials(used);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop();
    await this.flush();
  }
}
