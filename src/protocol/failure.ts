import { z } from "zod";

/** Everything that can go wrong with a call, and whether the same call may be tried again as it is. */
const RETRYABLE = {
  no_browser: true,
  browser_disconnected: true,
  browser_unresponsive: true,
  outcome_unknown: false,
  busy: true,
  timeout: true,
  cancelled: false,
  paused: false,
  tab_not_found: false,
  element_not_found: false,
  stale_ref: false,
  covered: false,
  wrong_file_kind: false,
  not_actionable: false,
  navigated: true,
  dialog_open: false,
  page_crashed: false,
  page_unresponsive: true,
  blocked_by_policy: false,
  denied_by_user: false,
  user_took_over: true,
  permission_needed: false,
  debugger_busy: true,
  unsupported_page: false,
  script_error: false,
  invalid_arguments: false,
  too_large: false,
  shutting_down: true,
  internal: false,
} as const;

export type FailureCode = keyof typeof RETRYABLE;

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(RETRYABLE, code);
}

export const FAILURE_CODES = Object.keys(RETRYABLE).filter(isFailureCode);

/**
 * Why a call failed. The message is written by us for the one who called and says what to do next;
 * it never carries page text or the text of an exception.
 */
export const failureSchema = z.object({
  code: z.enum(FAILURE_CODES),
  message: z.string().max(2_000),
  retryable: z.boolean(),
});
export type Failure = z.infer<typeof failureSchema>;

/** A value, or the reason there is none. Expected failures travel as this; only bugs are thrown. */
export type Outcome<T> = { ok: true; value: T } | Failed;
export interface Failed {
  ok: false;
  failure: Failure;
}

export function succeed<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function fail(code: FailureCode, message: string): Failed {
  return { ok: false, failure: { code, message, retryable: RETRYABLE[code] } };
}
