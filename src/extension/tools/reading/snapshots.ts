/**
 * What earlier outlines of a tab showed, so that a later one can tell only what changed. Kept in the
 * worker's memory: who asks for one that is gone gets the whole outline.
 */

interface Snapshot {
  id: string;
  /** How it was asked for: only outlines of one kind can be compared. */
  kind: string;
  text: string;
}

const KEPT_OF_A_TAB = 4;
const KEPT_TABS = 30;

const snapshots = new Map<number, Snapshot[]>();

/** A worker that starts again does not give the ids of the one before it. */
let next = Date.now() % 100_000;

/** Keeps what an outline showed; answers its id. */
export function keepSnapshot(tabId: number, kind: string, text: string): string {
  const id = `s${next++}`;
  const kept = [...(snapshots.get(tabId) ?? []), { id, kind, text }];
  snapshots.delete(tabId);
  snapshots.set(tabId, kept.slice(-KEPT_OF_A_TAB));
  const [oldest] = snapshots.keys();
  if (oldest !== undefined && snapshots.size > KEPT_TABS) snapshots.delete(oldest);
  return id;
}

/** What is new (+), changed (~) and gone (-) since then; undefined when that outline is not known. */
export function changesSince(
  tabId: number,
  kind: string,
  id: string,
  text: string,
): string | undefined {
  const before = snapshots.get(tabId)?.find((kept) => kept.id === id && kept.kind === kind);
  if (!before) return undefined;
  const [now, then] = [linesOf(text), linesOf(before.text)];
  const [added, gone] = [without(now, then), without(then, now)];
  const refsNow = new Set(added.map(refIn));
  const refsThen = new Set(gone.map(refIn));
  refsNow.delete("");
  refsThen.delete("");
  return [
    ...added.map((line) => `${refsThen.has(refIn(line)) ? "~" : "+"} ${line}`),
    ...gone.filter((line) => !refsNow.has(refIn(line))).map((line) => `- ${line}`),
  ].join("\n");
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim());
}

/** The lines that `others` has not, each as often as it has them not. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0 && line !== "" && !/^\((?:in view|scrolled out of view):\)$/.test(line);
  });
}

function refIn(line: string): string {
  return /\[ref=(\w+)\]/.exec(line)?.[1] ?? "";
}
