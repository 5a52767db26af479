/** True when `version` comes after `than`. Both are numbers joined by dots, as Chrome wants them. */
export function isNewer(version: string, than: string): boolean {
  const theirs = numbers(version);
  const ours = numbers(than);
  for (let place = 0; place < Math.max(theirs.length, ours.length); place += 1) {
    const difference = (theirs[place] ?? 0) - (ours[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function numbers(version: string): number[] {
  return version.split(".").map((part) => Number.parseInt(part, 10) || 0);
}
