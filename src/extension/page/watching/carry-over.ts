import { listensLike } from "../elements/listening.ts";
import { handOn } from "../elements/refs.ts";
import type { Redrawn } from "./redrawn.ts";
import { type Pair, sameAgain } from "./same-again.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Lets the refs of what was drawn anew go on. The snapshots of before and after then speak of the same elements, so
 * that only what really changed is told. `since`: the first ref that the second snapshot gave. Answers what is the same,
 * from the outside in.
 */
export function carryOver(
  before: Snapshot,
  after: Snapshot,
  parts: readonly Redrawn[],
  happened: { pressed: Element | undefined; looksChanged: boolean },
  since: number,
): Pair[] {
  if (parts.length === 0 || !before.whole || !after.whole) return [];
  const pairs = sameAgain(parts, {
    ...happened,
    saidBefore: (except) => linesOutside(before, except),
    saysNow: (except) => linesOutside(after, except),
  });
  for (const pair of pairs) carry(pair, before, after, since);
  return pairs;
}

/** What stands now for a thing that was pressed, where that was drawn anew and is the same. */
export function nowFor(pressed: Element | undefined, pairs: readonly Pair[]): Element | undefined {
  return pairs.findLast(([element]) => pressed && element.contains(pressed))?.[1];
}

function carry([from, to]: Pair, before: Snapshot, after: Snapshot, since: number): void {
  listensLike(to, from);
  const refs = handOn(from, to, since);
  if (refs?.fresh !== undefined) {
    for (const entry of after.entries.get(to) ?? []) {
      entry.text = entry.text.replace(`[ref=e${refs.fresh}]`, `[ref=e${refs.kept}]`);
    }
  }
  const entries = before.entries.get(from);
  if (!entries) return;
  before.entries.delete(from);
  before.entries.set(to, entries);
}

/** Neither refs nor places tell what a page says. */
const NOT_SAID = / \[ref=e\d+\]| @-?\d+,-?\d+ \d+x\d+| focused(?= |$)/g;

function linesOutside({ entries }: Snapshot, except: ReadonlySet<Element>): string[] {
  return [...entries].flatMap(([element, own]) =>
    isIn(element, except) ? [] : own.map(({ text }) => text.replaceAll(NOT_SAID, "")),
  );
}

function isIn(element: Element, some: ReadonlySet<Element>): boolean {
  for (let at: Element | null = element; at; at = at.parentElement) if (some.has(at)) return true;
  return false;
}
