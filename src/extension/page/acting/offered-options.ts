import type { OfferRequest } from "../acting-calls.ts";
import { findElement } from "../elements/find-element.ts";
import { nextFrame } from "../watching/next-frame.ts";
import { optionWithWords, optionsShown } from "./open-option.ts";
import type { PageAnswer } from "../page-calls.ts";
import { beginRefsAt, nextRef, refOf } from "../elements/refs.ts";
import { shorten, textOf } from "../elements/seen-text.ts";

/**
 * Fields that are typed into and whose value is then chosen in a list. Their list is the one that they
 * name; for those that name none, it is what opened after `noteOptions`.
 */

const OFFERS =
  "[role=combobox],[aria-autocomplete=list],[aria-autocomplete=both],[aria-haspopup=listbox]";

/** In these, what is chosen is a place to go to. */
const SEARCHES = "search,[role=search]";

/** Lists that hold still for so long have answered to what was typed. */
const CALM_MS = 400;

const MOST_OPTIONS = 10;

/** Options that were there before the field was touched: they belong to something else. */
let foreign: ReadonlySet<Element> = new Set();

export function offersOptions(element: Element): boolean {
  return (
    element instanceof HTMLInputElement &&
    element.matches(OFFERS) &&
    !element.readOnly &&
    element.list === null &&
    !element.closest(SEARCHES)
  );
}

/** To be called before the list of a field opens. */
export function noteOptions(field: Element): void {
  const isOpen = field.getAttribute("aria-expanded") === "true";
  foreign = new Set(isOpen || namedLists(field).length > 0 ? [] : optionsShown());
}

/** The option with these words as soon as the field offers it, else what it offers. */
export async function offeredOptions({
  element,
  label,
  firstRef,
  patienceMs,
}: OfferRequest): Promise<PageAnswer<"offeredOptions">> {
  beginRefsAt(firstRef);
  const found = findElement(element);
  if ("problem" in found) return { nextRef: nextRef(), offered: [], others: 0 };
  const untilMs = performance.now() + patienceMs;
  let offered: Element[] = [];
  let sinceMs = performance.now();
  for (;;) {
    const now = optionsOf(found.element);
    const option = optionWithWords(now, label);
    if (option) return told([option], now.length - 1, refOf(option));
    const same = now.length === offered.length && now.every((each, at) => each === offered[at]);
    if (!same) sinceMs = performance.now();
    offered = now;
    const isCalm = offered.length > 0 && performance.now() >= sinceMs + CALM_MS;
    if (isCalm || performance.now() >= untilMs) {
      return told(offered.slice(0, MOST_OPTIONS), Math.max(0, offered.length - MOST_OPTIONS));
    }
    await nextFrame();
  }
}

function told(
  options: readonly Element[],
  others: number,
  equal?: number,
): PageAnswer<"offeredOptions"> {
  const offered = options.map((option) => ({
    ref: refOf(option),
    words: shorten(textOf(option), 40),
  }));
  return { nextRef: nextRef(), offered, others, ...(equal !== undefined && { equal }) };
}

function optionsOf(field: Element): Element[] {
  const lists = namedLists(field);
  if (lists.length > 0) return lists.flatMap((list) => optionsShown(list));
  return optionsShown().filter((option) => !foreign.has(option));
}

/** Also by the combobox around it, as it was written before ARIA 1.2. */
function namedLists(field: Element): Element[] {
  const root = field.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return [];
  const ids = [field, field.parentElement?.closest("[role=combobox]")]
    .flatMap((one) => [one?.getAttribute("aria-controls"), one?.getAttribute("aria-owns")])
    .flatMap((named) => named?.split(/\s+/) ?? []);
  return [...new Set(ids)].map((id) => root.getElementById(id)).filter((list) => list !== null);
}
