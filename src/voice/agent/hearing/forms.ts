import { SPEECH_RATE } from "../speaking/flite.ts";
import { quietened } from "./steady-noise.ts";
import { isNoisy, trimmed } from "./trim.ts";

/**
 * The same utterance in the forms in which the model is given it. What it mishears in one it often hears in another:
 * what it is sure of in several, for whatever reason it stumbles, was said.
 */

const SECONDS_AROUND = 0.075;
/** Said so many times as fast. */
const SLOWED = 0.92;

/** The first is the best; each of the others is made when it is asked for. Empty where nothing sounds. */
export function* formsOf(audio: Float32Array): Generator<Float32Array> {
  const noisy = isNoisy(audio);
  const sound = trimmed(noisy ? quietened(audio) : audio);
  yield sound;
  yield slowed(sound);
  yield amidSilence(sound);
  // Turning noise down costs some of the speech, too.
  if (noisy) yield amidSilence(trimmed(audio));
}

function slowed(audio: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.floor(audio.length / SLOWED) }, (_, at) => {
    const place = at * SLOWED;
    const before = Math.floor(place);
    const [one = 0, other = 0] = audio.subarray(before, before + 2);
    return one + (other - one) * (place - before);
  });
}

function amidSilence(audio: Float32Array): Float32Array {
  const around = SECONDS_AROUND * SPEECH_RATE;
  const whole = new Float32Array(audio.length + 2 * around);
  whole.set(audio, around);
  return whole;
}
