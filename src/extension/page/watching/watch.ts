import { animationsEnd } from "./animations.ts";
import { focusedElement, rootsIn } from "../elements/flat-tree.ts";
import { missedPress, pressedElement, watchPresses } from "../acting/presses.ts";
import { catchUp, endWatch, watchOn } from "./between-actions.ts";
import { carryOver, nowFor } from "./carry-over.ts";
import { foldedLines, goneLines } from "../outline/fold-changes.ts";
import { isLateChangeDue, noteChanges, watchLateChanges } from "./late-change.ts";
import { LookChanges } from "./look-changes.ts";
import { isPageDrawn, nextFrame } from "./next-frame.ts";
import { type Bounds, selectionBounds, selectionLine } from "./selection.ts";
import { shorten } from "../elements/seen-text.ts";
import type { Entry } from "../outline/outline-line.ts";
import { RedrawnParts } from "./redrawn.ts";
import { type Snapshot, snapshot } from "./snapshot.ts";
import { isOwnChange } from "../shown/own-elements.ts";
import type { PageAnswer, PageRequests } from "../page-calls.ts";
import { watchPerson } from "../shown/person-watch.ts";
import { beginRefsAt, nextRef } from "../elements/refs.ts";
import { visibilityOf } from "../elements/visibility.ts";

/**
 * What an action changed on the page: the outline before it compared with the outline after it, element
 * by element. The second is made only when something was seen to change.
 */

interface Watch {
  before: Snapshot;
  fields: string;
  focused: Element | null;
  selection: Bounds;
  observer: MutationObserver;
  looks: LookChanges;
  redrawn: RedrawnParts;
  /** Since it was last looked. */
  mutated: boolean;
  /** Since the watch began, by all who looked. */
  changed: boolean;
  /** Elements came. */
  grew: boolean;
}

const IN_CANVAS = "What a canvas shows is in no outline: chrome_screenshot tells it.";

let watching: Watch | undefined;

export function watch({ firstRef }: { firstRef: number }): PageAnswer<"watch"> {
  beginRefsAt(firstRef);
  watchPerson();
  watchLateChanges();
  watchPresses();
  watching?.observer.disconnect();
  catchUp();
  endWatch();
  const before = snapshot();
  const observer = new MutationObserver(note);
  const every = {
    subtree: true,
    childList: true,
    attributes: true,
    attributeOldValue: true,
    characterData: true,
  };
  for (const root of rootsIn(document)) observer.observe(root, every);
  watching = {
    before,
    fields: fieldsNow(),
    focused: focusedElement(),
    selection: selectionBounds(),
    observer,
    looks: new LookChanges(),
    redrawn: new RedrawnParts(),
    mutated: false,
    changed: false,
    grew: false,
  };
  return { nextRef: nextRef() };
}

function note(records: MutationRecord[]): void {
  const ofPage = records.filter(isOfPage);
  if (ofPage.length === 0) return;
  noteChanges(ofPage);
  if (!watching) return;
  watching.mutated = true;
  watching.grew ||= ofPage.some(({ addedNodes }) => [...addedNodes].some(isElement));
  watching.looks.note(ofPage);
  watching.redrawn.note(ofPage);
}

function isElement(node: Node): boolean {
  return node instanceof Element;
}

function isOfPage(record: MutationRecord): boolean {
  return !isOwnChange(record);
}

/** Waits until nothing changes from one frame to the next. Answers at once when nothing changed at all. */
export async function settle({ maxMs }: { maxMs: number }): Promise<PageAnswer<"settle">> {
  const untilMs = performance.now() + maxMs;
  let changed = false;
  let calm = 0;
  while (watching && performance.now() < untilMs) {
    note(watching.observer.takeRecords());
    const moved: boolean = watching.mutated;
    watching.mutated = false;
    watching.changed ||= moved;
    changed ||= moved;
    calm = moved ? 0 : calm + 1;
    // Two calm frames also when nothing happened: what handlers put off comes then, and of what they drew first, the rest.
    if (calm > 2 && !isLateChangeDue()) break;
    await nextFrame();
  }
  if (isPageDrawn()) await animationsEnd(untilMs - performance.now());
  if (watching) changed ||= watching.fields !== fieldsNow();
  return { changed, quiet: calm > 1, grew: watching?.grew ?? false };
}

