import { type Entry, foldCell, foldRow, foldSentence } from "./outline-line.ts";
import { tagOf } from "../elements/tags.ts";

/** Folds what came and went as the outline does: a row, a list item, a sentence is one line. */

const ROWS = "tr,[role=row]";
const CELLS = "td,th,[role=cell],[role=gridcell],[role=columnheader],[role=rowheader]";
const REPEATED = `${ROWS},li,[role=listitem]`;

/** So many rows that went are told one by one. */
const FEW = 2;

/** The lines of what follows each other in one row, list item or sentence. */
export function foldedLines(entries: readonly Entry[]): string[] {
  return groupsOf(foldBlocks(entries), lineOf).flatMap(({ around, members }) => {
    const copies = members.map((entry) => ({ ...entry }));
    if (around && copies.length > 1) {
      if (around.matches(REPEATED)) return repeatedLines(around, copies);
      foldSentence(copies, 0, around, 0);
    }
    return copies.map(({ text }) => text);
  });
}

const THING = /^(?:clickable|draggable) /;
const MOST_IN_BLOCK = 8;
const LONGEST_BLOCK = 300;

/** What is only pressed or dragged takes in the line of things that it holds. */
function foldBlocks(entries: readonly Entry[]): Entry[] {
  const folded: Entry[] = [];
  for (let at = 0; at < entries.length; at++) {
    const block = entries[at];
    if (!block) continue;
    const isThing = block.kind === "block" && THING.test(block.text);
    const inner = isThing ? innerOf(block, entries, at + 1) : [];
    const text = `${block.text}: ${inner.map((entry) => entry.text).join(" ")}`;
    const fits = inner.length > 0 && inner.length <= MOST_IN_BLOCK && text.length <= LONGEST_BLOCK;
    if (!fits || inner.some(({ kind }) => kind === "block")) folded.push(block);
    else {
      folded.push({ ...block, kind: "line", text });
      at += inner.length;
    }
  }
  return folded;
}

function innerOf({ element }: Entry, entries: readonly Entry[], from: number): Entry[] {
  const end = entries.findIndex((entry, at) => at >= from && !element.contains(entry.element));
  return entries.slice(from, end < 0 ? entries.length : end);
}

function repeatedLines(around: Element, entries: Entry[]): string[] {
  const isRow = around.matches(ROWS);
  const [own, ...others] = entries;
  // One that has a ref begins with it.
  const named = own?.element === around && own.kind === "item" ? own : undefined;
  const parts = groupsOf(named ? others : entries, partOf).flatMap(({ around: cell, members }) => {
    if (cell) foldCell(members, 0, cell, 0);
    return members;
  });
  const prefix = named ? `${named.text}: ` : isRow ? "row: " : "";
  const folds = foldRow(parts, 0, around, 0, prefix, isRow ? " | " : " ");
  return [...(named && !folds ? [named] : []), ...parts].map(({ text }) => text);
}

function partOf({ element }: Entry): Element | null {
  return element.closest(CELLS);
}

/** What went: of many rows only how many there were. */
export function goneLines(
  entries: readonly Entry[],
  isGone: (element: Element) => boolean,
): string[] {
  const rows = new Set<Element>();
  const items = new Set<Element>();
  const repeated = (entry: Entry) => {
    const around = entry.element.closest(REPEATED);
    return around && isGone(around) ? around : null;
  };
  for (const entry of entries) {
    const around = repeated(entry);
    if (around) (around.matches(ROWS) ? rows : items).add(around);
  }
  const told = entries.filter((entry) => {
    const around = repeated(entry);
    return !around || (around.matches(ROWS) ? rows : items).size <= FEW;
  });
  return [
    ...foldedLines(told),
    ...(rows.size > FEW ? [`${rows.size} rows`] : []),
    ...(items.size > FEW ? [`${items.size} list items`] : []),
  ];
}

/** The row or list item that an entry stands in, or what begins a line of its own around it. */
function lineOf({ kind, element }: Entry): Element | null {
  const repeated = element.closest(REPEATED);
  if (repeated) return repeated;
  let at = kind === "text" ? element : element.parentElement;
  while (at && tagOf(at).isInline) at = at.parentElement;
  return at;
}

interface Group {
  around: Element | null;
  members: Entry[];
}

function groupsOf(entries: readonly Entry[], aroundOf: (entry: Entry) => Element | null): Group[] {
  const groups: Group[] = [];
  for (const entry of entries) {
    const around = aroundOf(entry);
    const last = groups.at(-1);
    if (last && around !== null && last.around === around) last.members.push(entry);
    else groups.push({ around, members: [entry] });
  }
  return groups;
}
