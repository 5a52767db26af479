import type { ServerWebSocket } from "bun";
import type { BrowserLink } from "../core/ports.ts";
import type { ToExtension } from "../protocol/messages.ts";
import { MAX_FRAME_BYTES } from "../protocol/version.ts";
import type { SocketState } from "./socket-state.ts";

/**
 * The sending half of one extension's WebSocket in this process. What is sent in one turn of the event loop
 * goes out together at its end: a write to a socket costs more than all else in a call.
 */
export class SocketLink implements BrowserLink {
  readonly #socket: ServerWebSocket<SocketState>;
  #waiting: string[] = [];
  #waitingLength = 0;

  constructor(socket: ServerWebSocket<SocketState>) {
    this.#socket = socket;
  }

  /** False when the frame will not go out: the socket is gone, or too much waits in it already. */
  send(frame: ToExtension): boolean {
    const text = JSON.stringify(frame);
    const ahead = this.#socket.getBufferedAmount() + this.#waitingLength;
    if (this.#socket.readyState !== WebSocket.OPEN || ahead > MAX_FRAME_BYTES) return false;
    this.#waitingLength += text.length;
    if (this.#waiting.push(text) === 1) setImmediate(this.#flush);
    return true;
  }

  close(code: number, reason: string): void {
    this.#flush();
    this.#socket.close(code, reason);
  }

  readonly #flush = (): void => {
    const frames = this.#waiting;
    if (frames.length === 0) return;
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#socket.cork((socket) => {
      // 0: dropped after all. Only an end of the socket settles the calls that were said to be sent.
      if (frames.some((text) => socket.send(text) === 0)) socket.terminate();
    });
  };
}
