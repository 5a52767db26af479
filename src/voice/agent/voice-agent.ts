import { ReadableStream } from "node:stream/web";
import { FlushSentinel, llm, stt, tts, voice } from "@livekit/agents";
import { AudioFrame } from "@livekit/rtc-node";
import type { Stage } from "../port.ts";
import type { Synthesiser } from "./ears.ts";
import type { Listener } from "./listener.ts";
import type { Microphone } from "./microphone.ts";
import { sentencesOf } from "./speaking/spoken-sentences.ts";

/** Sound goes out in pieces of this length. */
const FRAME_MS = 20;

export interface VoiceAgentParts {
  listener: Pick<Listener, "listen">;
  microphone: Pick<Microphone, "listen">;
  synthesiser: Synthesiser;
  /** The answer to what was said, as it comes; an empty piece ends a part of it. `over`: nobody listens any more. */
  reply: (text: string, over: AbortSignal) => AsyncIterable<string>;
  measured: (stage: Stage, ms: number) => void;
}

/** The agent of one room, in the framework's terms: its ears, its wits and its voice are ours. */
export class VoiceAgent extends voice.Agent {
  readonly #parts: VoiceAgentParts;
  #saidMs: number | undefined;

  constructor(parts: VoiceAgentParts) {
    super({
      instructions: "",
      stt: new OurOwnEars(),
      llm: new OurOwnWits(),
      tts: new OurOwnVoice(),
    });
    this.#parts = parts;
  }

  override async sttNode() {
    return this.#parts.listener.listen(this.#parts.microphone.listen());
  }

  override async llmNode(chatCtx: llm.ChatContext) {
    this.#saidMs = performance.now();
    const said = chatCtx.items.findLast((item) => item.type === "message" && item.role === "user");
    const text = said instanceof llm.ChatMessage ? (said.textContent ?? "") : "";
    return streamOf((over) => this.#answer(text, over));
  }

  /** Past words are nothing to us; and the framework sorts them by a clock that may be set back, where they would come last. */
  override async onUserTurnCompleted(past: llm.ChatContext) {
    past.items = [];
  }

  override async ttsNode(text: ReadableStream<string> | AsyncIterable<string>) {
    return streamOf((over) => this.#speak(text, over));
  }

  /** Each part is a speech of its own for the framework, spoken to its end while the next is waited for. */
  async *#answer(text: string, over: AbortSignal) {
    for await (const piece of this.#parts.reply(text, over)) yield piece || FlushSentinel;
  }

  async *#speak(text: AsyncIterable<string>, over: AbortSignal): AsyncGenerator<AudioFrame> {
    for await (const sentence of sentencesOf(text)) {
      if (over.aborted) return;
      const { samples, sampleRate } = await this.#parts.synthesiser.speak(sentence, over);
      yield* framesOf(samples, sampleRate);
      this.#firstSound();
    }
  }

  #firstSound(): void {
    if (this.#saidMs === undefined) return;
    this.#parts.measured("firstSound", performance.now() - this.#saidMs);
    this.#saidMs = undefined;
  }
}

/** What the person wrote ends what is being said, and is answered like what they say. */
export function hearWritten(session: voice.AgentSession, text: string): void {
  void session.interrupt({ force: true });
  session.generateReply({ userInput: text, chatCtx: llm.ChatContext.empty() });
}

/** Made as fast as it can be, whoever reads; when nobody does any more, its maker is told and may end. */
function streamOf<T>(made: (over: AbortSignal) => AsyncIterable<T>): ReadableStream<T> {
  const over = new AbortController();
  return new ReadableStream<T>({
    start: async (controller) => {
      for await (const one of made(over.signal)) if (!over.signal.aborted) controller.enqueue(one);
      if (!over.signal.aborted) controller.close();
    },
    cancel: () => over.abort(),
  });
}

function* framesOf(samples: Int16Array, rate: number): Iterable<AudioFrame> {
  const size = (rate * FRAME_MS) / 1000;
  for (let at = 0; at < samples.length; at += size) {
    const piece = samples.slice(at, at + size);
    yield new AudioFrame(piece, rate, 1, piece.length);
  }
}

/* The framework asks whether there are ears, wits and a voice; the nodes above are all three. */

class OurOwnEars extends stt.STT {
  label = "chrome-mcp.ears";

  constructor() {
    super({ streaming: true, interimResults: true });
  }

  protected override _recognize(): Promise<stt.SpeechEvent> {
    return Promise.reject(new Error("the agent's own sttNode hears"));
  }

  override stream(): stt.SpeechStream {
    throw new Error("the agent's own sttNode hears");
  }
}

class OurOwnWits extends llm.LLM {
  override label(): string {
    return "chrome-mcp.wits";
  }

  override chat(): llm.LLMStream {
    throw new Error("the agent's own llmNode answers");
  }
}

class OurOwnVoice extends tts.TTS {
  label = "chrome-mcp.voice";

  constructor() {
    super(16_000, 1, { streaming: true });
  }

  override synthesize(): tts.ChunkedStream {
    throw new Error("the agent's own ttsNode speaks");
  }

  override stream(): tts.SynthesizeStream {
    throw new Error("the agent's own ttsNode speaks");
  }
}
