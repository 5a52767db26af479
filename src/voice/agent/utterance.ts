import { isQuietFrom } from "./hearing/trim.ts";

/** Sound before the first sign of speech that belongs to it all the same. */
const BEFORE_S = 0.5;

/** Words, and what they are as a sentence. */
export interface Sentence {
  text: string;
  /** `complete`: nothing can follow. `unfinished`: something has to. */
  shape: "complete" | "open" | "unfinished" | "nothing";
  /** The words are what it sounded like, and nothing that was expected. */
  guessed: boolean;
}

interface Known {
  partial: boolean;
  samples: number;
  sentence: Promise<Sentence>;
  outdated: AbortController;
}

/** The sound of one sentence, and what it was recognised as so far. */
export class Utterance {
  readonly #rate: number;
  #chunks: Int16Array[] = [];
  #samples = 0;
  #voicedMs = performance.now();
  #quietMs = 0;
  #known: Known | undefined;

  constructor(rate: number) {
    this.#rate = rate;
  }

  get seconds(): number {
    return this.#samples / this.#rate;
  }

  /** Since the last piece of speech, by the clock on the wall: what the person waits. */
  get waitedMs(): number {
    return performance.now() - this.#voicedMs;
  }

  add(data: Int16Array): void {
    this.#chunks.push(data.slice());
    this.#samples += data.length;
  }

  /** Keeps only the latest sound, which may turn out to be the beginning of a sentence. */
  addRolling(data: Int16Array): void {
    this.add(data);
    for (;;) {
      const first = this.#chunks[0];
      if (!first || this.#samples - first.length < BEFORE_S * this.#rate) return;
      this.#chunks.shift();
      this.#samples -= first.length;
    }
  }

  /** A sentence that begins with the latest sound. */
  takeRolling(): Utterance {
    const begun = new Utterance(this.#rate);
    begun.#chunks = this.#chunks;
    begun.#samples = this.#samples;
    this.#chunks = [];
    this.#samples = 0;
    return begun;
  }

  /** What was recognised before this counts no longer, and need not be recognised any more. */
  voiced(): void {
    this.#known?.outdated.abort();
    this.#known = undefined;
    this.#voicedMs = performance.now();
    this.#quietMs = 0;
  }

  /** So much more of the sound was silence. Sound may come late: only it tells for how long it was quiet. */
  quiet(ms: number): void {
    this.#quietMs += ms;
  }

  quietFor(ms: number): boolean {
    return this.#quietMs >= ms;
  }

  /**
   * Recognises what was said, unless that is known since the last piece of speech. What was heard in a pause is all, when
   * nothing but silence came after it, unless those ears are `rough` in pauses.
   */
  recognised(
    { partial, rough }: { partial: boolean; rough: boolean },
    how: (audio: Float32Array, outdated: AbortSignal) => Promise<Sentence>,
  ): Promise<Sentence> {
    const known = this.#known;
    if (known && (partial || !known.partial)) return known.sentence;
    const audio = this.#audio();
    if (known && !rough && isQuietFrom(audio, known.samples)) {
      known.partial = false;
      return known.sentence;
    }
    const outdated = new AbortController();
    const sentence = how(audio, outdated.signal);
    this.#known = { partial, samples: audio.length, sentence, outdated };
    return sentence;
  }

  #audio(): Float32Array {
    const audio = new Float32Array(this.#samples);
    let at = 0;
    for (const chunk of this.#chunks) {
      for (const sample of chunk) audio[at++] = sample / 32_768;
    }
    return audio;
  }
}
