import { type Entry, foldCell, foldRow, foldSentence } from "./outline-line.ts";
import { isInline } from "../elements/roles.ts";

/** Folds what came and went as the outline does: a row, a list item, a sentence is one line. */

const ROWS = "tr,[role=row]";
const CELLS = "td,th,[role=cell],[role=gridcell],[role=columnheader],[role=rowheader]";
const REPEATED = `${ROWS},li,[role=listitem]`;

/** So many rows that went are told one by one. */
const FEW = 2;

/** The lines of what follows each other in one row, list item or sentence. */
export function foldedLines(entries: readonly Entry[]): string[] {
  return groupsOf(entries, lineOf).flatMap(({ around, members }) => {
    const copies = members.map((entry) => ({ ...entry }));
    if (around && copies.length > 1) {
      if (around.matches(REPEATED)) return repeatedLines(around, copies);
      foldSentence(copies, 0, around, 0);
    }
    return copies.map(({ text }) => text);
  });
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
  while (at && isInline(at)) at = at.parentElement;
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
