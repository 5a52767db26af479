import type { Question } from "../../../protocol/question.ts";
import type { Scene, Understanding } from "../ears.ts";
import { control, type Meaning } from "./meaning.ts";
import { named, plain, sayings } from "./names.ts";
import { ORDINAL_WORDS, placeOf } from "./numbers.ts";

/** Sentences that answer what a client asks. Without a question they mean nothing, or what they mean otherwise. */

/** Ways not to answer. */
const DECLINED = ["no answer", "not now", "I don't want to answer", "skip the question"];
const DONE = ["done", "I'm done", "it is done", "finished", "ready"];

const MOST_PLACES = 100;

export const answerSentences = {
  yes: (_, scene) => yesOrNo("yes", scene),
  no: (_, scene) => yesOrNo("no", scene),
  cancel: (_, { question }) =>
    question ? (choosing(question, "cancel") ?? answering(undefined)) : control("stop"),
  answer: ({ answer = "" }, { question }) => question && fitting(question, answer),
  answerFreely: ({ words = "" }, { question }) => question && openly(question, words),
} satisfies Record<string, Meaning>;

/** What fits the question if it is nothing else: anything at all answers one that is open. */
export function openly(question: Question, said: string): Understanding | undefined {
  const fits = fitting(question, said);
  if (fits || question.kind !== "text") return fits;
  return { kind: "answer", answer: said, complete: false };
}

/** What may be said to a question besides yes, no and anything at all. */
export function answersTo({ kind, choices }: Question): string[] {
  const said = choices.flatMap(sayings);
  const places = ORDINAL_WORDS.filter((word) => placeOf(word, choices.length) !== undefined);
  return [
    ...(kind === "choice" ? [...said, ...places] : []),
    ...(kind === "takeover" ? DONE : []),
    ...DECLINED,
  ];
}

/** The agent's own question goes before that of a client. */
function yesOrNo(word: "yes" | "no", { question, pending }: Scene): Understanding | undefined {
  if (!question || pending?.kind === "confirm" || pending?.kind === "answer") return control(word);
  switch (question.kind) {
    case "confirm":
      return answering(word);
    case "takeover":
      return word === "yes" ? answering("done") : control(word);
    case "choice":
      return choosing(question, word) ?? control(word);
    case "text":
      return answering(word);
  }
}

function fitting(question: Question, said: string): Understanding | undefined {
  const words = plain(said);
  if (DECLINED.some((one) => plain(one) === words)) return answering(undefined);
  switch (question.kind) {
    case "confirm":
      return words === "yes" || words === "no" ? answering(words) : undefined;
    case "takeover":
      return DONE.some((one) => plain(one) === words) ? answering("done") : undefined;
    case "choice":
      return choosing(question, said);
    case "text":
      return undefined;
  }
}

/** The one choice that is called so, or stands in that place. */
function choosing({ choices }: Question, said: string): Understanding | undefined {
  const exact = choices.filter((choice) => choice.trim() === said.trim());
  const [choice, other] = exact.length > 0 ? exact : named(said, choices, (one) => one);
  if (choice !== undefined && other === undefined) return answering(choice);
  const place = placeOf(plain(said), MOST_PLACES);
  if (place === undefined) return undefined;
  const placed = choices[plain(said) === "last" ? choices.length - 1 : place];
  // "The ninth one" of three is nothing on the page either.
  return placed === undefined ? { kind: "unknown" } : answering(placed);
}

function answering(answer: string | undefined): Understanding {
  return { kind: "answer", answer, complete: true };
}
