/** The last sentence, when it is a question; a full stop within an address ends none. */
const LAST_QUESTION = /(?:^|[.!?:;…]["”’)]*\s+)((?:[^.!?:;…]|[.!?:;…](?=\S))*)\?["”’)\s]*$/;

/** These ask for more than yes or no, wherever a clause of the question begins with one. */
const ASKS_FOR_WORDS =
  /(?:^|,\s*)(?:(?:and|so|but|then|or|to|at|in|on|for|from|with|by|about)\s+)*(?:what|which|who|whom|whose|where|when|why|how)\b/i;
const OFFERS_CHOICE = /\bor\b(?! not\b)/i;

/** Whether what was said ends in a question that yes or no answers. */
export function asksYesOrNo(said: string): boolean {
  const question = LAST_QUESTION.exec(said)?.[1];
  return question !== undefined && !ASKS_FOR_WORDS.test(question) && !OFFERS_CHOICE.test(question);
}
