import type { Readable, Writable } from "node:stream";
import { z } from "zod";

const answerSchema = z.object({
  id: z.number(),
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});

/**
 * The browser's own end of `--remote-debugging-pipe`: JSON in both directions, a zero byte behind each
 * message. The browser ends when this pipe does, so none is ever left behind.
 */
export class DebuggingPipe {
  readonly #toBrowser: Writable;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  #unread = "";
  #closed = false;

  constructor(toBrowser: Writable, fromBrowser: Readable) {
    this.#toBrowser = toBrowser;
    toBrowser.on("error", () => this.#close());
    fromBrowser.setEncoding("utf8");
    fromBrowser.on("data", (text: string) => this.#read(text));
    fromBrowser.on("error", () => this.#close());
    fromBrowser.on("close", () => this.#close());
  }

  /** Rejects when the browser refuses, or is gone. */
  ask(method: string, params: object = {}): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error("The browser is gone."));
    const answer = Promise.withResolvers<unknown>();
    const id = ++this.#lastId;
    this.#waiting.set(id, answer);
    this.#toBrowser.write(`${JSON.stringify({ id, method, params })}\0`);
    return answer.promise;
  }

  #read(text: string): void {
    const messages = (this.#unread + text).split("\0");
    this.#unread = messages.pop() ?? "";
    for (const message of messages) {
      const parsed = answerSchema.safeParse(JSON.parse(message));
      if (!parsed.success) continue;
      const { id, result, error } = parsed.data;
      const answer = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) answer?.reject(new Error(error.message));
      else answer?.resolve(result);
    }
  }

  #close(): void {
    this.#closed = true;
    for (const answer of this.#waiting.values()) answer.reject(new Error("The browser is gone."));
    this.#waiting.clear();
  }
}
