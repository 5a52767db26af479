import type { OpenQuestions } from "../core/open-questions.ts";
import type { RoomOwner } from "../core/principal.ts";
import type { ToHost, ToThread } from "./port.ts";

/** What clients ask the people in rooms: told to the voice thread while they are there, and answered as what they were let in. */
export class RoomQuestions {
  readonly #questions: OpenQuestions;
  readonly #tell: (message: ToThread) => void;
  /** Rooms whose owner was let in. */
  readonly #owners = new Map<string, { owner: RoomOwner; stop: () => void }>();

  constructor(questions: OpenQuestions, tell: (message: ToThread) => void) {
    this.#questions = questions;
    this.#tell = tell;
  }

  join(room: string, owner: RoomOwner): void {
    if (this.#owners.get(room)?.owner.kind === owner.kind) return;
    this.leave(room);
    const stop = this.#questions.listen(owner, {
      opened: (question) => this.#tell({ type: "question_opened", room, question }),
      closed: (id) => this.#tell({ type: "question_closed", room, id }),
    });
    this.#owners.set(room, { owner, stop });
  }

  answer({ id, room, question, answer }: Extract<ToHost, { type: "answer_question" }>): void {
    const joined = this.#owners.get(room);
    if (!joined) return;
    const passed = this.#questions.answer(joined.owner, question, answer);
    this.#tell({ type: "tool_answer", id, answer: passed.ok ? { ok: true, data: {} } : passed });
  }

  leave(room: string): void {
    this.#owners.get(room)?.stop();
    this.#owners.delete(room);
  }

  leaveAll(): void {
    for (const room of [...this.#owners.keys()]) this.leave(room);
  }
}
