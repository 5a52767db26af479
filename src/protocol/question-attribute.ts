/** Participant attribute of the voice agent: what it waits for from the person it talks with. */
export const QUESTION_ATTRIBUTE = "chrome-mcp.question";

/** A yes or a no is waited for. Anything else: nothing. */
export const YES_OR_NO = "yes_or_no";
