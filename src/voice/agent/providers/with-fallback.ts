import type { Recogniser, Synthesiser } from "../ears.ts";
import { asWritten } from "../hearing/as-written.ts";
import type { Speak, Transcribe } from "./cloud-speech.ts";

/** A provider that failed is left alone for this long. */
const REST_MS = 60_000;

/** One provider: whether it is worth asking now, and one word to the log when it is not. */
export class Trust {
  readonly #failed: () => void;
  #restsUntilMs = 0;
  #said = false;

  constructor(failed: () => void) {
    this.#failed = failed;
  }

  get asks(): boolean {
    return performance.now() >= this.#restsUntilMs;
  }

  lost(): void {
    this.#restsUntilMs = performance.now() + REST_MS;
    if (!this.#said) this.#failed();
    this.#said = true;
  }

  kept(): void {
    this.#said = false;
  }
}

/** A provider hears whole sentences; partial ones, and all while it fails, are heard offline. */
export function recogniserOf(provider: Transcribe, offline: Recogniser, trust: Trust): Recogniser {
  return {
    roughInPauses: true,
    async transcribe(audio, candidates, options = {}) {
      if (options.partial !== true && trust.asks) {
        try {
          const text = asWritten(await provider(audio, options.signal));
          trust.kept();
          return { text, score: 0, kind: text === "" ? "nothing" : "sentence" };
        } catch {
          if (options.signal?.aborted === true) return { text: "", score: 0, kind: "nothing" };
          trust.lost();
        }
      }
      return offline.transcribe(audio, candidates, options);
    },
    close: () => offline.close(),
  };
}

/** A provider speaks; while it fails, the offline voice does. */
export function synthesiserOf(provider: Speak, offline: Synthesiser, trust: Trust): Synthesiser {
  return {
    async speak(text, signal) {
      if (trust.asks) {
        try {
          const speech = await provider(text, signal);
          trust.kept();
          return speech;
        } catch (error) {
          if (signal?.aborted === true) throw error;
          trust.lost();
        }
      }
      return offline.speak(text, signal);
    },
    close: () => offline.close(),
  };
}
