import { SPEECH_RATE } from "../speaking/flite.ts";
import { Spectrum } from "./spectrum.ts";

/**
 * Steady noise, of a fan or of the microphone, is turned down before the model hears it: each frequency by how much of
 * it is noise, which the quietest moments tell. Never all of it: the model was made with some noise, and what is left of
 * speech after too much cleaning it takes for other words.
 */

/** 32 ms, a new one every 16. */
const FRAME = 512;
const HOP = 256;
const LOWEST_GAIN = 0.3;
/** How much the gain follows what the moment before was. */
const INERTIA = 0.92;
/** Which of the moments, from the quietest on, are nothing but noise. */
const QUIETEST = { from: 0.02, to: 0.2 };
/** Frequencies on each side with which a noise is averaged. */
const SMOOTHED = 4;
const BINS = FRAME / 2 + 1;
/** Noise below this power of a frame is none. */
const NO_NOISE = 1e-12;

const spectrum = new Spectrum(FRAME);
/** Applied before and after, it adds up to 1 over the frames that overlap. */
const fade = Float64Array.from({ length: FRAME }, (_, at) =>
  Math.sqrt(0.5 - 0.5 * Math.cos((2 * Math.PI * at) / FRAME)),
);

interface Frame {
  /** The first sample of it; before the beginning for those that fade in. */
  start: number;
  real: Float64Array;
  imaginary: Float64Array;
  /** Power of each frequency. */
  power: Float64Array;
  sum: number;
}

/** The same sound with less of its steady noise. */
export function quietened(audio: Float32Array): Float32Array {
  const frames = framesOf(audio);
  const noise = noiseOf(frames, audio.length);
  const result = new Float32Array(audio.length);
  const before = new Float64Array(BINS);
  for (const { start, real, imaginary, power } of frames) {
    for (let bin = 0; bin < BINS; bin += 1) {
      const ratio = (power[bin] ?? 0) / ((noise[bin] ?? 0) + NO_NOISE);
      const speech = INERTIA * (before[bin] ?? 0) + (1 - INERTIA) * Math.max(0, ratio - 1);
      const gain = Math.max(LOWEST_GAIN, speech / (1 + speech));
      before[bin] = gain * gain * ratio;
      scale(real, imaginary, bin, gain);
    }
    spectrum.backward(real, imaginary);
    for (let at = Math.max(0, -start); at < FRAME && start + at < audio.length; at += 1) {
      result[start + at] = (result[start + at] ?? 0) + ((real[at] ?? 0) * (fade[at] ?? 0)) / FRAME;
    }
  }
  return result;
}

const NOISE_SECONDS = 1.2;
const NOISE_LEVEL = 0.02;

/** Noise with nothing said in it, turned down as it is in an utterance; each time the same. */
export function noiseAlone(): Float32Array {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const noise = Float32Array.from({ length: NOISE_SECONDS * SPEECH_RATE }, () => {
    const distance = Math.sqrt(-2 * Math.log(1 - random()));
    return NOISE_LEVEL * distance * Math.cos(2 * Math.PI * random());
  });
  return quietened(noise);
}

function framesOf(audio: Float32Array): Frame[] {
  const frames: Frame[] = [];
  for (let start = HOP - FRAME; start < audio.length; start += HOP) {
    const real = new Float64Array(FRAME);
    const imaginary = new Float64Array(FRAME);
    for (let at = Math.max(0, -start); at < FRAME; at += 1) {
      real[at] = (audio[start + at] ?? 0) * (fade[at] ?? 0);
    }
    spectrum.forward(real, imaginary);
    const power = new Float64Array(BINS);
    let sum = 0;
    for (let bin = 0; bin < BINS; bin += 1) {
      const here = (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
      power[bin] = here;
      sum += here;
    }
    frames.push({ start, real, imaginary, power, sum });
  }
  return frames;
}

/** Power of the noise at each frequency. */
function noiseOf(frames: readonly Frame[], length: number): Float64Array {
  const whole = frames
    .filter(({ start }) => start >= 0 && start + FRAME <= length)
    .toSorted((one, other) => one.sum - other.sum);
  const quiet = whole.slice(
    Math.floor(whole.length * QUIETEST.from),
    Math.max(1, Math.floor(whole.length * QUIETEST.to)),
  );
  const mean = new Float64Array(BINS);
  for (const { power } of quiet) {
    for (let bin = 0; bin < BINS; bin += 1) {
      mean[bin] = (mean[bin] ?? 0) + (power[bin] ?? 0) / quiet.length;
    }
  }
  return mean.map((_, bin) => {
    const around = mean.subarray(Math.max(0, bin - SMOOTHED), bin + SMOOTHED + 1);
    return around.reduce((sum, value) => sum + value, 0) / around.length;
  });
}

/** A frequency lies twice in the spectrum of what is real: the mirrored half is the same number turned around. */
function scale(real: Float64Array, imaginary: Float64Array, bin: number, gain: number): void {
  real[bin] = (real[bin] ?? 0) * gain;
  imaginary[bin] = (imaginary[bin] ?? 0) * gain;
  if (bin === 0 || bin === FRAME / 2) return;
  real[FRAME - bin] = real[bin] ?? 0;
  imaginary[FRAME - bin] = -(imaginary[bin] ?? 0);
}
