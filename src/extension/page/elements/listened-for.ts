import { isInvitingCursor } from "./clickable.ts";
import { INNER_CONTROLS, listens } from "./listening.ts";

/**
 * Pages listen on a list for presses of its items. Here the items are told from the parts of one thing, by what
 * repeats: each then gets a ref, and what listens for them none.
 */

/** So many things that look alike are pressed one by one, and more where only their look tells it. */
const FEWEST_ALIKE = 2;
const FEWEST_ALIKE_IN_HAND = 3;

/** What repeats in a text is not pressed. */
const PROSE = /^(?:P|H[1-6]|BR|HR|B|I|EM|STRONG)$/;

const LONGEST_IN_GRID = 3;
const LONGEST_IN_MENU = 40;
const FEWEST_IN_MENU = 3;
const MOST_IN_MENU = 20;

/** A table of which so much is empty is filled in cell by cell. */
const EMPTY_IN_SHEET = 0.4;
const MOST_LOOKED_AT = 200;

/** So many items tell what is in all of them: one template made them. */
const TOLD_BY = 3;

/** Items of which parts are pressed by themselves, as a hand over them says. */
const holders = new WeakSet<Element>();

export function holdsHands(item: Element): boolean {
  return holders.has(item);
}

export class ListenedFor {
  readonly #items = new Set<Element>();

  has(element: Element): boolean {
    return this.#items.has(element);
  }

  /** Whether the element listens for items, which are then known. */
  isBy(element: Element, role: string, cursor: string): boolean {
    if (role === "row" || role === "listitem") return false;
    const items = itemsListenedFor(element, cursor);
    const hold = items?.slice(0, TOLD_BY).some(holdsHand) ?? false;
    for (const item of items ?? []) {
      this.#items.add(item);
      if (hold) holders.add(item);
    }
    if (items && items.length <= MOST_IN_MENU) for (const item of items) this.#addOpened(item);
    return items !== undefined;
  }

  /** The entries of the menu that opens beside one of another menu. */
  #addOpened(item: Element): void {
    const menu = item.lastElementChild;
    if (!menu || menu.childElementCount < FEWEST_ALIKE || !isPlaced(menu)) return;
    for (const entry of entriesOf(menu)) this.#items.add(entry);
    holders.add(item);
  }
}

/**
 * The items for which an element listens in their place, such as those of a list; undefined when it is
 * pressed as one. Items that show a hand themselves need not be named.
 */
function itemsListenedFor(element: Element, cursor: string): Element[] | undefined {
  if (!listens(element) || !element.firstElementChild) return undefined;
  if (element === document.body || holdsOtherControls(element)) return undefined;
  // The pieces of a board that says nothing have their places.
  if ((element.textContent ?? "").trim() === "") return undefined;
  const given = repeatedIn(element, isInvitingCursor(cursor));
  if (given.length > 0) return given;
  return !isInvitingCursor(cursor) && showsHands(element) ? [] : undefined;
}

/** Besides the field in which one of the items is edited at the moment. */
function holdsOtherControls(element: Element): boolean {
  return [...element.querySelectorAll(INNER_CONTROLS)].some((inner) => !inner.matches(":focus"));
}

function repeatedIn(element: Element, isHanded: boolean): Element[] {
  if (/^(?:TABLE|TBODY)$/.test(element.tagName)) return rowsOrCells(element);
  const children = [...element.children];
  const [first] = children;
  if (!first || first instanceof SVGElement || holdsText(element)) return [];
  if (children.length === 1 && first.tagName !== "LI") return repeatedIn(first, isHanded);
  if (PROSE.test(first.tagName)) return [];
  if (!children.every((child) => isAlike(child, first))) return isMenu(children) ? children : [];
  if (children.every(isPlaced)) return children.flatMap(entriesOf);
  const isList = first.tagName === "LI";
  const fewest = isHanded || first.className === "" ? FEWEST_ALIKE_IN_HAND : FEWEST_ALIKE;
  if (!isList && (children.length < fewest || (isHanded && first.className === ""))) return [];
  return children.flatMap(cellsOrSelf);
}

/** Short words below each other, in whatever classes they are. */
function isMenu(items: readonly Element[], fewest = FEWEST_IN_MENU): boolean {
  const isEntry = (item: Element) =>
    item.tagName === items[0]?.tagName &&
    item.childElementCount <= 1 &&
    !isBlank(item) &&
    (item.textContent ?? "").trim().length <= LONGEST_IN_MENU;
  return items.length >= fewest && items.every(isEntry);
}

function isBlank({ textContent }: Element): boolean {
  return (textContent ?? "").trim() === "";
}

function entriesOf(menu: Element): Element[] {
  const given = repeatedIn(menu, false);
  return given.length === 0 && isMenu([...menu.children], 1) ? [...menu.children] : given;
}

/** Menus that open beside each other. */
function isPlaced(element: Element): boolean {
  return /^(?:absolute|fixed)$/.test(getComputedStyle(element).position);
}

function holdsText(element: Element): boolean {
  return [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== "");
}

/** Two elements that one template may have made. */
function isAlike(one: Element, other: Element): boolean {
  const kind = (element: Element) => /^\S*/.exec(element.getAttribute("class") ?? "")?.[0];
  return one.tagName === other.tagName && kind(one) === kind(other);
}

/** The cells of a grid, such as the days of a month; of other tables the rows. */
function rowsOrCells(table: Element): Element[] {
  const cells = [...table.querySelectorAll("td")];
  if (cells.length > 0 && (cells.every(isShort) || isSheet(cells))) return cells;
  const rows = [...table.querySelectorAll("tr")];
  return rows.filter((row) => row.querySelector("td") !== null);
}

function isSheet(cells: readonly Element[]): boolean {
  return cells.filter(isBlank).length >= cells.length * EMPTY_IN_SHEET;
}

/** The squares in a line of a board. */
function cellsOrSelf(item: Element): Element[] {
  const [first, ...more] = item.children;
  const isLine =
    first !== undefined &&
    more.length > 0 &&
    first.className !== "" &&
    more.every((cell) => isAlike(cell, first)) &&
    [...item.children].every(isShort);
  return isLine ? [...item.children] : [item];
}

function isShort(element: Element): boolean {
  return (element.textContent ?? "").trim().length <= LONGEST_IN_GRID;
}

function holdsHand(item: Element): boolean {
  return !showsHand(item) && showsHands(item, 1);
}

/** Whether so many things in it show a hand, each by itself. */
function showsHands(element: Element, fewest = 2): boolean {
  let hands = 0;
  let looked = 0;
  for (const inner of element.getElementsByTagName("*")) {
    if (++looked > MOST_LOOKED_AT) return false;
    if (showsHand(inner) && ++hands >= fewest) return true;
  }
  return false;
}

function showsHand(element: Element): boolean {
  return isInvitingCursor(getComputedStyle(element).cursor);
}
