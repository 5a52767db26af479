import type { Candidates, Heard as HeardText } from "../ears.ts";
import { SLOTS } from "../sentences/pattern.ts";
import { sentences } from "../sentences/sentences.ts";
import { SPEECH_RATE } from "../speaking/flite.ts";
import { chunksOf } from "./chunks.ts";
import { nameTree, SentenceNet, type SlotTrees } from "./sentence-net.ts";
import { SpeechModel } from "./speech-model.ts";
import { quietened } from "./steady-noise.ts";
import { isNoisy, trimmed } from "./trim.ts";
import { judge } from "./verdict.ts";
import { walk } from "./walk.ts";

/** Shorter than this is a click or a cough. */
const SHORTEST = 0.15 * SPEECH_RATE;

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
    let whole: HeardText = { kind: "nothing", text: "", score: 0 };
    for (const chunk of chunksOf(audio)) {
      const startMs = performance.now();
      const sound = trimmed(isNoisy(chunk) ? quietened(chunk) : chunk);
      if (sound.length < SHORTEST) continue;
      const isFirst = whole.kind === "nothing";
      const utterance = await this.#model.hear(sound);
      const encodedMs = performance.now();
      const seconds = sound.length / SPEECH_RATE;
      // A command begins with the utterance: in what goes on after many seconds there is none.
      const places = isFirst ? [this.#net.start()] : [];
      const heard = judge(await walk(utterance, seconds, places, trees), seconds);
      times.encodeMs += encodedMs - startMs;
      times.decodeMs += performance.now() - encodedMs;
      whole = isFirst ? heard : joined(whole, heard);
    }
    return { heard: whole, times };
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
