import { holdsControls, isDraggable, isInvitingCursor, piecesOf } from "../elements/clickable.ts";
import { coloursOf } from "../elements/colours.ts";
import { holdsHands } from "../elements/listened-for.ts";
import { INNER_CONTROLS } from "../elements/listening.ts";
import { guessedName, markOf, nameOf, textBeside, withWhatItDoes } from "../elements/names.ts";
import { collapse, shorten, textOf } from "../elements/seen-text.ts";
import { boxText, quoted } from "./outline-line.ts";
import { refOf } from "../elements/refs.ts";
import { isEditingHost, isOperable, isStructure } from "../elements/roles.ts";
import { detailsOf, valueOf } from "../elements/states.ts";
import { isSeen } from "../elements/visibility.ts";
import type { WalkOptions } from "./walk-options.ts";

/** How the outline writes down something with a ref. */

type Shown = Pick<WalkOptions, "boxes" | "colors" | "interactiveOnly" | "fold">;

/** - `item`: all there is to it. - `block`: what is in it follows. - `row`: the same, on its line. - `board`: its pieces follow. */
export type ItemForm =
  | { form: "item"; text: string }
  | { form: "block"; text: string }
  | { form: "row"; text: string }
  | { form: "board"; text: string; pieces: readonly Element[] };

const FIELDS = new Set("input select textarea canvas video audio".split(" "));
const MAX_TEXT = 240;
/** In square pixels. */
const LARGEST_ICON = 8_000;
/** Of what a thing holds, where the texts in it are not written down themselves. */
const MAX_SUMMARY = 80;

/** `box` is where a person sees it, which for a hidden field is its label. */
export function itemOf(
  element: Element,
  role: string,
  cursor: string,
  box: DOMRect,
  focused: Element | null,
  shown: Shown,
): ItemForm {
  const ref = `[ref=e${refOf(element)}]`;
  const details = `${ref}${detailsOf(element, role, focused)}${looks(element, box, shown)}`;
  const summary = shown.interactiveOnly
    ? () => shorten(textOf(element, MAX_SUMMARY, INNER_CONTROLS), MAX_SUMMARY)
    : () => "";
  if (role === "row" || role === "listitem") {
    const word = role === "row" ? "row" : "-";
    const said = summary();
    // One that says nothing is pressed by what is in it.
    const isBare = shown.interactiveOnly && said === "" && holdsControls(element);
    return { form: "row", text: isBare ? `${word}: ` : `${word}${named(said)} ${details}: ` };
  }
  const isField = FIELDS.has(element.localName);
  const holdsMore =
    isStructure(role) || (!isField && (holdsHands(element) || holdsControls(element)));
  const text = holdsMore || isField ? "" : textOf(element, 400);
  const word = wordFor(element, role, cursor);
  if (holdsMore || text.length > MAX_TEXT) {
    const label = element.getAttribute("aria-label") ?? element.getAttribute("title") ?? "";
    const name =
      isStructure(role) && !isField ? collapse(label) : nameOf(element, role, "") || summary();
    return { form: "block", text: `${word}${named(name)} ${details}` };
  }
  const name = nameOf(element, role === "" ? "button" : role, text);
  if (name === "" && text === "" && !isField && !isOperable(role)) {
    const pieces = piecesOf(element);
    if (pieces.length > 0) {
      return { form: "board", text: `${word}${named(guessedName(element))} ${details}`, pieces };
    }
  }
  const isCell = role === "cell" || role === "gridcell";
  const guessed = () => guessedName(element) || textBeside(element) || paintOf(element);
  const isFree = role === "" || role === "button";
  const said = (isFree ? withWhatItDoes(name, element) : name) || (isCell ? "" : guessed());
  // What says nothing has only its place to tell it by, and a pad is pressed at places. Of what changed it would be noise.
  const isLarge = box.width * box.height > LARGEST_ICON;
  const isPad = name === "" && text === "" && isLarge && shown.fold;
  const place = (said === "" || isPad) && !shown.boxes ? boxText(box) : "";
  return {
    form: "item",
    text: `${word}${named(said)} ${details}${place}${isEditingHost(element) ? "" : otherWords(name, text)}`,
  };
}

/** A piece of a board has often nothing but its place to tell it by. */
export function pieceOf(element: Element, box: DOMRect, shown: Shown): string {
  const word = element instanceof SVGElement ? element.localName : "clickable";
  const name = textOf(element, 40) || ownHint(element) || paintOf(element);
  return `${word}${named(name)} [ref=e${refOf(element)}]${looks(element, box, { ...shown, boxes: true })}`;
}

function ownHint(element: Element): string {
  const { id } = element;
  return shorten(collapse(id || `${markOf(element)} ${element.getAttribute("class") ?? ""}`), 40);
}

function paintOf(element: Element): string {
  return element instanceof SVGElement ? (element.getAttribute("fill") ?? "") : "";
}

function looks(element: Element, box: DOMRect, { boxes, colors }: Shown): string {
  return `${boxes ? boxText(box) : ""}${colors ? coloursOf(element) : ""}`;
}

function wordFor(element: Element, role: string, cursor: string): string {
  if (role !== "") return role;
  if (isDraggable(element)) return "draggable";
  if (cursor !== "pointer" && isInvitingCursor(cursor)) return "draggable";
  return element instanceof SVGElement && !(element instanceof SVGSVGElement)
    ? element.localName
    : "clickable";
}

export function named(name: string): string {
  return name === "" ? "" : ` "${quoted(name)}"`;
}

/** The words that a person sees, where the name given to machines is quite another. */
function otherWords(name: string, text: string): string {
  if (text === "" || text === name || !/[\p{L}\d]/u.test(text)) return "";
  const [one, other] = [plain(name), plain(text)];
  if (name === "" || one.includes(other)) return "";
  const more = text.includes(name) ? collapse(text.replace(name, " ")) : text;
  if (more === text ? other.includes(one) : !/[\p{L}\d]{3}/u.test(more)) return "";
  return ` shows "${quoted(shorten(more, 80))}"`;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]/gu, "")
    .slice(0, 80);
}

/** Level of a heading. */
export function levelOf(heading: Element): string {
  const level = heading.getAttribute("aria-level");
  return level ?? /^H([1-6])$/.exec(heading.tagName)?.[1] ?? "2";
}

/** A bar that shows how far something is, or how much of it there is. */
export function measureOf(element: Element, role: string): string {
  const value = element.getAttribute("aria-valuenow") ?? element.getAttribute("value") ?? "";
  return `${role}${named(nameOf(element, role))} ${value}`.trimEnd();
}

/** What to say of a native select that a page hides behind a widget which shows something else. */
export function hiddenSelect(select: HTMLSelectElement): string | undefined {
  const beside = [select.nextElementSibling, select.previousElementSibling];
  const widget = beside.find((each) => each !== null && isSeen(each));
  if (!widget) return undefined;
  const value = valueOf(select);
  const shown = textOf(widget, 100);
  if (value === "" || plain(shown).includes(plain(value))) return undefined;
  const name = nameOf(select, "combobox");
  return `hidden select${named(name)} [ref=e${refOf(select)}] has value=${JSON.stringify(shorten(value, 80))}, the widget beside it shows "${quoted(shorten(shown, 80))}"`;
}
