import { rootsIn } from "./flat-tree.ts";
import { nextFrame } from "./next-frame.ts";
import { shorten } from "./names.ts";
import { OutlineWalker } from "./outline-walker.ts";
import type { PageAnswer } from "./page-calls.ts";
import { beginRefsAt, nextRef } from "./refs.ts";

/**
 * What an action changed on the page: the outline before it compared with the outline after it, line by
 * line for each element. The second is made only when something was seen to change.
 */

interface Watch {
  before: Map<Element, string[]>;
  whole: boolean;
  fields: string;
  observer: MutationObserver;
  mutated: boolean;
}

/** The first outline must not hold up the action on a huge page. */
const MAX_WALK_MS = 40;

let watching: Watch | undefined;

export function watch({ firstRef }: { firstRef: number }): PageAnswer<"watch"> {
  beginRefsAt(firstRef);
  watching?.observer.disconnect();
  const { lines, whole } = snapshot();
  const observer = new MutationObserver(() => {
    if (watching) watching.mutated = true;
  });
  const every = { subtree: true, childList: true, attributes: true, characterData: true };
  for (const root of rootsIn(document)) observer.observe(root, every);
  watching = { before: lines, whole, fields: fieldsNow(), observer, mutated: false };
  return { nextRef: nextRef() };
}

/** Waits until nothing changes from one frame to the next. Answers at once when nothing changed at all. */
export async function settle({ maxMs }: { maxMs: number }): Promise<PageAnswer<"settle">> {
  const untilMs = performance.now() + maxMs;
  let changed = false;
  let calm = 0;
  while (watching && performance.now() < untilMs) {
    watching.mutated = watching.observer.takeRecords().length > 0 || watching.mutated;
    const moved: boolean = watching.mutated;
    watching.mutated = false;
    changed ||= moved;
    calm = moved ? 0 : calm + 1;
    // One calm frame when nothing happened, so that what a handler put off until then is seen.
    if (calm > (changed ? 2 : 1)) break;
    await nextFrame();
  }
  if (watching) {
    changed ||= watching.fields !== fieldsNow();
    watching.mutated = changed;
  }
  return { changed, quiet: calm > 1 };
}

/** Lines for what appeared, changed and went. Empty when nothing did. Ends the watch. */
export function changes({ maxChars }: { maxChars: number }): PageAnswer<"changes"> {
  const watched = watching;
  watching = undefined;
  if (!watched) return { nextRef: nextRef(), text: "" };
  const touched =
    watched.mutated || watched.observer.takeRecords().length > 0 || watched.fields !== fieldsNow();
  watched.observer.disconnect();
  if (!touched) return { nextRef: nextRef(), text: "" };
  const after = snapshot();
  return { nextRef: nextRef(), text: difference(watched, after.lines, after.whole, maxChars) };
}

function difference(
  watched: Watch,
  after: Map<Element, string[]>,
  wholeAfter: boolean,
  maxChars: number,
): string {
  const changed: string[] = [];
  const appeared: string[] = [];
  const gone: string[] = [];
  for (const [element, lines] of after) {
    const before = watched.before.get(element);
    if (!before) {
      if (watched.whole) appeared.push(...lines.map((line) => `+ ${line}`));
    } else if (before.join("\n") !== lines.join("\n")) {
      changed.push(...lines.filter((line) => !before.includes(line)).map((line) => `~ ${line}`));
      changed.push(
        ...before
          .filter((line) => !lines.includes(line) && !line.includes("[ref="))
          .map((line) => `- ${line}`),
      );
    }
  }
  if (wholeAfter) {
    for (const [element, lines] of watched.before) {
      if (!after.has(element)) gone.push(...lines.map((line) => `- ${line}`));
    }
  }
  return fit([...new Set([...changed, ...appeared]), ...gone], maxChars);
}

/** As many lines as there is room for, and how many there were besides. */
function fit(lines: string[], maxChars: number): string {
  const kept: string[] = [];
  let room = maxChars - 30;
  for (const line of lines) {
    const short = shorten(line, 200);
    if (short.length + 1 > room) break;
    room -= short.length + 1;
    kept.push(short);
  }
  const left = lines.length - kept.length;
  return [...kept, ...(left > 0 ? [`… and ${left} more changes`] : [])].join("\n");
}

function snapshot(): { lines: Map<Element, string[]>; whole: boolean } {
  const walker = new OutlineWalker({
    interactiveOnly: false,
    viewportOnly: false,
    boxes: false,
    fold: false,
    maxDepth: 1_000,
    maxChars: 400_000,
    untilMs: performance.now() + MAX_WALK_MS,
  });
  if (document.body) walker.walk(document.body);
  const lines = new Map<Element, string[]>();
  for (const { element, text } of walker.entries) {
    const known = lines.get(element);
    if (known) known.push(text);
    else lines.set(element, [text]);
  }
  return { lines, whole: walker.complete };
}

/** Values are no attributes: a mutation observer does not see them change. */
function fieldsNow(): string {
  let now = "";
  for (const root of rootsIn(document)) {
    for (const field of root.querySelectorAll("input,textarea,select")) {
      if (field instanceof HTMLInputElement) now += `${field.value}\u0001${field.checked}\u0002`;
      else if (field instanceof HTMLTextAreaElement) now += `${field.value}\u0002`;
      else if (field instanceof HTMLSelectElement) now += `${field.selectedIndex}\u0002`;
    }
  }
  return now;
}
