import type { Question } from "../../protocol/question.ts";
import type { PageScene } from "./page-scene.ts";
import { asked } from "./sentences/spoken-questions.ts";

/** The voice, as far as it asks. */
export interface Speaking {
  /** It was broken off. */
  readonly interrupted: boolean;
  interrupt(): void;
}

export interface ClientQuestionsParts {
  scene: PageScene;
  speak: (text: string) => Speaking;
  /** Another question is before the person now, or none. */
  changed: () => void;
}

/** A question that is talked over is asked so often. */
const MOST_ASKED = 2;

/**
 * What clients ask the person of this room, one after the other.
 *
 *   waiting ── nothing else is asked, the person is there ──▶ before the person ── answered, or over ──▶ gone
 *
 * What the agent itself asks comes first: its yes or no must not be taken for an answer to a client.
 */
export class ClientQuestions {
  readonly #parts: ClientQuestionsParts;
  readonly #open = new Map<Question["id"], Question>();
  #isHere = false;
  #speaking: Speaking | undefined;
  #timesAsked = 0;

  constructor(parts: ClientQuestionsParts) {
    this.#parts = parts;
  }

  opened(question: Question): void {
    this.#open.set(question.id, question);
    this.next();
  }

  closed(id: Question["id"]): void {
    this.#open.delete(id);
    this.#letGo();
    this.next();
  }

  personCame(): void {
    this.#isHere = true;
    this.#timesAsked = 0;
    this.next();
  }

  personLeft(): void {
    this.#isHere = false;
    this.#speaking = undefined;
  }

  /** The person wants no more words: it stays open, but is not asked again. */
  hush(): void {
    this.#timesAsked = MOST_ASKED;
  }

  /** Asks what is due. Call it whenever something was said and answered. */
  next(): void {
    const { scene, changed } = this.#parts;
    if (scene.question) this.#askAgain(scene.question);
    const [question] = this.#open.values();
    if (scene.question || !question || !this.#isHere || scene.pending) return;
    scene.question = question;
    this.#timesAsked = 0;
    this.#ask(question);
    changed();
  }

  /** An answer was passed on: it is not asked again, also before the server says that it is over. */
  answered(id: Question["id"]): void {
    this.#open.delete(id);
    this.#letGo();
  }

  #askAgain(question: Question): void {
    const wasHeard = this.#speaking?.interrupted === false || this.#timesAsked >= MOST_ASKED;
    if (this.#isHere && !wasHeard && !this.#parts.scene.pending) this.#ask(question);
  }

  #ask(question: Question): void {
    this.#timesAsked += 1;
    this.#speaking = this.#parts.speak(asked(question));
  }

  /** The question before the person is over. */
  #letGo(): void {
    const { scene, changed } = this.#parts;
    if (!scene.question || this.#open.has(scene.question.id)) return;
    scene.question = undefined;
    if (scene.pending?.kind === "answer") scene.pending = undefined;
    this.#speaking?.interrupt();
    this.#speaking = undefined;
    changed();
  }
}
