import type { Room } from "@livekit/rtc-node";
import {
  ASKED_ATTRIBUTE,
  QUESTION_ATTRIBUTE,
  WORDS_ATTRIBUTE,
  YES_OR_NO,
} from "../../protocol/question-attribute.ts";
import type { PageScene } from "./page-scene.ts";

/** By which stock frontends show what the agent does. */
const STATE_ATTRIBUTE = "lk.agent.state";

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

  /** Tells all, to a LiveKit server that was started again: people wait to be told that the agent listens. */
  tellAgain(): void {
    this.#tell({ ...this.#question(), [STATE_ATTRIBUTE]: this.#parts.state() });
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
