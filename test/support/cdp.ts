import { z } from "zod";

/** A frame of the DevTools protocol, as far as a client has to look into it. */
const frameSchema = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  sessionId: z.string().optional(),
});
type Frame = z.infer<typeof frameSchema>;

const attachedSchema = z.object({ sessionId: z.string() });
const evaluatedSchema = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.unknown().optional(),
});

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

export interface CdpEvent {
  method: string;
  params: unknown;
  sessionId: string | undefined;
}

/** Raw DevTools protocol over one WebSocket, with flat sessions. */
export class Cdp implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: CdpEvent) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") this.#receive(frameSchema.parse(JSON.parse(data)));
    });
    socket.addEventListener("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("The browser is gone."));
      this.#waiting.clear();
    });
  }

  static async connect(url: string): Promise<Cdp> {
    const socket = new WebSocket(url);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error(`Nothing answers at ${url}.`)));
    await promise;
    return new Cdp(socket);
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, {
      resolve,
      reject: (error) => reject(new Error(`${method}: ${error.message}`)),
    });
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
    return promise;
  }

  /** Sends a command and parses what it answers. */
  async ask<S extends z.ZodType>(
    schema: S,
    method: string,
    params: object = {},
    sessionId?: string,
  ): Promise<z.infer<S>> {
    return schema.parse(await this.send(method, params, sessionId));
  }

  /** The id of a session of its own on a target. */
  async attach(targetId: string): Promise<string> {
    const params = { targetId, flatten: true };
    return (await this.ask(attachedSchema, "Target.attachToTarget", params)).sessionId;
  }

  /** The value of an expression, awaited. */
  async evaluate(expression: string, sessionId: string): Promise<unknown> {
    const params = { expression, returnByValue: true, awaitPromise: true };
    const answer = await this.ask(evaluatedSchema, "Runtime.evaluate", params, sessionId);
    if (answer.exceptionDetails !== undefined) {
      throw new Error(`evaluate: ${JSON.stringify(answer.exceptionDetails)}`);
    }
    return answer.result.value;
  }

  /** The returned function stops listening. */
  listen(listener: (event: CdpEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The next event for which `matches` holds. */
  next(matches: (event: CdpEvent) => boolean): Promise<CdpEvent> {
    const { promise, resolve } = Promise.withResolvers<CdpEvent>();
    const stop = this.listen((event) => {
      if (!matches(event)) return;
      stop();
      resolve(event);
    });
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
  }

  #receive(frame: Frame): void {
    const { id, method, params, sessionId } = frame;
    if (id !== undefined) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (frame.error) waiting?.reject(new Error(frame.error.message));
      else waiting?.resolve(frame.result);
    }
    if (method === undefined) return;
    for (const listener of this.#listeners) listener({ method, params, sessionId });
  }
}
