import type { SceneControl } from "./ears.ts";
import type { VoiceToolAnswer } from "./host-line.ts";
import type { PageScene } from "./page-scene.ts";
import { step } from "./sentences/meaning.ts";
import { spokenFailure } from "./sentences/spoken-failures.ts";

const NONE: readonly SceneControl[] = [];
/** As many as the tool takes. */
const MOST = 2_000;

type Call = (tool: string, args: unknown, signal: AbortSignal) => Promise<VoiceToolAnswer>;

/**
 * Keeps the numbers in the page as they can be said: all of them while the person wants numbers, those of the
 * choices while one of several is asked for, else none.
 */
export class ShownNumbers {
  readonly #scene: PageScene;
  readonly #call: Call;
  #drawn = NONE;

  constructor(scene: PageScene, call: Call) {
    this.#scene = scene;
    this.#call = call;
  }

  /** What there is to say when they cannot be drawn. */
  async draw(): Promise<string | undefined> {
    const wanted = this.#wanted();
    if (wanted === this.#drawn) return undefined;
    this.#drawn = wanted;
    const labels = wanted.slice(0, MOST).map(({ ref, number }) => ({ ref, number }));
    const { tool, args } = step(this.#scene.now(), "chrome_show_numbers", { labels });
    const answer = await this.#call(tool, args, new AbortController().signal);
    if (answer.ok) return undefined;
    this.#drawn = NONE;
    this.#scene.numbersShown = false;
    return spokenFailure(answer.failure);
  }

  #wanted(): readonly SceneControl[] {
    const { controls, numbersShown, pending } = this.#scene.now();
    if (numbersShown && controls.length > 0) return controls;
    return pending?.kind === "which" ? pending.choices : NONE;
  }
}
