import type { Question } from "../../../protocol/question.ts";

/** What is said of a client's question. */

/** Choices longer than this are told by their places. */
const SHORT_CHOICE = 30;
const LONGEST_NAME = 40;

/** The question as the agent asks it, with what can be said to it. */
export function asked(question: Question): string {
  const { kind, text } = question;
  const what = kind === "takeover" ? `asks you to do something yourself: ${text}` : `asks: ${text}`;
  return `${clientOf(question)} ${ended(what)} ${howToAnswer(question)}`;
}

export function howToAnswer({ kind, choices }: Question): string {
  switch (kind) {
    case "confirm":
      return "You can say yes, no, or no answer.";
    case "text":
      return "Say your answer, or no answer.";
    case "takeover":
      return "Say done when it is done, or no answer.";
    case "choice":
      return choices.every((choice) => choice.length <= SHORT_CHOICE)
        ? `You can say ${choices.join(", ")}, or no answer.`
        : `Say the first, the second, and so on, or no answer. ${choices.map(ended).join(" ")}`;
  }
}

export const answerWords = {
  given: (answer: string, question: Question) => `I told ${clientOf(question)}: ${ended(answer)}`,
  declined: (question: Question) => `I told ${clientOf(question)} that you do not answer.`,
  sure: (answer: string) => `I heard: ${ended(answer)} Is that your answer?`,
  sayAgain: "All right, say it again.",
  over: "That question is over.",
} as const;

/** Names of programs: a version in it is not worth hearing. */
function clientOf({ client }: Question): string {
  const name = client.trim().slice(0, LONGEST_NAME);
  return name === "" ? "A client" : name;
}

function ended(text: string): string {
  const said = text.trim();
  return /[.!?…:]$/.test(said) ? said : `${said}.`;
}
