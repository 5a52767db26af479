import type { Candidates, Heard as HeardText } from "../ears.ts";
import { SLOTS } from "../sentences/pattern.ts";
import { BEFOREHAND } from "../sentences/beforehand.ts";
import { sentences } from "../sentences/sentences.ts";
import { SPEECH_RATE } from "../speaking/flite.ts";
import { chunksOf } from "./chunks.ts";
import { formsOf } from "./forms.ts";
import { nameTree, type Place, SentenceNet, type SlotTrees } from "./sentence-net.ts";
import { type Heard, SpeechModel } from "./speech-model.ts";
import { noiseAlone } from "./steady-noise.ts";
import { judge, notSure, writtenDown } from "./verdict.ts";
import { type Readings, walk } from "./walk.ts";

/** Shorter than this is a click or a cough. */
const SHORTEST = 0.15 * SPEECH_RATE;
/** What is longer is no command, and is heard in one form only. */
const LONGEST_COMMAND = 8 * SPEECH_RATE;

const NOTHING: HeardText = { kind: "nothing", text: "", score: 0 };

/** Where the time of one utterance went, in milliseconds. */
export interface HearingTimes {
  encodeMs: number;
  decodeMs: number;
}

/** Speech to text, with the sentences that make sense now in mind. One at a time. */
export class Hearing {
  readonly #model: SpeechModel;
  readonly #net: SentenceNet;
  /** What the utterances are compared with. */
  readonly #noise: () => Heard;

  private constructor(model: SpeechModel, net: SentenceNet, noise: () => Heard) {
    this.#model = model;
    this.#net = net;
    this.#noise = noise;
  }

  static async load(): Promise<Hearing> {
    const net = new SentenceNet();
    for (const { kind, patterns } of sentences) {
      for (const { parts } of patterns) net.add(kind, parts);
    }
    for (const words of BEFOREHAND) net.addBeforehand(words);
    const model = await SpeechModel.load();
    return new Hearing(model, net, await model.hear(noiseAlone()));
  }

  /** `audio`: 16 kHz, mono, from −1 to 1; what is longer than a minute is left out. */
  async hear(
    audio: Float32Array,
    trees: SlotTrees,
  ): Promise<{ heard: HeardText; times: HearingTimes }> {
    const times = { encodeMs: 0, decodeMs: 0 };
    let whole = NOTHING;
    for (const chunk of chunksOf(audio)) {
      const isFirst = whole.kind === "nothing";
      // A command begins with the utterance: in what goes on after many seconds there is none.
      const places = isFirst ? [this.#net.start()] : [];
      const heard = await this.#hearChunk(chunk, places, trees, times);
      whole = isFirst ? heard : joined(whole, heard);
    }
    return { heard: whole, times };
  }

  /** As closely as it takes to be sure. */
  async #hearChunk(
    chunk: Float32Array,
    places: readonly Place[],
    trees: SlotTrees,
    times: HearingTimes,
  ): Promise<HeardText> {
    const { noisy, sound, amidSilence } = formsOf(chunk);
    if (sound.length < SHORTEST) return NOTHING;
    const seconds = sound.length / SPEECH_RATE;
    const read = async (hear: () => Heard, noise?: Heard): Promise<Readings> => {
      const startMs = performance.now();
      const readings = await walk(hear(), seconds, places, trees, noise);
      times.decodeMs += performance.now() - startMs;
      return readings;
    };
    const heard = await this.#encode(sound, times);
    const isCompared = noisy && places.length > 0;
    const first = await read(heard, isCompared ? this.#noise() : undefined);
    const written = writtenDown(first);
    // In noise, another form may hear what this one does not.
    if (written && (written.kind !== "free" || !isCompared)) return written;
    if (places.length === 0) return notSure([first]);
    const readings = [isCompared ? first : await read(heard, this.#noise())];
    if (chunk.length < LONGEST_COMMAND) {
      readings.push(await read(await this.#encode(amidSilence(), times), this.#noise()));
    }
    return judge(readings, { seconds, noisy });
  }

  async #encode(sound: Float32Array, times: HearingTimes): Promise<() => Heard> {
    const startMs = performance.now();
    const heard = await this.#model.hear(sound);
    times.encodeMs += performance.now() - startMs;
    return heard;
  }
}

/** The trees of all that fits into the slots. */
export function treesOf(candidates: Candidates): SlotTrees {
  const trees: SlotTrees = {};
  for (const slot of SLOTS) {
    const names = candidates[slot];
    if (names) trees[slot] = nameTree(names);
  }
  return trees;
}

function joined(before: HeardText, after: HeardText): HeardText {
  if (after.text === "") return before;
  return {
    // A whole sentence that goes on was not that sentence.
    kind: before.kind === "sentence" ? "free" : before.kind,
    text: `${before.text} ${after.text}`,
    score: before.score + after.score,
  };
}
