const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the next attempt, anywhere between nothing and the longest of this attempt
 * (`random` is from 0 up to 1), so that a thousand browsers do not come back at the same moment. It grows
 * slowly, so that a server that was away for seconds has everybody back within seconds.
 */
export function backOffMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(LONGEST_MS, FIRST_MS * 1.5 ** attempt));
}
