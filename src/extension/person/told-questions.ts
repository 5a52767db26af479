import { type AnswerQuestion, type Question, isAnswerTo } from "../../protocol/question.ts";
import { type OpenQuestion, openQuestions } from "./open-questions.ts";

type Told = OpenQuestion & { kind: Question["kind"] };

/** Whether the server is told of it. The others are answered at the browser alone. */
export function isTold(question: OpenQuestion): question is Told {
  return question.kind !== "secret" && question.kind !== "pick";
}

/** What the server is told of it; `address` is that of the page. */
export function asTold(
  { id, kind, question, options, client }: Told,
  address: string | undefined,
): Question {
  const origin = URL.parse(address ?? "")?.origin;
  return {
    id,
    kind,
    text: question,
    choices: [...options],
    client,
    ...(origin !== undefined && { origin }),
  };
}

/** An answer from elsewhere counts like one given here, if the question was told and this answers it. */
export function takeAnswer({ id, answer }: AnswerQuestion): void {
  const question = openQuestions.all.find((open) => open.id === id);
  if (!question || !isTold(question)) return;
  if (answer === undefined || isAnswerTo(asTold(question, undefined), answer)) {
    openQuestions.answer(id, answer);
  }
}
