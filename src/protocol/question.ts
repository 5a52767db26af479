import { z } from "zod";

const questionIdSchema = z.uuid();

/** The longest answer that is taken from elsewhere than the page. */
const MAX_ANSWER_CHARS = 4_000;

/**
 * What a client asks the person and what may be answered from elsewhere. Secrets, and pointing at something in the
 * page, are for the page alone and never told.
 */
export const questionSchema = z.object({
  id: questionIdSchema,
  kind: z.enum(["text", "choice", "confirm", "takeover"]),
  text: z.string().max(1_000),
  choices: z.array(z.string().max(200)).max(12),
  /** Name of the client that asks. */
  client: z.string().max(80),
  /** Of the page that it is about. */
  origin: z.string().max(300).optional(),
});
export type Question = z.infer<typeof questionSchema>;

export const questionOpenedSchema = z.object({
  type: z.literal("question_opened"),
  question: questionSchema,
});

/** Answered wherever it was, or its call is over. */
export const questionClosedSchema = z.object({
  type: z.literal("question_closed"),
  id: questionIdSchema,
});

export const answerQuestionSchema = z.object({
  type: z.literal("answer_question"),
  id: questionIdSchema,
  /** Left out by a person who does not want to answer. */
  answer: z.string().max(MAX_ANSWER_CHARS).optional(),
});
export type AnswerQuestion = z.infer<typeof answerQuestionSchema>;

/** What a question of each kind can be answered with. */
export function isAnswerTo(
  { kind, choices }: Pick<Question, "kind" | "choices">,
  answer: string,
): boolean {
  switch (kind) {
    case "text":
      return answer.length <= MAX_ANSWER_CHARS;
    case "choice":
      return choices.includes(answer);
    case "confirm":
      return answer === "yes" || answer === "no";
    case "takeover":
      return answer === "done";
  }
}
