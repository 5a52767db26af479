import type { Candidates, Heard as HeardText } from "../ears.ts";
import { SLOTS } from "../sentences/pattern.ts";
import { sentences } from "../sentences/sentences.ts";
import { SPEECH_RATE } from "../speaking/flite.ts";
import { chunksOf } from "./chunks.ts";
import { formsOf } from "./forms.ts";
import { nameTree, type Place, SentenceNet, type SlotTrees } from "./sentence-net.ts";
import { SpeechModel } from "./speech-model.ts";
import { isSettled, judge } from "./verdict.ts";
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

  private constructor(model: SpeechModel, net: SentenceNet) {
    this.#model = model;
    this.#net = net;
  }

  static async load(): Promise<Hearing> {
    const net = new SentenceNet();
    for (const { kind, patterns } of sentences) {
      for (const { parts } of patterns) net.add(kind, parts);
    }
    return new Hearing(await SpeechModel.load(), net);
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

  /** In as many forms as it takes to be sure. */
  async #hearChunk(
    chunk: Float32Array,
    places: readonly Place[],
    trees: SlotTrees,
    times: HearingTimes,
  ): Promise<HeardText> {
    const isCommand = places.length > 0 && chunk.length < LONGEST_COMMAND;
    const readings: Readings[] = [];
    let heard = NOTHING;
    let seconds = 0;
    let startMs = performance.now();
    for (const form of formsOf(chunk)) {
      if (form.length < SHORTEST) break;
      seconds ||= form.length / SPEECH_RATE;
      const utterance = await this.#model.hear(form);
      const encodedMs = performance.now();
      readings.push(await walk(utterance, form.length / SPEECH_RATE, places, trees));
      heard = judge(readings, seconds);
      times.encodeMs += encodedMs - startMs;
      times.decodeMs += performance.now() - encodedMs;
      startMs = performance.now();
      if (!isCommand || isSettled(heard, readings)) break;
    }
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
