/** The last sentence, when it is a question; a full stop within an address ends none. */
const LAST_QUESTION = /(?:^|[.!?:;…]["”’)]*\s+)((?:[^.!?:;…]|[.!?:;…](?=\S))*)\?["”’)\s]*$/;

/** These ask for more than yes or no, wherever a clause of the question begins with one. */
const ASKS_FOR_WORDS =
  /(?:^|,\s*)(?:(?:and|so|but|then|or|to|at|in|on|for|from|with|by|about)\s+)*(?:what|which|who|whom|whose|where|when|why|how)\b/i;
const OFFERS_CHOICE = /\bor\b(?! not\b)/i;

/** The question in which it ends, where yes or no answers that. */
export function yesOrNoIn(said: string): string | undefined {
  const question = LAST_QUESTION.exec(said)?.[1];
  if (question === undefined) return undefined;
  return ASKS_FOR_WORDS.test(question) || OFFERS_CHOICE.test(question) ? undefined : `${question}?`;
}
