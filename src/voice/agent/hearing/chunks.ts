import { SPEECH_RATE } from "../speaking/flite.ts";

/** What someone says in one go is heard up to here. */
const LONGEST = 60 * SPEECH_RATE;
/** The model hears this much at once well; its memory grows with the square of it. */
const CHUNK = 15 * SPEECH_RATE;
/** Where a cut is looked for before the end of a chunk. */
const SEARCHED = 4 * SPEECH_RATE;
const FRAME = SPEECH_RATE / 20;

/** A long utterance in pieces, cut where it is quietest. */
export function chunksOf(audio: Float32Array): Float32Array[] {
  const chunks: Float32Array[] = [];
  let rest = audio.subarray(0, LONGEST);
  while (rest.length > CHUNK) {
    const cut = quietestFrame(rest.subarray(CHUNK - SEARCHED, CHUNK)) + CHUNK - SEARCHED;
    chunks.push(rest.subarray(0, cut));
    rest = rest.subarray(cut);
  }
  return [...chunks, rest];
}

function quietestFrame(audio: Float32Array): number {
  let quietest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + FRAME <= audio.length; at += FRAME) {
    let sum = 0;
    for (const sample of audio.subarray(at, at + FRAME)) sum += sample * sample;
    if (sum >= least) continue;
    least = sum;
    quietest = at;
  }
  return quietest + Math.floor(FRAME / 2);
}
