import type { Entry } from "../outline/outline-line.ts";
import { OutlineWalker } from "../outline/outline-walker.ts";
import { ALL_OF_IT } from "../outline/walk-options.ts";

/** What a page shows at a moment, element by element, in the order of the page. */
export interface Snapshot {
  entries: Map<Element, Entry[]>;
  /** False when there was more than could be taken down. */
  whole: boolean;
}

/** The first outline must not hold up the action on a huge page. */
const MAX_WALK_MS = 40;

export function snapshot(): Snapshot {
  const walker = new OutlineWalker({
    ...ALL_OF_IT,
    maxChars: 400_000,
    untilMs: performance.now() + MAX_WALK_MS,
  });
  if (document.body) walker.walk(document.body);
  const entries = new Map<Element, Entry[]>();
  for (const entry of walker.draft.entries) {
    const known = entries.get(entry.element);
    if (known) known.push(entry);
    else entries.set(entry.element, [entry]);
  }
  return { entries, whole: walker.draft.complete };
}
