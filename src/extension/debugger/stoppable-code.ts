import { z } from "zod";
import { within } from "../tools/until-aborted.ts";
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

/** Longer than any halt takes; a page that is stuck in something else does not halt at all. */
const STOP_MS = 500;

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
  readonly #wentOn = Promise.withResolvers<void>();

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
    const idle = Promise.all([halted, probe]);
    // What else holds the page up may do so for ever.
    await within(Promise.race([idle, this.#wentOn.promise]), STOP_MS, new AbortController().signal);
  }

  /** Nobody waits for this: the page may be held up by what the code left behind. */
  [Symbol.dispose](): void {
    this.#stopListening();
    this.#session.endCode = undefined;
    void this.#session.send("Debugger.disable", undefined, this.#process);
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
    const resumed = this.#session.send("Debugger.resume", how, this.#process);
    if (this.#isStopped) void resumed.then(() => this.#wentOn.resolve());
  }
}
