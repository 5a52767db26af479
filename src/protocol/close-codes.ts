/**
 * Why a socket on `/chrome` was closed. 4000–4499: come back, with back-off. 4500–4999: do not, until
 * the person changes something.
 */
export const CLOSE_CODES = {
  shutting_down: 4000,
  silent: 4001,
  bad_frame: 4002,
  overloaded: 4003,
  try_later: 4004,
  hello_timeout: 4501,
  replaced: 4502,
  not_allowed: 4503,
  protocol_too_old: 4504,
  unknown_token: 4505,
  invitation_needed: 4506,
  revoked: 4507,
  protocol_too_new: 4508,
} as const;

export type CloseReason = keyof typeof CLOSE_CODES;

export function mayComeBack(closeCode: number): boolean {
  return closeCode < 4500 || closeCode > 4999;
}
