import { ReadableStream, type ReadableStreamDefaultController } from "node:stream/web";
import { type LanguageCode, type VADEvent, VADEventType, stt } from "@livekit/agents";
import type { AudioFrame } from "@livekit/rtc-node";
import type { Stage } from "../port.ts";
import type { Conversation } from "./conversation.ts";
import type { Candidates, Heard, Recogniser } from "./ears.ts";
import { PIECE_MS, type SpeechDetector } from "./speech-detector.ts";
import { type Sentence, Utterance } from "./utterance.ts";

export const RATE = 16_000;
/** Quiet for this long, what was said so far is worth a look. */
const PAUSE_MS = 2 * PIECE_MS;
/** Silence after a sentence that nothing can follow: 200 ms, the first of which the detector still takes for speech. */
const SHORT_SILENCE_MS = 5 * PIECE_MS;
/** A sentence that only began ("click the …") is waited for this much longer. */
const UNFINISHED_MS = 800;
/** Nobody speaks a command this long; what comes later is another one. */
const LONGEST_S = 30;

export interface ListenerParts {
  detector: SpeechDetector;
  recogniser: Recogniser;
  conversation: Conversation;
  candidates: () => Candidates;
  /** Somebody begins to speak: what they may name should be known by the time they have. */
  speechBegins: () => void;
  /** "Stop" was heard, before its sentence is over. */
  stop: () => void;
  measured: (stage: Stage, ms: number) => void;
  language: LanguageCode;
}

/**
 * Turns sound into sentences.
 *
 *   quiet ── speech ──▶ speaking ── pause ──▶ looked at ── 200 ms after a complete command ──▶ said
 *     ▲                    ▲                      │ └── the longer silence ──────────────────▶ said
 *     └────────────────────┴──── speech again ────┘
 *
 * In each pause the sound so far is recognised: that is the partial transcript, and when nothing follows, it is
 * the sentence, already at hand. "Stop" acts as soon as it is heard.
 */
