import { WORD_PIECES } from "./speech-model.ts";

/** Beyond this far below the likeliest piece, a piece adds nothing to the sum that can be noticed. */
const NEGLIGIBLE = 14;

/** The likeliest piece of a row, and what its numbers need subtracted to become logarithms of likelihood. */
export function measure(logits: Float32Array, row: number): { best: number; norm: number } {
  const start = row * WORD_PIECES;
  const end = start + WORD_PIECES;
  let top = Number.NEGATIVE_INFINITY;
  let best = 0;
  for (let at = start; at < end; at += 1) {
    const value = logits[at] ?? 0;
    if (value > top) {
      top = value;
      best = at - start;
    }
  }
  let sum = 0;
  for (let at = start; at < end; at += 1) {
    const below = (logits[at] ?? 0) - top;
    if (below > -NEGLIGIBLE) sum += Math.exp(below);
  }
  return { best, norm: top + Math.log(sum) };
}
