import type { Failure } from "../../protocol/failure.ts";
import type { Question } from "../../protocol/question.ts";
import { type ToHost, type VoiceToolAnswer } from "../port.ts";

export type { VoiceToolAnswer } from "../port.ts";

const CANCELLED: Failure = { code: "cancelled", message: "Cancelled.", retryable: false };

/** The thread's end of the line to the server: what it says, and its calls with their answers. */
export class HostLine {
  readonly #post: (message: ToHost) => void;
  readonly #waiting = new Map<string, (answer: VoiceToolAnswer) => void>();
  /** Rooms of which it is asked whose they are. */
  readonly #rooms = new Map<string, (isOurs: boolean) => void>();

  constructor(post: (message: ToHost) => void) {
    this.#post = post;
  }

  say(message: ToHost): void {
    this.#post(message);
  }

  notice(level: "debug" | "info" | "warn" | "error", message: string, fields: object = {}): void {
    this.#post({ type: "notice", level, message, fields: { ...fields } });
  }

  /** Is this the room of a user of this server? One question at a time for each room. */
  isOurs(room: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#rooms.set(room, resolve);
    this.#post({ type: "room_offered", room });
    return promise;
  }

  roomAnswered(room: string, isOurs: boolean): void {
    this.#rooms.get(room)?.(isOurs);
    this.#rooms.delete(room);
  }

  /** Calls a tool in the browser of this room's user. Aborting cancels inside Chrome. */
  call(room: string, tool: string, args: unknown, signal: AbortSignal): Promise<VoiceToolAnswer> {
    if (signal.aborted) return Promise.resolve({ ok: false, failure: CANCELLED });
    const id = crypto.randomUUID();
    const { promise, resolve } = Promise.withResolvers<VoiceToolAnswer>();
    const cancel = () => {
      this.#post({ type: "cancel_tool", id });
    };
    this.#waiting.set(id, (answer) => {
      signal.removeEventListener("abort", cancel);
      resolve(answer);
    });
    signal.addEventListener("abort", cancel, { once: true });
    this.#post({ type: "call_tool", id, room, tool, args });
    return promise;
  }

  /** Passes on what the person answers to a client; undefined when they do not want to. */
  answer(
    room: string,
    question: Question["id"],
    answer: string | undefined,
  ): Promise<VoiceToolAnswer> {
    const id = crypto.randomUUID();
    const { promise, resolve } = Promise.withResolvers<VoiceToolAnswer>();
    this.#waiting.set(id, resolve);
    this.#post({
      type: "answer_question",
      id,
      room,
      question,
      ...(answer !== undefined && { answer }),
    });
    return promise;
  }

  answered(id: string, answer: VoiceToolAnswer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}