export class Listener {
  readonly #parts: ListenerParts;
  /** The latest sound, while nobody speaks. */
  readonly #before = new Utterance(RATE);
  #utterance: Utterance | undefined;
  #events: ReadableStreamDefaultController<stt.SpeechEvent> | undefined;
  #lastGuess: string | undefined;
  #unfinished: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
  }

  /** The speech in a stream of sound, as the framework wants to be told of it. */
  listen(audio: AsyncIterable<AudioFrame>): ReadableStream<stt.SpeechEvent> {
    const stream = this.#parts.detector.vad.stream();
    stream.updateInputStream(ReadableStream.from(this.#heard(audio)));
    const watch = async () => {
      for await (const event of stream) this.#noticed(event);
    };
    return new ReadableStream<stt.SpeechEvent>({
      start: (controller) => {
        this.#events = controller;
        watch().then(
          () => this.#end(),
          () => this.#end(),
        );
      },
      cancel: () => {
        this.#events = undefined;
        stream.close();
      },
    });
  }

  /** Were these words heard last, and are they no more than what it sounded like? */
  guessed(text: string): boolean {
    return this.#lastGuess === text;
  }

  /** Hands the sound on, and keeps what belongs to a sentence. */
  async *#heard(audio: AsyncIterable<AudioFrame>): AsyncIterable<AudioFrame> {
    for await (const frame of audio) {
      if (this.#utterance) this.#utterance.add(frame.data);
      else this.#before.addRolling(frame.data);
      yield frame;
    }
  }

  #noticed(event: VADEvent): void {
    switch (event.type) {
      case VADEventType.START_OF_SPEECH:
        return this.#begins();
      case VADEventType.INFERENCE_DONE:
        return this.#goesOn(event);
      case VADEventType.END_OF_SPEECH:
        void this.#pauses();
        return;
      case VADEventType.METRICS_COLLECTED:
        return;
    }
  }

  #begins(): void {
    clearTimeout(this.#unfinished);
    if (this.#utterance) return;
    this.#utterance = this.#before.takeRolling();
    this.#parts.speechBegins();
    this.#tell(stt.SpeechEventType.START_OF_SPEECH);
  }

  #goesOn(event: VADEvent): void {
    const isSpeech = this.#parts.detector.isSpeech(event);
    const utterance = this.#utterance;
    if (!utterance) {
      // Said early, and the person goes on before the silence that ends speech for the detector.
      if (event.speaking && isSpeech) this.#begins();
      return;
    }
    if (isSpeech) {
      utterance.voiced();
      if (utterance.seconds > LONGEST_S) void this.#cut(utterance);
      return;
    }
    utterance.quiet(PIECE_MS);
    if (utterance.quietFor(PAUSE_MS)) void this.#maybeComplete(utterance);
  }

  /** Ends a sentence to which nothing can be added, once it has been quiet for the short while. */
  async #maybeComplete(utterance: Utterance): Promise<void> {
    const sentence = await this.#look(utterance, true);
    const isComplete = sentence.shape === "complete";
    if (isComplete && utterance.quietFor(SHORT_SILENCE_MS)) this.#say(utterance, sentence);
  }

  async #pauses(): Promise<void> {
    const utterance = this.#utterance;
    if (!utterance) return;
    const sentence = await this.#look(utterance, false);
    if (!utterance.quietFor(SHORT_SILENCE_MS)) return;
    if (sentence.shape !== "unfinished") return this.#say(utterance, sentence);
    clearTimeout(this.#unfinished);
    this.#unfinished = setTimeout(() => this.#say(utterance, sentence), UNFINISHED_MS);
  }

  async #cut(utterance: Utterance): Promise<void> {
    this.#say(utterance, await this.#look(utterance, false));
  }

  /** What was said so far; recognised once for each pause. */
  #look(utterance: Utterance, partial: boolean): Promise<Sentence> {
    const { recogniser, candidates, measured } = this.#parts;
    const rough = recogniser.roughInPauses === true;
    return utterance.recognised({ partial, rough }, async (audio, signal) => {
      const startedMs = performance.now();
      const { text, kind } = await recogniser
        .transcribe(audio, candidates(), { partial, signal })
        .catch(deaf);
      if (!signal.aborted) measured("recognition", performance.now() - startedMs);
      const guessed = kind === "free";
      const sentence = { text, guessed, shape: this.#shapeOf(text, guessed) };
      if (utterance === this.#utterance && text !== "") {
        this.#tell(stt.SpeechEventType.INTERIM_TRANSCRIPT, text);
      }
      return sentence;
    });
  }

  #shapeOf(text: string, guessed: boolean): Sentence["shape"] {
    if (text === "") return "nothing";
    if (guessed) return "open";
    const meaning = this.#parts.conversation.meaningOf(text);
    switch (meaning.kind) {
      case "control":
        if (meaning.word === "stop") this.#parts.stop();
        return "complete";
      case "which":
        return "complete";
      case "answer":
      case "command":
        return meaning.complete ? "complete" : "open";
      case "unfinished":
        return "unfinished";
      case "heard":
      case "unknown":
        return "open";
    }
  }

  #say(utterance: Utterance, { text, guessed }: Sentence): void {
    if (utterance !== this.#utterance) return;
    this.#utterance = undefined;
    clearTimeout(this.#unfinished);
    this.#parts.measured("endOfSpeech", utterance.waitedMs);
    this.#lastGuess = guessed ? text : undefined;
    if (text !== "") this.#tell(stt.SpeechEventType.FINAL_TRANSCRIPT, text);
    this.#tell(stt.SpeechEventType.END_OF_SPEECH);
  }

  #tell(type: stt.SpeechEventType, text?: string): void {
    const said = { language: this.#parts.language, startTime: 0, endTime: 0, confidence: 1 };
    this.#events?.enqueue({
      type,
      ...(text !== undefined && { alternatives: [{ ...said, text }] }),
    });
  }

  #end(): void {
    clearTimeout(this.#unfinished);
    const events = this.#events;
    this.#events = undefined;
    events?.close();
  }
}

/** Ears that failed heard nothing. */
function deaf(): Heard {
  return { kind: "nothing", text: "", score: 0 };
}
