/** Takes turns between ours and the floor, so that whatever else the machine does falls on both. */
export async function inTurns<T>(
  rounds: number,
  ours: () => Promise<T>,
  floor: () => Promise<T>,
): Promise<{ ours: T[]; floor: T[] }> {
  const taken: { ours: T[]; floor: T[] } = { ours: [], floor: [] };
  for (let round = 0; round < rounds; round += 1) {
    taken.ours.push(await ours());
    taken.floor.push(await floor());
  }
  return taken;
}

/** One frame of a display. */
const FRAME_MS = 1_000 / 60;

/**
 * Waits for any moment of a frame. What Chrome draws, it draws on the beat of frames: right after another
 * drawing the next would always begin at the same place of it, and seem faster or slower than it is.
 */
export function anyMoment(): Promise<void> {
  return Bun.sleep(Math.random() * FRAME_MS);
}

/** Longer than the bar that tells of the debugger slides in, which it does on each new page, moving that all the while. */
const BAR_MS = 250;

/** The same when the page that came last is drawn and stands still. */
export async function anyCalmMoment(): Promise<void> {
  await Bun.sleep(BAR_MS);
  await anyMoment();
}

/** How long `work` took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/** `share` from 0 to 1: 0.5 is the median. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
