/** One request to the language model, answered piece by piece as the test wants it. */
export interface ModelTurn {
  /** What was asked, message by message. */
  messages: unknown[];
  say: (text: string) => void;
  /** Part of a call; the first has the name. */
  callTool: (name: string | undefined, args: string) => void;
  end: () => void;
  /** The connection breaks in the middle. */
  breakOff: () => void;
  /** Nobody waits for the rest. */
  gone: Promise<void>;
}

/** An OpenAI-compatible language model that streams what the test says. */
export class ModelServer implements AsyncDisposable {
  readonly #turns: ModelTurn[] = [];
  readonly #waiting: ((turn: ModelTurn) => void)[] = [];
  readonly #server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: async (request) => this.#answer(await request.json()),
  });

  get settings() {
    const baseUrl = `http://127.0.0.1:${this.#server.port}`;
    return { provider: "openai", baseUrl, model: undefined, apiKey: undefined, maxSteps: 3 };
  }

  /** The next request, when it is there. */
  async turn(): Promise<ModelTurn> {
    const there = this.#turns.shift();
    if (there) return there;
    const { promise, resolve } = Promise.withResolvers<ModelTurn>();
    this.#waiting.push(resolve);
    return promise;
  }

  #answer({ messages }: { messages: unknown[] }): Response {
    const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
    const body = new ReadableStream<string>({
      start: (controller) => {
        const tell = (delta: object) =>
          controller.enqueue(`data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`);
        tell({ role: "assistant", content: "" });
        const turn: ModelTurn = {
          messages,
          say: (content) => tell({ content }),
          callTool: (name, args) => {
            const id = name === undefined ? {} : { id: "call_1", type: "function" };
            tell({ tool_calls: [{ index: 0, ...id, function: { name, arguments: args } }] });
          },
          end: () => {
            controller.enqueue("data: [DONE]\n\n");
            controller.close();
          },
          breakOff: () => controller.error(new Error("the model broke off")),
          gone,
        };
        const waiting = this.#waiting.shift();
        if (waiting) waiting(turn);
        else this.#turns.push(turn);
      },
      cancel: () => leave(),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true);
  }
}
