import type { Room } from "@livekit/rtc-node";
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

export interface RoomSignsParts {
  room: Room;
  scene: PageScene;
  /** What waits for a yes or a no. */
  asksYesOrNo: () => string | undefined;
  /** What the agent does, in the words of the framework, which tells it by itself when it changes. */
  state: () => string;
}

/** What pages see of the agent, besides its words: what it does, and what it waits for. */
export class RoomSigns {
  readonly #parts: RoomSignsParts;

  constructor(parts: RoomSignsParts) {
    this.#parts = parts;
  }

  /** Pages that offer answers as buttons learn from it when to. */
  tellQuestion(): void {
    const told = this.#parts.room.localParticipant?.attributes ?? {};
    const question = this.#question();
    const isTold = Object.entries(question).every(([name, value]) => (told[name] ?? "") === value);
    if (!isTold) this.#tell(question);
  }

  /** Tells all, to somebody who is known now, and may have missed it. */
  personCame(stay: string | undefined): void {
    const known = { [KNOWS_ATTRIBUTE]: stay ?? "", [STATE_ATTRIBUTE]: this.#parts.state() };
    this.#tell({ ...this.#question(), ...known });
  }

  /** Or was never there. */
  personLeft(): void {
    this.#tell({ [KNOWS_ATTRIBUTE]: "", [STATE_ATTRIBUTE]: GETTING_READY });
  }

  #question(): Record<string, string> {
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
    this.#parts.room.localParticipant?.setAttributes(attributes).catch(() => undefined);
  }
}
