import type { Failure, FailureCode } from "../../../protocol/failure.ts";

/** Failures are written for clients. Those that speak to somebody else than the person are said anew. */
const SAID: Partial<Record<FailureCode, string>> = {
  browser_disconnected: "Your browser is not connected any more. Is Chrome still open?",
  browser_unresponsive: "Your browser does not answer. Its machine may be asleep.",
  outcome_unknown:
    "Your browser was lost in the middle of it. It may be done or not; look at the page.",
  busy: "Your browser has too much to do just now. Try again in a moment.",
  timeout: "That took too long. Part of it may be done; look at the page.",
  paused: "You paused this browser. Press Resume in the extension's popup.",
  tab_not_found: "That tab is not there any more.",
  element_not_found: "I do not find that on the page.",
  stale_ref: "The page has changed meanwhile. Please say it again.",
  covered: "Something on the page lies over it.",
  navigated: "The page went elsewhere meanwhile.",
  dialog_open: "A dialog of the page is in the way. Answer it in Chrome first.",
  page_crashed: "The page crashed. Say reload.",
  page_unresponsive: "The page does not answer: a script keeps it busy. Say reload, or close tab.",
  blocked_by_policy:
    "That is closed to me, by your settings in the extension's panel or by the server.",
  denied_by_user: "You said no to that.",
  user_took_over: "You are at work in this tab yourself. Press Give back in the extension's popup.",
  permission_needed:
    "For that the extension needs a permission of Chrome's. A button for it waits in its popup.",
  debugger_busy: "Another program debugs this tab. Close it there, or use another tab.",
  unsupported_page: "Chrome lets no extension into this page. Open another one.",
};

/** Names of tools and of arguments mean nothing to the person. */
const NAMES_A_TOOL = /\b[a-z]+_[a-z_]+\b|\b[a-z]+[A-Z]\w*\b/;

/** What the person hears of a call that failed. */
export function spokenFailure({ code, message }: Failure): string {
  const said = message.split(/(?<=[.!?]) /).filter((sentence) => !NAMES_A_TOOL.test(sentence));
  return SAID[code] ?? (said.join(" ") || "That did not work.");
}

/** The same of a language model: before it said or did anything, and after. */
export const modelFailed = {
  silent: "The language model does not answer just now.",
  midway: "The language model broke off there. What is done so far stays done.",
} as const;
