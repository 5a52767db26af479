import type { FrameElement } from "../elements/kinds.ts";
import type { Entry } from "./outline-line.ts";
import type { WalkOptions } from "./walk-options.ts";

/** What a walk has written down so far, and how much of it there may be. */
export class OutlineDraft {
  readonly entries: Entry[] = [];
  readonly frames: { entry: Entry; element: FrameElement }[] = [];
  /** False when there was no room or time for all. */
  complete = true;
  /** Characters of all that was added. */
  chars = 0;
  readonly #maxChars: number;
  readonly #untilMs: number;
  #asked = 0;

  constructor({ maxChars, untilMs }: Pick<WalkOptions, "maxChars" | "untilMs">) {
    this.#maxChars = maxChars;
    this.#untilMs = untilMs;
  }

  /** Asked before each element. */
  isOver(): boolean {
    if (!this.complete) return true;
    this.#asked++;
    const late = (this.#asked & 127) === 0 && performance.now() > this.#untilMs;
    if (late || this.chars > this.#maxChars) this.complete = false;
    return !this.complete;
  }

  /** The beginning of a text that will be cut anyway: no more of it is worth the work. */
  beginningOf(text: Text, charsForOne: number): string {
    const most = (this.#maxChars - this.chars + 1) * charsForOne;
    if (text.length <= most) return text.data;
    this.complete = false;
    return text.data.slice(0, most);
  }

  add(kind: Entry["kind"], element: Element, text: string, depth: number, out: boolean): void {
    this.chars += text.length + 1;
    this.entries.push({ kind, depth, text, element, out });
  }
}
