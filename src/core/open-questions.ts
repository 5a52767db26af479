import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { ConnectionId, UserId } from "../protocol/ids.ts";
import { type Question, isAnswerTo } from "../protocol/question.ts";
import { type RoomOwner, reaches } from "./principal.ts";
import type { Connection, Session } from "./session.ts";

/** No more than so many calls run in a session; a browser that says otherwise is not believed. */
const MAX_OPEN = 64;

/** Is told of the questions to one user, in the browsers that they reach. */
export interface QuestionListener {
  opened: (question: Question) => void;
  closed: (id: Question["id"]) => void;
}

interface Asking {
  record: Session["record"];
  connection: Connection;
  open: Map<Question["id"], Question>;
}

/** What clients ask people now, for whoever can answer elsewhere than in the page (SPEC.md, QU). */
export class OpenQuestions {
  readonly #asking = new Map<ConnectionId, Asking>();
  readonly #listeners = new Map<UserId, Map<QuestionListener, RoomOwner>>();

  opened({ record, presence }: Session, connection: Connection, question: Question): void {
    // [QU3] What a socket says after its place was taken is too late.
    if (presence !== connection) return;
    const asking = this.#asking.get(connection.id) ?? { record, connection, open: new Map() };
    if (asking.open.size >= MAX_OPEN || asking.open.has(question.id)) return;
    this.#asking.set(connection.id, asking);
    asking.open.set(question.id, question);
    for (const listener of this.#listenersTo(record)) listener.opened(question);
  }

  closed(connectionId: ConnectionId, id: Question["id"]): void {
    const asking = this.#asking.get(connectionId);
    if (!asking?.open.delete(id)) return;
    if (asking.open.size === 0) this.#asking.delete(connectionId);
    for (const listener of this.#listenersTo(asking.record)) listener.closed(id);
  }

  connectionLost(connectionId: ConnectionId): void {
    const open = this.#asking.get(connectionId)?.open ?? new Map<Question["id"], Question>();
    for (const id of [...open.keys()]) this.closed(connectionId, id);
  }

  /** [QU2] Hears of the questions to this person, first of those that are open now. The returned function stops. */
  listen(owner: RoomOwner, listener: QuestionListener): () => void {
    const { userId } = owner;
    const listeners = this.#listeners.get(userId) ?? new Map<QuestionListener, RoomOwner>();
    this.#listeners.set(userId, listeners.set(listener, owner));
    for (const asking of this.#asking.values()) {
      if (reaches(owner, asking.record))
        for (const question of asking.open.values()) listener.opened(question);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(userId);
    };
  }

  /** [QU1][QU4] The answer of the person; undefined when they do not want to give one. */
  answer(owner: RoomOwner, id: Question["id"], answer: string | undefined): Outcome<undefined> {
    const asking = [...this.#asking.values()].find(
      (one) => reaches(owner, one.record) && one.open.has(id),
    );
    const question = asking?.open.get(id);
    if (!asking || !question) {
      return fail("invalid_arguments", "This question is not open. It may have been answered.");
    }
    if (answer !== undefined && !isAnswerTo(question, answer)) {
      return fail(
        "invalid_arguments",
        "This is no answer to the question. Choose one of those offered.",
      );
    }
    const isTaken = asking.connection.link.send({
      type: "answer_question",
      id,
      ...(answer !== undefined && { answer }),
    });
    if (!isTaken) return fail("browser_disconnected", "The browser was lost. Answer in the page.");
    this.closed(asking.connection.id, id);
    return succeed(undefined);
  }

  *#listenersTo(record: Session["record"]): Iterable<QuestionListener> {
    for (const [listener, owner] of this.#listeners.get(record.userId) ?? []) {
      if (reaches(owner, record)) yield listener;
    }
  }
}
