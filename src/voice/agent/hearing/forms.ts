import { SPEECH_RATE } from "../speaking/flite.ts";
import { quietened } from "./steady-noise.ts";
import { isNoisy, trimmed } from "./trim.ts";

/**
 * An utterance in the forms in which the model is given it. What it mishears in one it often hears in another: what it
 * is sure of in several, for whatever reason it stumbles, was said.
 */

const SECONDS_AROUND = 0.075;

export interface Forms {
  noisy: boolean;
  /** The best; empty where nothing sounds. */
  sound: Float32Array;
  /** Made when it is asked for. Turning noise down costs some of the speech, too, so here it is as loud as it was. */
  amidSilence: () => Float32Array;
}

export function formsOf(audio: Float32Array): Forms {
  const noisy = isNoisy(audio);
  return {
    noisy,
    sound: trimmed(noisy ? quietened(audio) : audio),
    amidSilence: () => amidSilence(trimmed(audio)),
  };
}

function amidSilence(audio: Float32Array): Float32Array {
  const around = SECONDS_AROUND * SPEECH_RATE;
  const whole = new Float32Array(audio.length + 2 * around);
  whole.set(audio, around);
  return whole;
}