/** Lines for what appeared, changed and went. Empty when nothing did. Ends the watch. */
export function changes({
  maxChars,
  tellFocus,
  tellSelection,
  always,
}: PageRequests["changes"]): PageAnswer<"changes"> {
  const watched = watching;
  const missed = missedPress();
  if (!watched) return { nextRef: nextRef(), text: "", missed };
  note(watched.observer.takeRecords());
  watching = undefined;
  const mutated = watched.changed || watched.mutated;
  watched.observer.disconnect();
  const focusMoved = tellFocus && watched.focused !== focusedElement();
  const selected = tellSelection ? selectionLine(watched.selection) : undefined;
  const first = selected === undefined ? [] : [selected];
  const onCanvas = pressedElement() instanceof HTMLCanvasElement ? IN_CANVAS : "";
  if (!always && !mutated && !focusMoved && watched.fields === fieldsNow()) {
    return { nextRef: nextRef(), text: first.join() || onCanvas, missed };
  }
  const after = afterwards(watched);
  const lines = difference(watched, after, tellFocus);
  if (lines.length === 0) lines.push(...watched.looks.lines((element) => lineOf(element, after)));
  return { nextRef: nextRef(), text: fit([...first, ...lines], maxChars) || onCanvas, missed };
}

/** As things are now. What was drawn anew keeps its refs where it is surely the same. */
function afterwards({ before, redrawn, looks }: Watch): Snapshot {
  const since = nextRef();
  const after = snapshot();
  const parts = redrawn.all();
  const looksChanged = parts.length > 0 && looks.areOutside(parts.flatMap(({ now }) => now));
  const pressed = pressedElement();
  const pairs = carryOver(before, after, parts, { pressed, looksChanged }, since);
  looks.noteRedrawn(pairs);
  const inItsPlace = nowFor(pressed, pairs);
  if (inItsPlace) watchOn(after, inItsPlace);
  return after;
}

function difference(watched: Watch, after: Snapshot, tellFocus: boolean): string[] {
  const { before } = watched;
  const changed: string[] = [];
  const appeared: Entry[] = [];
  for (const [element, entries] of after.entries) {
    const known = before.entries.get(element);
    if (known) changed.push(...changesOf(textsOf(known), textsOf(entries), tellFocus));
    else if (before.whole) appeared.push(...entries);
  }
  const gone = after.whole
    ? [...before.entries].flatMap(([element, entries]) =>
        after.entries.has(element) ? [] : entries,
      )
    : [];
  const said = new Set(appeared.map(({ text }) => withoutRef(text)));
  const isGoneForGood = ({ text }: Entry) => !said.has(withoutRef(text));
  const lines = [...changed, ...foldedLines(appeared).map((line) => `+ ${line}`)];
  return [
    ...new Set(lines),
    ...goneLines(gone.filter(isGoneForGood), isGone).map((line) => `- ${line}`),
  ];
}

function withoutRef(text: string): string {
  return text.replace(/ \[ref=e\d+\]/, "");
}

/** Of what it is, or of the first that is in it. */
function lineOf(element: Element, { entries }: Snapshot): string | undefined {
  const own = entries.get(element)?.[0];
  if (own) return own.text;
  const inner = [...element.getElementsByTagName("*")].find((one) => entries.has(one));
  return inner && entries.get(inner)?.[0]?.text;
}

function textsOf(entries: readonly Entry[]): string[] {
  return entries.map(({ text }) => text);
}

function isGone(element: Element): boolean {
  return !element.isConnected || visibilityOf(element) !== "shown";
}

/** What is new in the lines of one element, and the texts that it lost. */
function changesOf(before: string[], after: string[], tellFocus: boolean): string[] {
  const unfocused = (line: string) => line.replace(/ focused(?= |$)/, "");
  const placeless = (line: string) => line.replace(/ @-?\d+,-?\d+ \d+x\d+/, "");
  const known = new Set([...before, ...before.map(unfocused), ...before.map(placeless)]);
  const isNew = (line: string) => !known.has(line) && (tellFocus || !known.has(unfocused(line)));
  const still = new Set(after);
  return [
    ...after.filter(isNew).map((line) => `~ ${line}`),
    ...before
      .filter((line) => !still.has(line) && !line.includes("[ref="))
      .map((line) => `- ${line}`),
  ];
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
