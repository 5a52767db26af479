import { ReadableStream } from "node:stream/web";
import { afterEach, expect, setSystemTime, test } from "bun:test";
import { initializeLogger, normalizeLanguage, stt, voice } from "@livekit/agents";
import { hearWritten, VoiceAgent } from "../../../src/voice/agent/voice-agent.ts";
import { until } from "../../support/until.ts";

initializeLogger({ pretty: false, level: "silent" });

const HOUR_MS = 3_600_000;

afterEach(() => void setSystemTime());

for (const way of ["written", "spoken"] as const) {
  test(`what was said before is never answered again, though the clock was set back since: ${way}`, async () => {
    await using person = await Person.arrive();
    person.say("delete the first", way);
    await until("the end of the first", () => person.isAnswered || undefined);
    setSystemTime(Date.now() - HOUR_MS);
    person.say("what page is this", way);
    expect(await until("the second", () => person.heard[1])).toBe("what page is this");
  });
}

/** Somebody who talks to an agent that only hears. */
class Person implements AsyncDisposable {
  readonly heard: string[] = [];
  readonly #session = new voice.AgentSession({
    vad: null,
    turnHandling: {
      turnDetection: "stt",
      endpointing: { mode: "fixed", minDelay: 0, maxDelay: 0 },
      preemptiveGeneration: { enabled: false },
    },
  });
  #ears: ReadableStreamDefaultController<stt.SpeechEvent> | undefined;

  static async arrive(): Promise<Person> {
    const person = new Person();
    const { heard } = person;
    const agent = new VoiceAgent({
      listener: {
        listen: () => new ReadableStream({ start: (ears) => void (person.#ears = ears) }),
      },
      microphone: { listen: () => new ReadableStream() },
      synthesiser: { speak: () => Promise.reject(new Error("mute")), close: async () => undefined },
      reply: async function* (text) {
        heard.push(text);
        yield "Done.";
      },
      measured: () => undefined,
    });
    await person.#session.start({ agent, record: false });
    return person;
  }

  /** What was said and what came of it are part of what is remembered. */
  get isAnswered(): boolean {
    return this.#session.history.items.length >= 2;
  }

  say(text: string, way: "written" | "spoken"): void {
    if (way === "written") return hearWritten(this.#session, text);
    const language = normalizeLanguage("en");
    const said = { language, text, startTime: 0, endTime: 0, confidence: 1 };
    this.#ears?.enqueue({ type: stt.SpeechEventType.START_OF_SPEECH });
    this.#ears?.enqueue({ type: stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives: [said] });
    this.#ears?.enqueue({ type: stt.SpeechEventType.END_OF_SPEECH });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.close();
  }
}
