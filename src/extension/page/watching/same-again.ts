import { kindOf, likenessOf } from "./likeness.ts";
import type { Redrawn } from "./redrawn.ts";

/**
 * Which things in a part that was drawn anew are the ones that were there before. A wrong guess would have a ref press
 * something else, so that nothing is guessed:
 *
 * - An item of a list is the same where its words and names are, no other has them, and the list did not change in more
 *   than one way: items only came, only went, or the one that was pressed was replaced.
 * - A square of a board (short signs in equal squares) is the same where it is at the same place, the board has as many
 *   squares as before, and its sign is the same, or was only laid or lifted: none went from one square to another.
 * - Anything that stands by itself is the same where it is alone of its kind.
 *
 * And all that only while everything else on the page, such as the name of the month above the days, is as it was. What
 * was pressed beside a list, in the same part, may have chosen what it shows: then nothing in it is the same. Only where
 * a list or board was pressed itself, and many of its items stand as they stood, they speak for themselves: anything
 * around it may change, such as whose turn it is.
 */

export type Pair = readonly [before: Element, now: Element];

/** What happened besides. */
export interface Scene {
  /** What was pressed, by mouse or by key. */
  pressed: Element | undefined;
  /** What the page said before, and says now, outside of some elements. */
  saidBefore(except: ReadonlySet<Element>): string[];
  saysNow(except: ReadonlySet<Element>): string[];
  /** Something outside of the parts looks otherwise. */
  looksChanged: boolean;
}

interface Group {
  before: Element[];
  now: Element[];
}

/** What was typed into a field may be gone from it: it was added to the list. */
const TYPED = /^((?:textbox|searchbox).*) value="(?:[^"\\]|\\.)*"/;

const LONGEST_SIGN = 2;
const FEWEST_SQUARES = 4;
const FEWEST_LINES = 3;
const MOST_CHANGED = 0.1;
const FEW_CHANGED = 2;
const SPEAKING_SQUARES = 6;
const SPEAKING_ITEMS = 3;

/** Larger parts are not looked through. */
const MOST_ELEMENTS = 4_000;

export function sameAgain(parts: readonly Redrawn[], scene: Scene): Pair[] {
  return parts.flatMap((part) => pairsIn(part, parts.length === 1, scene)).flatMap(withInner);
}

function pairsIn(part: Redrawn, isOnly: boolean, scene: Scene): Pair[] {
  if (sizeOf(part.before) + sizeOf(part.now) > MOST_ELEMENTS) return [];
  const groups: Group[] = [];
  const single: Pair[] = [];
  compare(part, groups, single);
  const before = scene.saidBefore(new Set(groups.flatMap((group) => group.before)));
  const now = scene.saysNow(new Set(groups.flatMap((group) => group.now)));
  const holdsPress = (elements: readonly Element[]) =>
    elements.some((element) => element.contains(scene.pressed ?? null));
  const isCalm = isSame(before, now) && !scene.looksChanged && isOnly && !holdsPress(part.before);
  return [
    ...(isCalm ? single : []),
    ...groups.flatMap((group) => {
      const pressed = holdsPress(group.before) ? scene.pressed : undefined;
      if (!isCalm && !pressed) return [];
      const found = pairsOf(group, pressed);
      return isCalm || found.speaks ? found.pairs : [];
    }),
  ];
}

function sizeOf(elements: readonly Element[]): number {
  return elements.reduce((sum, element) => sum + element.getElementsByTagName("*").length, 0);
}

/** Finds the groups of equal kind, and what is alone of its kind. */
function compare(part: Group, groups: Group[], single: Pair[]): void {
  if (isOfOneKind(part.before) && isOfOneKind(part.now)) {
    groups.push(part);
    return;
  }
  for (const before of part.before) {
    const isKin = (other: Element) => kindOf(other) === kindOf(before);
    const [now, ...more] = part.now.filter(isKin);
    if (!now || more.length > 0 || part.before.filter(isKin).length > 1) continue;
    if (likenessOf(before) === likenessOf(now)) single.push([before, now]);
    compare({ before: [...before.children], now: [...now.children] }, groups, single);
  }
}

function isOfOneKind(elements: readonly Element[]): boolean {
  const [first, ...others] = elements;
  return (
    first !== undefined &&
    others.length > 0 &&
    others.every((other) => kindOf(other) === kindOf(first))
  );
}

/** `speaks`: so many are the same that it cannot be another list or board, whatever the page says around it. */
interface Found {
  pairs: Pair[];
  speaks: boolean;
}

const NOTHING: Found = { pairs: [], speaks: false };

function pairsOf(group: Group, pressed: Element | undefined): Found {
  const board = { before: squaresOf(group.before), now: squaresOf(group.now) };
  const found =
    board.before && board.now
      ? pairsOfBoard(board.before, board.now, pressed)
      : pairsOfList(group, pressed);
  if (found.speaks || !pressed) return found;
  const inside = pairsInside(group, pressed);
  return inside.speaks ? inside : found;
}

