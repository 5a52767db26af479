import { SPEECH_RATE } from "../speaking/flite.ts";

/**
 * The model was made for utterances without much around them: a third of a second of silence before a command makes it
 * miss one in four. So what lies before the first and after the last sound is cut off.
 */

const FRAME = SPEECH_RATE / 100;
/** What is kept around the sound: words begin and end more quietly than they go on. */
const FRAMES_BEFORE = 8;
const FRAMES_AFTER = 15;
/** How far above the quiet, on the way to the loud, sound begins. */
const RISE = 0.03;
/** Even the loudest of it is nothing to listen to. */
const SILENCE = 0.002;
/** What never sounds quieter than this part of the loudest is noise. */
const NOISY = 0.03;

/** The part with sound in it; empty for silence. `audio`: 16 kHz, from −1 to 1. */
export function trimmed(audio: Float32Array): Float32Array {
  const { first, last } = soundIn(audio);
  if (last < first) return audio.subarray(0, 0);
  return audio.subarray(
    Math.max(0, first - FRAMES_BEFORE) * FRAME,
    Math.min(audio.length, (last + 1 + FRAMES_AFTER) * FRAME),
  );
}

/** Does something sound all the time, loudly enough to hide parts of what is said? */
export function isNoisy(audio: Float32Array): boolean {
  const { quiet, loud } = extremesOf(levelsOf(audio));
  return quiet > NOISY * loud;
}

/** Is there nothing to hear from this sample on? */
export function isQuietFrom(audio: Float32Array, sample: number): boolean {
  return (soundIn(audio).last + 1) * FRAME <= sample;
}

/** The first and the last frame with sound in it; the last comes before the first where there is none. */
function soundIn(audio: Float32Array): { first: number; last: number } {
  const levels = levelsOf(audio);
  const { quiet, loud } = extremesOf(levels);
  if (loud < SILENCE) return { first: 0, last: -1 };
  const threshold = quiet + RISE * (loud - quiet);
  return {
    first: levels.findIndex((level) => level > threshold),
    last: levels.findLastIndex((level) => level > threshold),
  };
}

function extremesOf(levels: Float32Array): { quiet: number; loud: number } {
  const sorted = levels.toSorted();
  return {
    quiet: sorted[Math.floor(sorted.length * 0.1)] ?? 0,
    loud: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
  };
}

/** Root mean square of each hundredth of a second. */
function levelsOf(audio: Float32Array): Float32Array {
  const levels = new Float32Array(Math.ceil(audio.length / FRAME));
  for (let frame = 0; frame < levels.length; frame += 1) {
    const part = audio.subarray(frame * FRAME, (frame + 1) * FRAME);
    let sum = 0;
    for (const sample of part) sum += sample * sample;
    levels[frame] = Math.sqrt(sum / part.length);
  }
  return levels;
}
