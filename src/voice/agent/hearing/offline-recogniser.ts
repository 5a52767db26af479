import type { Candidates, Heard, Recogniser } from "../ears.ts";
import type { HearingTimes } from "./hearing.ts";
import { workerFile } from "../../worker-file.ts";
import { fromHearingSchema, type ToHearing } from "./hearing-messages.ts";

/**
 * Ears of all sessions, in a worker of their own.
 *
 * Utterances wait here, not in the worker: one that is whole goes before those that are still being spoken, and one that
 * nobody waits for any more is never sent. A worker that dies fails what waits; the next utterance starts a new one.
 */

interface Waiting {
  audio: Float32Array;
  candidates: Candidates;
  partial: boolean;
  signal: AbortSignal | undefined;
  settle: (heard: Heard) => void;
  reject: (reason: Error) => void;
}

const NOTHING: Heard = { kind: "nothing", text: "", score: 0 };

export class OfflineRecogniser implements Recogniser {
  #worker: Promise<Worker> | undefined;
  #scenes = new WeakMap<Candidates, number>();
  #lastScene = 0;
  #lastId = 0;
  readonly #waiting: Waiting[] = [];
  #running: (Waiting & { id: number }) | undefined;
  readonly #onTimes: (times: HearingTimes) => void;

  /** `onTimes` hears where the time of each utterance went. */
  constructor(onTimes: (times: HearingTimes) => void = () => undefined) {
    this.#onTimes = onTimes;
  }

  /** Loads the model, so that the first utterance need not wait for it: about a second. */
  async warm(): Promise<void> {
    await this.#start();
  }

  transcribe(
    audio: Float32Array,
    candidates: Candidates,
    { partial = false, signal }: { partial?: boolean; signal?: AbortSignal } = {},
  ): Promise<Heard> {
    if (signal?.aborted) return Promise.resolve(NOTHING);
    const { promise, resolve, reject } = Promise.withResolvers<Heard>();
    this.#waiting.push({ audio, candidates, partial, signal, settle: resolve, reject });
    void this.#next();
    return promise;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#fail(new Error("The recogniser was closed."));
    (await worker?.catch(() => undefined))?.terminate();
  }

  async #next(): Promise<void> {
    if (this.#running) return;
    const next = this.#take();
    if (!next) return;
    const id = (this.#lastId += 1);
    this.#running = { ...next, id };
    try {
      const worker = await this.#start();
      if (this.#running.id !== id) return;
      const scene = this.#sceneOf(next.candidates, worker);
      send(worker, { type: "hear", id, scene, audio: new Float32Array(next.audio) });
    } catch (cause) {
      this.#running = undefined;
      next.reject(new Error("The recogniser did not start.", { cause }));
    }
  }

  #take(): Waiting | undefined {
    for (let at = this.#waiting.length - 1; at >= 0; at -= 1) {
      if (!this.#waiting[at]?.signal?.aborted) continue;
      const [dropped] = this.#waiting.splice(at, 1);
      dropped?.settle(NOTHING);
    }
    const whole = this.#waiting.findIndex(({ partial }) => !partial);
    return this.#waiting.splice(Math.max(0, whole), 1)[0];
  }

  #sceneOf(candidates: Candidates, worker: Worker): number {
    const known = this.#scenes.get(candidates);
    if (known !== undefined) return known;
    const scene = (this.#lastScene += 1);
    this.#scenes.set(candidates, scene);
    send(worker, { type: "expect", scene, candidates: writable(candidates) });
    return scene;
  }

  #start(): Promise<Worker> {
    this.#worker ??= this.#open();
    return this.#worker;
  }

  #open(): Promise<Worker> {
    const { promise, resolve, reject } = Promise.withResolvers<Worker>();
    const worker = new Worker(workerFile("voice/agent/hearing/hearing-worker.ts"));
    this.#scenes = new WeakMap();
    worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      const message = fromHearingSchema.parse(data);
      if (message.type === "ready") return resolve(worker);
      const running = this.#running;
      if (running?.id !== message.id) return;
      this.#running = undefined;
      if (message.type === "failed") {
        running.reject(new Error(message.message));
      } else {
        this.#onTimes(message);
        running.settle(message.heard);
      }
      void this.#next();
    });
    const gone = (reason: string) => (): void => {
      const error = new Error(reason);
      reject(error);
      this.#worker = undefined;
      this.#fail(error);
    };
    worker.addEventListener("error", gone("The recogniser failed."));
    worker.addEventListener("close", gone("The recogniser ended."));
    return promise;
  }

  #fail(reason: Error): void {
    const running = this.#running;
    this.#running = undefined;
    running?.reject(reason);
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }
}

function send(worker: Worker, message: ToHearing): void {
  worker.postMessage(message, message.type === "hear" ? [message.audio.buffer] : []);
}

function writable(candidates: Candidates): Record<string, string[]> {
  return Object.fromEntries(Object.entries(candidates).map(([slot, names]) => [slot, [...names]]));
}
