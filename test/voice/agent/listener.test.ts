import { expect, test } from "bun:test";
import { initializeLogger, normalizeLanguage, stt } from "@livekit/agents";
import { AudioFrame } from "@livekit/rtc-node";
import { Conversation } from "../../../src/voice/agent/conversation.ts";
import type { Heard, Recogniser } from "../../../src/voice/agent/ears.ts";
import { Listener, RATE } from "../../../src/voice/agent/listener.ts";
import { trimmed } from "../../../src/voice/agent/hearing/trim.ts";
import { PageScene } from "../../../src/voice/agent/page-scene.ts";
import { understand } from "../../../src/voice/agent/sentences/understand.ts";
import { PIECE_MS, speechDetector } from "../../../src/voice/agent/speech-detector.ts";
import { recording, withSilence } from "../../support/utterances.ts";

initializeLogger({ pretty: false, level: "silent" });

/** The detector of speech takes the sound in pieces of so many samples. */
const PIECE = (RATE * PIECE_MS) / 1000;

const NOTHING: Heard = { kind: "nothing", text: "", score: 0 };
const HELLO: Heard = { kind: "opening", text: "Type hello world", score: -1 };

/** Ears that give these answers, one after the other; where there is none, they go on until nobody wants one. */
function ears(...answers: (Heard | undefined)[]) {
  const asked: { partial: boolean; seconds: number; outdated: boolean }[] = [];
  const transcribe: Recogniser["transcribe"] = (audio, _candidates, options = {}) => {
    const { partial = false, signal } = options;
    const question = { partial, seconds: audio.length / RATE, outdated: false };
    asked.push(question);
    const answer = answers[asked.length - 1];
    if (answer) return Promise.resolve(answer);
    const { promise, resolve } = Promise.withResolvers<Heard>();
    signal?.addEventListener("abort", () => {
      question.outdated = true;
      resolve(NOTHING);
    });
    return promise;
  };
  return { asked, transcribe, close: async () => undefined };
}

/** Lets a listener hear this, as fast as it can; answers the first whole sentence that came of it. `so far`: what was told before. */
async function sentence(
  recogniser: Recogniser,
  audio: Float32Array,
  soFar: string[] = [],
): Promise<string | undefined> {
  const call = async () => ({ ok: true as const, data: {} });
  const scene = new PageScene(call);
  const measured = () => undefined;
  const { vad, isSpeech } = speechDetector({ minSilenceMs: 400, activationThreshold: 0.5 });
  let listened = Promise.withResolvers<void>();
  const pieces = async function* () {
    for (let at = 0; at < audio.length; at += PIECE) {
      listened = Promise.withResolvers();
      yield frame(audio.subarray(at, at + PIECE));
      if (at + PIECE <= audio.length) await listened.promise;
    }
    void events.cancel();
  };
  const listener = new Listener({
    detector: {
      vad,
      isSpeech: (event) => {
        listened.resolve();
        return isSpeech(event);
      },
    },
    recogniser,
    conversation: new Conversation({ understand, scene, call, answer: call, measured }),
    candidates: () => ({}),
    speechBegins: () => undefined,
    stop: () => undefined,
    measured,
    language: normalizeLanguage("en"),
  });
  const events = listener.listen(pieces()).getReader();
  for (;;) {
    const { done, value } = await events.read();
    if (done) return undefined;
    const text = value.alternatives?.[0].text;
    if (value.type === stt.SpeechEventType.INTERIM_TRANSCRIPT) soFar.push(text ?? "");
    if (value.type === stt.SpeechEventType.FINAL_TRANSCRIPT) return text;
  }
}

function frame(audio: Float32Array): AudioFrame {
  const samples = Int16Array.from(audio, (sample) => sample * 32_767);
  return new AudioFrame(samples, RATE, 1, samples.length);
}

/** Nothing but the words. */
async function words(name: string): Promise<Float32Array> {
  return trimmed(await recording(name));
}

test("what was heard in a pause is the sentence, when nothing but silence follows", async () => {
  const recogniser = ears(HELLO);
  const audio = withSilence(await words("type_hello.am"), 0.5, 1);

  expect(await sentence(recogniser, audio)).toBe("Type hello world");
  expect(recogniser.asked).toMatchObject([{ partial: true }]);
});

test("ears that are rough in pauses hear the whole again", async () => {
  const recogniser = ears({ ...HELLO, text: "Type yellow world" }, HELLO);
  const audio = withSilence(await words("type_hello.am"), 0.5, 1);

  expect(await sentence({ ...recogniser, roughInPauses: true }, audio)).toBe("Type hello world");
  expect(recogniser.asked).toMatchObject([{ partial: true }, { partial: false }]);
});

test("what was said before a pause is no longer recognised when the person goes on", async () => {
  const recogniser = ears(undefined, HELLO);
  const half = withSilence(await words("type_hello.am"), 0.5, 0.15);
  const audio = new Float32Array(2 * half.length + RATE);
  audio.set(half);
  audio.set(half.subarray(0.5 * RATE), half.length);

  expect(await sentence(recogniser, audio)).toBe("Type hello world");
  const [before, after] = recogniser.asked;
  expect([before?.outdated, after?.outdated]).toEqual([true, false]);
  expect(after?.seconds).toBeGreaterThan(2 * (before?.seconds ?? 0) - 0.5);
});

test("what was said so far is told while the person goes on speaking", async () => {
  const half = withSilence(await words("type_hello.am"), 0.5, 0.15);
  const audio = new Float32Array(2 * half.length + RATE);
  audio.set(half);
  audio.set(half.subarray(0.5 * RATE), half.length);
  const soFar: string[] = [];
  const recogniser = ears({ ...HELLO, text: "Type hello" }, HELLO);

  expect(await sentence(recogniser, audio, soFar)).toBe("Type hello world");
  expect(soFar).toEqual(["Type hello", "Type hello world"]);
});

test("who speaks on and on is heard in pieces of half a minute", async () => {
  const said = await words("unknown_sandwich.af");
  const audio = new Float32Array(35 * RATE);
  for (let at = 0; at + said.length < audio.length; at += said.length) audio.set(said, at);
  const free: Heard = { kind: "free", text: "I had a sandwich", score: -1 };
  const recogniser = ears(...Array.from({ length: 60 }, () => free));

  expect(await sentence(recogniser, audio)).toBe("I had a sandwich");
  const last = recogniser.asked.at(-1);
  expect(last?.seconds).toBeWithin(29, 32);
}, 20_000);

test("a complete command is done after a short silence, an open sentence after the longer one", async () => {
  const silence = async (heard: Heard, name: string) => {
    const said = await words(name);
    return [
      await sentence(ears(heard), withSilence(said, 0.5, 0.2)),
      await sentence(ears(heard), withSilence(said, 0.5, 1)),
    ];
  };
  const back: Heard = { kind: "sentence", text: "Go back", score: -1 };

  expect(await silence(back, "go_back.af")).toEqual(["Go back", "Go back"]);
  expect(await silence(HELLO, "type_hello.am")).toEqual([undefined, "Type hello world"]);
});
