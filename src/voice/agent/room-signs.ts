import { KNOWS_ATTRIBUTE } from "../../protocol/knows-attribute.ts";
import {
  ASKED_ATTRIBUTE,
  QUESTION_ATTRIBUTE,
  WORDS_ATTRIBUTE,
  YES_OR_NO,
} from "../../protocol/question-attribute.ts";
import type { PageScene } from "./page-scene.ts";

/** By which stock frontends show what the agent does. */
const STATE_ATTRIBUTE = "lk.agent.state";

const GETTING_READY = "initializing";

/** Who carries the signs: the agent itself, as a participant of its room. */
export interface SignBearer {
  attributes: Record<string, string>;
  setAttributes: (attributes: Record<string, string>) => Promise<void>;
}

export interface RoomSignsParts {
  /** Undefined where the room is gone. */
  bearer: () => SignBearer | undefined;
  scene: PageScene;
  /** What waits for a yes or a no. */
  asksYesOrNo: () => string | undefined;
  /** What the agent does, in the words of the framework, which tells it by itself when it changes. */
  state: () => string;
}

/**
 * What pages see of the agent, besides its words: what it does, and what it waits for.
 *
 * What is set before the one before it has arrived may arrive before it, and what is older would stay. So whatever
 * arrives is held against what it should be, and set again if it is not.
 */
export class RoomSigns {
  readonly #parts: RoomSignsParts;
  /** Whom the agent knows, by their stay in the room. */
  #known: { stay: string } | undefined;
  #question: Record<string, string> = {};

  constructor(parts: RoomSignsParts) {
    this.#parts = parts;
  }

  /** Pages that offer answers as buttons learn from it when to. */
  tellQuestion(): void {
    const question = this.#wantedQuestion();
    if (!Bun.deepEquals(question, this.#question)) this.#tell(question);
    this.#question = question;
  }

  /** Tells all, to somebody who is known now, and may have missed it. */
  personCame(stay: string | undefined): void {
    this.#known = { stay: stay ?? "" };
    this.#tell(this.#wanted());
  }

  /** Or was never there. */
  personLeft(): void {
    this.#known = undefined;
    this.#tell(this.#wanted());
  }

  /** What pages see of somebody in the room is another now. */
  arrived(who: Pick<SignBearer, "attributes">): void {
    if (who !== this.#parts.bearer()) return;
    const wrong = Object.entries(this.#wanted()).filter(
      ([name, value]) => (who.attributes[name] ?? "") !== value,
    );
    if (wrong.length > 0) this.#tell(Object.fromEntries(wrong));
  }

  #wanted(): Record<string, string> {
    return {
      ...this.#wantedQuestion(),
      [KNOWS_ATTRIBUTE]: this.#known?.stay ?? "",
      [STATE_ATTRIBUTE]: this.#known ? this.#parts.state() : GETTING_READY,
    };
  }

  #wantedQuestion(): Record<string, string> {
    const { question } = this.#parts.scene;
    const words = this.#parts.asksYesOrNo();
    return {
      [QUESTION_ATTRIBUTE]: words === undefined ? "" : YES_OR_NO,
      [WORDS_ATTRIBUTE]: words ?? "",
      [ASKED_ATTRIBUTE]: question ? JSON.stringify(question) : "",
    };
  }

  #tell(attributes: Record<string, string>): void {
    // The room may be gone already, and with it whoever would have seen it.
    this.#parts
      .bearer()
      ?.setAttributes(attributes)
      .catch(() => undefined);
  }
}
