import { parseFrame } from "./frame.ts";
import { type Question, questionSchema } from "./question.ts";

/** Participant attribute of the voice agent: what it waits for from the person it talks with. */
export const QUESTION_ATTRIBUTE = "chrome-mcp.question";

/** A yes or a no is waited for. Anything else: nothing. */
export const YES_OR_NO = "yes_or_no";

/** Participant attribute of the voice agent: the question that waits for it, in the agent's words. */
export const WORDS_ATTRIBUTE = "chrome-mcp.question-words";

/** Participant attribute of the voice agent: what a client asks the person now, as JSON. Empty: nothing. */
export const ASKED_ATTRIBUTE = "chrome-mcp.asked";

export function readAsked(attribute: string): Question | undefined {
  const read = parseFrame(questionSchema, attribute);
  return read.ok ? read.frame : undefined;
}
