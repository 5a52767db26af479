import { InferenceSession, Tensor } from "onnxruntime-node";
import decoderFile from "../../../../node_modules/@moonshine-ai/moonshine-js/dist/model/tiny/quantized/decoder_model_merged.onnx" with { type: "file" };
import encoderFile from "../../../../node_modules/@moonshine-ai/moonshine-js/dist/model/tiny/quantized/encoder_model.onnx" with { type: "file" };
import { withIntegerOutput } from "./integer-output.ts";

/**
 * Moonshine tiny: an encoder that hears an utterance once, and a decoder that says how likely each word piece is to
 * come next. The decoder goes on with many beginnings at a time; what it made of the sound is shared by all of them.
 */

const LAYERS = 6;
const HEADS = 8;
const HEAD_SIZE = 36;
export const WORD_PIECES = 32_768;
export const BEGIN = 1;
export const END = 2;

/** Names of the decoder's memory of the words so far, and of the sound. */
const WORD_MEMORY = memoryNames("decoder");
const SOUND_MEMORY = memoryNames("encoder");

// The arena and two threads would be no faster and cost 100 MB.
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableCpuMemArena: false,
  enableMemPattern: false,
  executionMode: "sequential",
};

/** A step forward: the word piece to add, and the row of the step before that it is added to. */
export interface Advance {
  row: number;
  piece: number;
}

/** One utterance in the decoder. */
export interface Heard {
  /** How likely each piece is to be the first: one row of `WORD_PIECES` numbers, not normalised. */
  first: Float32Array;
  /** The same after each of these advances, a row for each. */
  advance(steps: readonly Advance[]): Promise<Float32Array>;
}

export class SpeechModel {
  readonly #encoder: InferenceSession;
  readonly #decoder: InferenceSession;

  private constructor(encoder: InferenceSession, decoder: InferenceSession) {
    this.#encoder = encoder;
    this.#decoder = decoder;
  }

  static async load(): Promise<SpeechModel> {
    const [encoder, decoder] = await Promise.all([
      Bun.file(encoderFile).bytes(),
      Bun.file(decoderFile).bytes(),
    ]);
    return new SpeechModel(
      await InferenceSession.create(encoder, OPTIONS),
      await InferenceSession.create(withIntegerOutput(decoder), OPTIONS),
    );
  }

  /** `audio`: 16 kHz, mono, from −1 to 1. Each call of what comes back hears it from its beginning. */
  async hear(audio: Float32Array): Promise<() => Heard> {
    const { last_hidden_state: sound } = await this.#encoder.run({
      input_values: new Tensor("float32", audio, [1, audio.length]),
    });
    if (!sound) throw new Error("The encoder gave nothing.");
    const started = await this.#decoder.run({
      ...input([BEGIN], sound, false),
      ...Object.fromEntries(
        [...WORD_MEMORY, ...SOUND_MEMORY].map(({ past }) => [past, emptyMemory()]),
      ),
    });
    const soundMemory = Object.fromEntries(
      SOUND_MEMORY.map(({ past, present }) => [past, part(started, present)]),
    );
    const first = numbers(part(started, "logits"));
    const begun = WORD_MEMORY.map(({ present }) => part(started, present));
    return () => {
      let words = begun;
      return {
        first,
        advance: async (steps) => {
          const rows = steps.map(({ row }) => row);
          const memory = words.map((tensor) => pick(tensor, rows));
          const result = await this.#decoder.run({
            ...input(
              steps.map(({ piece }) => piece),
              sound,
              true,
            ),
            ...soundMemory,
            ...Object.fromEntries(WORD_MEMORY.map(({ past }, at) => [past, memory[at] ?? sound])),
          });
          words = WORD_MEMORY.map(({ present }) => part(result, present));
          return numbers(part(result, "logits"));
        },
      };
    };
  }
}

function memoryNames(side: "decoder" | "encoder"): { past: string; present: string }[] {
  return Array.from({ length: LAYERS }, (_, layer) =>
    ["key", "value"].map((kind) => ({
      past: `past_key_values.${layer}.${side}.${kind}`,
      present: `present.${layer}.${side}.${kind}`,
    })),
  ).flat();
}

function input(
  pieces: readonly number[],
  sound: Tensor,
  hasMemory: boolean,
): Record<string, Tensor> {
  return {
    input_ids: new Tensor("int64", BigInt64Array.from(pieces, BigInt), [pieces.length, 1]),
    encoder_hidden_states: sound,
    use_cache_branch: new Tensor("bool", [hasMemory], [1]),
  };
}

function emptyMemory(): Tensor {
  return new Tensor("float32", new Float32Array(0), [1, HEADS, 0, HEAD_SIZE]);
}

/** The rows of a memory that go on, in this order. */
function pick(tensor: Tensor, rows: readonly number[]): Tensor {
  const [count = 0, ...shape] = tensor.dims;
  if (rows.length === count && rows.every((row, at) => row === at)) return tensor;
  const data = numbers(tensor);
  const size = data.length / count;
  const picked = new Float32Array(rows.length * size);
  for (const [at, row] of rows.entries()) {
    picked.set(data.subarray(row * size, (row + 1) * size), at * size);
  }
  return new Tensor("float32", picked, [rows.length, ...shape]);
}

function part(result: InferenceSession.OnnxValueMapType, name: string): Tensor {
  const value = result[name];
  if (!value) throw new Error(`The speech model has no ${name}.`);
  return value;
}

function numbers({ data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new Error("The speech model did not answer in floats.");
}
