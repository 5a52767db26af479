import type { ServerWebSocket } from "bun";
import type { BrowserLink } from "../core/ports.ts";
import type { ToExtension } from "../protocol/messages.ts";
import type { SocketState } from "./socket-state.ts";

/** The sending half of one extension's WebSocket in this process. */
export class SocketLink implements BrowserLink {
  readonly #socket: ServerWebSocket<SocketState>;

  constructor(socket: ServerWebSocket<SocketState>) {
    this.#socket = socket;
  }

  /** Bun answers 0 when it dropped the frame, either because the socket is gone or because too much waits in it already. */
  send(frame: ToExtension): boolean {
    return this.#socket.send(JSON.stringify(frame)) !== 0;
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }
}
