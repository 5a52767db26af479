/** Some 40 short answers. */
const MOST_SAMPLES = 1_000_000;

/** What was spoken lately, by its words: most answers are given again and again. */
export class SpokenBefore {
  /** The one longest unused comes first. */
  readonly #spoken = new Map<string, Int16Array>();
  #samples = 0;

  get(words: string): Int16Array | undefined {
    const samples = this.#spoken.get(words);
    if (samples) {
      this.#spoken.delete(words);
      this.#spoken.set(words, samples);
    }
    return samples;
  }

  add(words: string, samples: Int16Array): void {
    if (this.#spoken.has(words)) return;
    this.#spoken.set(words, samples);
    this.#samples += samples.length;
    for (const [oldest, { length }] of this.#spoken) {
      if (this.#samples <= MOST_SAMPLES) return;
      this.#spoken.delete(oldest);
      this.#samples -= length;
    }
  }
}
