import { failedResult } from "./call-result.ts";
import { INTERNAL_ERROR, type RequestId, errorJson, resultJson } from "./json-rpc.ts";

const WHY = {
  restarted:
    "The server was restarted while this call ran; it may or may not have been done. Look at the page before repeating it.",
  shutting_down:
    "The server shut down while this call ran; it may or may not have been done. Look at the page before repeating it.",
  forgotten:
    "The answer of this call waited too long and is gone; the call may or may not have been done. Look at the page before repeating it.",
} as const;

/** The answer to a request whose own answer will never come. */
export function lostAnswer(id: RequestId, isToolCall: boolean, why: keyof typeof WHY): string {
  return isToolCall
    ? resultJson(id, JSON.stringify(failedResult("outcome_unknown", WHY[why])))
    : errorJson(id, INTERNAL_ERROR, WHY[why]);
}
