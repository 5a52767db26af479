import { nextRef } from "../elements/refs.ts";
import { carryOver, nowFor } from "./carry-over.ts";
import { RedrawnParts } from "./redrawn.ts";
import { type Snapshot, snapshot } from "./snapshot.ts";

/**
 * A page that drew a part of itself anew for an action may do so once more by itself, such as to turn two cards back
 * that are no pair. So it is watched a little longer, and before refs are used or given, those that go on are found.
 */

const WATCHED_MS = 10_000;

interface Kept {
  shown: Snapshot;
  pressed: Element;
  redrawn: RedrawnParts;
  observer: MutationObserver;
}

let kept: Kept | undefined;

export function watchOn(shown: Snapshot, pressed: Element): void {
  endWatch();
  const observer = new MutationObserver((records) => kept?.redrawn.note(records));
  observer.observe(document, { subtree: true, childList: true });
  kept = { shown, pressed, redrawn: new RedrawnParts(), observer };
  setTimeout(() => {
    if (kept?.observer === observer) endWatch();
  }, WATCHED_MS);
}

/** Lets refs go on that were given before the page drew them anew. */
export function catchUp(): void {
  if (!kept) return;
  kept.redrawn.note(kept.observer.takeRecords());
  const parts = kept.redrawn.all();
  if (parts.length === 0) return;
  const since = nextRef();
  const now = snapshot();
  // Only what speaks for itself goes on: how the rest of the page looked meanwhile was not watched.
  const happened = { pressed: kept.pressed, looksChanged: true };
  const pressed = nowFor(kept.pressed, carryOver(kept.shown, now, parts, happened, since));
  if (pressed) kept = { ...kept, shown: now, pressed, redrawn: new RedrawnParts() };
  else endWatch();
}

export function endWatch(): void {
  kept?.observer.disconnect();
  kept = undefined;
}
