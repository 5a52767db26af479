import { z } from "zod";
import type { DebuggerEvent, DebuggerSession } from "./debugger-session.ts";

/**
 * Code of a client that can be ended while it holds the page up. `Runtime.terminateExecution` is refused to
 * extensions. What is theirs: the debugger halts a loop wherever it is, and may end it as it lets it go on.
 *
 *   ready ── stop ──▶ halting ── halted in this code ──▶ ended
 *                        └────── halted in the probe: the code only waits ──▶ left alone
 *
 * The debugger has to be on before the code runs: a page that is held up cannot turn it on any more.
 */

/** Loops that a mistake in their condition makes endless. */
const LOOPS = /\bwhile\b|\bfor\s*\([^;)]*;/;

const parsedSchema = z.object({ scriptId: z.string(), url: z.string() });
const pausedSchema = z.object({
  callFrames: z.array(z.object({ location: z.object({ scriptId: z.string() }) })),
});

export function mayLoop(code: string): boolean {
  return LOOPS.test(code);
}

export class StoppableCode {
  readonly #session: DebuggerSession;
  /** The process of the frame that the code runs in. */
  readonly #process: string | undefined;
  /** By which the debugger tells this code from others. */
  readonly #name = `chrome-mcp-${crypto.randomUUID()}.js`;
  readonly #stopListening: () => void;
  #scriptId: string | undefined;
  #isStopped = false;

  constructor(session: DebuggerSession, process: string | undefined) {
    this.#session = session;
    this.#process = process;
    this.#stopListening = session.listen((event) => this.#receive(event));
    session.endCode = () => this.stop();
    // Commands are taken in their order: nobody has to wait for this one.
    void session.send("Debugger.enable", {}, process);
  }

  /** The code under the name by which it is known. */
  named(code: string): string {
    return `${code}\n//# sourceURL=${this.#name}`;
  }

  /** Ends the code, should it run now. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const halted = this.#session.send("Debugger.pause", undefined, this.#process);
    const probe = this.#session.send("Runtime.evaluate", { expression: "0" }, this.#process);
    await Promise.all([halted, probe]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopListening();
    this.#session.endCode = undefined;
    await this.#session.send("Debugger.disable", undefined, this.#process);
  }

  #receive({ method, params, sessionId }: DebuggerEvent): void {
    if (sessionId !== this.#process) return;
    if (method === "Debugger.scriptParsed") {
      const script = parsedSchema.safeParse(params).data;
      if (script?.url === this.#name) this.#scriptId = script.scriptId;
    } else if (method === "Debugger.paused") this.#goOn(params);
  }

  /** Halted by `stop`, or by a `debugger` statement of the page. */
  #goOn(paused: unknown): void {
    const { callFrames = [] } = pausedSchema.safeParse(paused).data ?? {};
    const isOurs = callFrames.some(({ location }) => location.scriptId === this.#scriptId);
    const how = { terminateOnResume: this.#isStopped && isOurs };
    void this.#session.send("Debugger.resume", how, this.#process);
  }
}