/** Of what is in the items, such as the cards of several columns: one may have gone from one to another. */
function pairsInside(group: Group, pressed: Element): Found {
  const before = group.before.flatMap(({ children }) => [...children]);
  const now = group.now.flatMap(({ children }) => [...children]);
  const around = before.find((element) => element.contains(pressed));
  if (!around) return NOTHING;
  const isKin = (element: Element) => kindOf(element) === kindOf(around);
  const inner = { before: before.filter(isKin), now: now.filter(isKin) };
  if (!isOfOneKind(inner.before) || !isOfOneKind(inner.now)) return NOTHING;
  const found = pairsOf(inner, pressed);
  return found.speaks ? { ...found, pairs: [...onlyOnes(group), ...found.pairs] } : NOTHING;
}

/** Of a board with lines as well; undefined where it is none. */
function squaresOf(items: readonly Element[]): Element[] | undefined {
  const isSquare = (item: Element) =>
    item.children.length <= 1 && (item.textContent ?? "").trim().length <= LONGEST_SIGN;
  if (items.every(isSquare)) return items.length >= FEWEST_SQUARES ? [...items] : undefined;
  const [first] = items;
  const across = first?.children.length ?? 0;
  const isLine = (item: Element) =>
    item.children.length === across &&
    isOfOneKind([...item.children]) &&
    [...item.children].every(isSquare);
  return across >= FEWEST_LINES && items.length >= FEWEST_LINES && items.every(isLine)
    ? items.flatMap((item) => [...item.children])
    : undefined;
}

function pairsOfBoard(
  before: readonly Element[],
  now: readonly Element[],
  pressed: Element | undefined,
): Found {
  if (before.length !== now.length) return NOTHING;
  const squares = before.flatMap((square, at): Pair[] => {
    const other = now[at];
    return other ? [[square, other]] : [];
  });
  const isAlike = ([square, other]: Pair) => likenessOf(square) === likenessOf(other);
  const changed = squares.filter((pair) => !isAlike(pair));
  const lost = changed.map(([square]) => signOf(square)).filter((sign) => sign !== "");
  const got = changed.map(([, square]) => signOf(square)).filter((sign) => sign !== "");
  const isTurned = pressed !== undefined && !lost.some((sign) => got.includes(sign));
  const most = pressed ? Math.max(FEW_CHANGED, before.length * MOST_CHANGED) : 0;
  const isOneWay = isTurned && (lost.length === 0 || got.length === 0);
  if (changed.length > most && !isOneWay) return NOTHING;
  const pairs = squares.filter(
    ([square, other]) => isAlike([square, other]) || (isTurned && isTurnOf(square, other)),
  );
  return { pairs, speaks: before.length >= SPEAKING_SQUARES };
}

/** A sign came to an empty square, or went from it. One sign in place of another may be another thing. */
function isTurnOf(square: Element, other: Element): boolean {
  return (signOf(square) === "" || signOf(other) === "") && namesOf(square) === namesOf(other);
}

function signOf(square: Element): string {
  return (square.textContent ?? "").trim();
}

/** Its likeness without what it says. */
function namesOf(square: Element): string {
  return likenessOf(square).replaceAll(/>[^<]+</g, "><");
}

function pairsOfList({ before, now }: Group, pressed: Element | undefined): Found {
  const [then, since] = [byLikeness(before), byLikeness(now)];
  const went = before.filter((item) => !since.has(likenessOf(item)));
  const came = now.filter((item) => !then.has(likenessOf(item)));
  const isOfPressed =
    went.every((item) => item.contains(pressed ?? null)) && came.length <= went.length;
  const isInPlace = went.every(
    (item) => before.indexOf(item) === now.findIndex((one) => one === came[0]),
  );
  const isReplaced = isOfPressed && before.length === now.length && isInPlace;
  if (went.length > 0 && came.length > 0 && !isReplaced) return NOTHING;
  const isOfFew = now.length - came.length < SPEAKING_ITEMS;
  return { pairs: onlyOnes({ before, now }), speaks: isOfPressed && !isOfFew };
}

/** What no other of the group is like, neither before nor now. */
function onlyOnes({ before, now }: Group): Pair[] {
  const since = byLikeness(now);
  return [...byLikeness(before)].flatMap(([likeness, items]): Pair[] => {
    const others = since.get(likeness) ?? [];
    const [item] = items;
    const [other] = others;
    const isOnlyOne = items.length === 1 && others.length === 1;
    return isOnlyOne && item && other ? [[item, other]] : [];
  });
}

function byLikeness(items: readonly Element[]): Map<string, Element[]> {
  const map = new Map<string, Element[]>();
  for (const item of items) {
    const likeness = likenessOf(item);
    map.set(likeness, [...(map.get(likeness) ?? []), item]);
  }
  return map;
}

/** With all that is in the two, where that is as many. */
function withInner([before, now]: Pair): Pair[] {
  const [inner, others] = [before.getElementsByTagName("*"), now.getElementsByTagName("*")];
  if (inner.length !== others.length) return [[before, now]];
  return [
    [before, now],
    ...[...inner].flatMap((element, at): Pair[] => {
      const other = others[at];
      return other ? [[element, other]] : [];
    }),
  ];
}

function isSame(before: readonly string[], now: readonly string[]): boolean {
  const isLine = (line: string, at: number) =>
    line === now[at] || line.replace(TYPED, "$1") === now[at];
  return before.length === now.length && before.every(isLine);
}
