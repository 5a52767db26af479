import type { ServerWebSocket } from "bun";
import { CLOSE_CODES, type CloseReason } from "../protocol/close-codes.ts";
import type { Refused } from "../protocol/session-info.ts";

/** Why a socket is sent away. The message says what to do next. */
export interface Refusal {
  reason: CloseReason;
  message: string;
}

/** Tells a socket why it has to go, and closes it with the code of that. */
export function refuse(socket: ServerWebSocket<unknown>, { reason, message }: Refusal): void {
  socket.send(JSON.stringify({ type: "refused", code: reason, message } satisfies Refused));
  socket.close(CLOSE_CODES[reason], reason);
}

export const RESTARTING: Refusal = {
  reason: "shutting_down",
  message: "The server is restarting.",
};
