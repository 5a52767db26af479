import type { Stage } from "../port.ts";
import type { Command, ToolStep } from "./ears.ts";
import type { VoiceToolAnswer } from "./host-line.ts";
import type { PageScene } from "./page-scene.ts";
import { spokenFailure } from "./sentences/spoken-failures.ts";

export interface RunningStepsParts {
  scene: PageScene;
  call: (tool: string, args: unknown, signal: AbortSignal) => Promise<VoiceToolAnswer>;
  measured: (stage: Stage, ms: number) => void;
}

export type StepsDone = { ok: true; results: unknown[] } | { ok: false; message: string };

/** What runs in Chrome for one person. A later command waits for none before it; "stop" ends them all. */
export class RunningSteps {
  readonly #parts: RunningStepsParts;
  readonly #running = new Set<AbortController>();

  constructor(parts: RunningStepsParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#running.size > 0;
  }

  begin(): AbortController {
    const abort = new AbortController();
    this.#running.add(abort);
    return abort;
  }

  ended(abort: AbortController): void {
    this.#running.delete(abort);
  }

  /** True when something ran. */
  stop(): boolean {
    const wasRunning = this.isRunning;
    for (const abort of this.#running) abort.abort();
    this.#running.clear();
    return wasRunning;
  }

  /** One step after the other; the first failure ends it. The calls wait for each other in the browser. */
  async run(steps: readonly ToolStep[], following?: Command["following"]): Promise<StepsDone> {
    const abort = this.begin();
    const results: unknown[] = [];
    const queue = [...steps];
    for (let next = queue.shift(); next; next = queue.shift()) {
      const answer = await this.#call(next, abort.signal);
      if (!answer.ok) {
        this.ended(abort);
        const { failure } = answer;
        return { ok: false, message: failure.code === "cancelled" ? "" : spokenFailure(failure) };
      }
      results.push(answer.data);
      if (results.length === steps.length) queue.push(...(following?.(results) ?? []));
    }
    this.ended(abort);
    return { ok: true, results };
  }

  async #call({ tool, args }: ToolStep, signal: AbortSignal): Promise<VoiceToolAnswer> {
    const { call, measured, scene } = this.#parts;
    const startedMs = performance.now();
    const answer = await call(tool, args, signal);
    measured("tool", performance.now() - startedMs);
    scene.changed();
    return answer;
  }
}
