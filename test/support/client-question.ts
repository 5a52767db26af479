import type { Question } from "../../src/protocol/question.ts";

/** A question as Claude may ask it. */
export function clientQuestion(more: Partial<Question> = {}): Question {
  return {
    id: crypto.randomUUID(),
    kind: "confirm",
    text: "Shall I book it?",
    choices: [],
    client: "Claude",
    ...more,
  };
}
