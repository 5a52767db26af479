import type { Speech, Synthesiser } from "../ears.ts";
import { workerFile } from "../../worker-file.ts";
import { type FliteVoice, SPEECH_RATE } from "./flite.ts";
import { SpokenBefore } from "./spoken-before.ts";
import { spokenSentences } from "./spoken-sentences.ts";
import { fromSpeakingSchema, type ToSpeaking } from "./speaking-messages.ts";

/**
 * The voice of all sessions, in a worker of its own: flite holds its thread up while it speaks. A worker that dies fails
 * what waits; the next sentence starts a new one.
 */

interface Waiting {
  settle: (samples: Int16Array) => void;
  reject: (reason: Error) => void;
}

export class OfflineSynthesiser implements Synthesiser {
  #worker: Promise<Worker> | undefined;
  readonly #voice: FliteVoice;
  readonly #waiting = new Map<number, Waiting>();
  readonly #before = new SpokenBefore();
  #lastId = 0;

  constructor(voice: FliteVoice = "slt") {
    this.#voice = voice;
  }

  /** Loads flite, so that the first sentence need not wait for it. */
  async warm(): Promise<void> {
    await this.#start();
  }

  async speak(text: string, signal?: AbortSignal): Promise<Speech> {
    const parts: Int16Array[] = [];
    for await (const { samples } of this.stream(text, signal)) parts.push(samples);
    return { samples: joined(parts), sampleRate: SPEECH_RATE };
  }

  /** Sentence by sentence, so that the first is heard while the others are still made. Ends early when aborted. */
  async *stream(text: string, signal?: AbortSignal): AsyncGenerator<Speech> {
    for (const sentence of spokenSentences(text)) {
      if (signal?.aborted) return;
      yield { samples: await this.#say(sentence), sampleRate: SPEECH_RATE };
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#fail(new Error("The voice was closed."));
    (await worker?.catch(() => undefined))?.terminate();
  }

  async #say(text: string): Promise<Int16Array> {
    const known = this.#before.get(text);
    if (known) return known;
    const samples = await this.#make(text);
    this.#before.add(text, samples);
    return samples;
  }

  async #make(text: string): Promise<Int16Array> {
    const worker = await this.#start();
    const { promise, resolve, reject } = Promise.withResolvers<Int16Array>();
    const id = (this.#lastId += 1);
    this.#waiting.set(id, { settle: resolve, reject });
    worker.postMessage({ id, text, voice: this.#voice } satisfies ToSpeaking, []);
    return promise;
  }

  #start(): Promise<Worker> {
    this.#worker ??= this.#open();
    return this.#worker;
  }

  #open(): Promise<Worker> {
    const { promise, resolve, reject } = Promise.withResolvers<Worker>();
    const worker = new Worker(workerFile("voice/agent/speaking/speaking-worker.ts"));
    worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      const message = fromSpeakingSchema.parse(data);
      if (message.type === "ready") return resolve(worker);
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.type === "failed") waiting?.reject(new Error(message.message));
      else waiting?.settle(message.samples);
    });
    const gone = (reason: string) => (): void => {
      const error = new Error(reason);
      reject(error);
      this.#worker = undefined;
      this.#fail(error);
    };
    worker.addEventListener("error", gone("The voice failed."));
    worker.addEventListener("close", gone("The voice ended."));
    return promise;
  }

  #fail(reason: Error): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
