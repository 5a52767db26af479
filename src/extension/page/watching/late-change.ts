import { focusedElement, isWithin } from "../elements/flat-tree.ts";
import { isSeen } from "../elements/visibility.ts";

/**
 * Changes that pages put off: suggestions for what was typed come after a pause in typing, a list grows
 * some time after it was scrolled to its end, "Loading…" gives way to what was loaded. They are waited for only where
 * they are to be expected.
 */

type Late = "suggestions" | "growth" | "work";

const MOST_MS: Record<Late, number> = { suggestions: 400, growth: 200, work: 1_500 };

/** "Sending…" and the like: what cannot be pressed, or not now, and says that something goes on. */
const WORKING = /^\S+(?: \S+){0,2}(?:…|\.\.\.)$/;
const LONGEST_SIGN = 30;
const PRESSABLE =
  "a[href],button:enabled,input,select,textarea,label,[role]:not([role=status],[role=alert])";

/** Fields that say that they open or fill something else. */
const SUGGESTS = [
  "[role=combobox]",
  "[role=searchbox]",
  "input[type=search]",
  "[aria-autocomplete]:not([aria-autocomplete=none])",
  "[aria-haspopup]:not([aria-haspopup=false])",
  "[aria-controls]",
  "[aria-owns]",
  "[aria-expanded]",
  "[class*=autocomplete]",
  "[class*=typeahead]",
].join(",");

/** In the midst of a text people, tags or commands are offered for "@an". */
const MENTION = /(?:^|\s)[@#/]\w{0,20}$/;

interface Expected {
  late: Late;
  untilMs: number;
  field?: Element;
  sign?: Element;
}

let expected: Expected | undefined;
let listens = false;

/** From here on; what was expected before is not any more. */
export function watchLateChanges(): void {
  expected = undefined;
  if (listens) return;
  listens = true;
  const options = { capture: true, passive: true };
  window.addEventListener("input", expectSuggestions, options);
}

/** Something that scrolls has come to its end. */
export function expectGrowth(): void {
  expected = { late: "growth", untilMs: performance.now() + MOST_MS.growth };
}

/** Each sign that is typed puts the suggestions off. */
function expectSuggestions({ isTrusted }: Event): void {
  const field = focusedElement();
  if (!isTrusted || !field || !(field.matches(SUGGESTS) || MENTION.test(typedIn(field)))) return;
  expected = { late: "suggestions", untilMs: performance.now() + MOST_MS.suggestions, field };
}

/** The text before the caret. */
function typedIn(field: Element): string {
  if (field instanceof HTMLTextAreaElement) return field.value.slice(0, field.selectionEnd);
  if (!(field instanceof HTMLElement && field.isContentEditable)) return "";
  const { focusNode, focusOffset = 0 } = getSelection() ?? {};
  return focusNode instanceof Text ? focusNode.data.slice(0, focusOffset) : "";
}

/** What was expected may be among these. */
export function noteChanges(records: readonly MutationRecord[]): void {
  const sign = expected ? undefined : signOfWork(records);
  if (sign) expected = { late: "work", untilMs: performance.now() + MOST_MS.work, sign };
  if (expected?.late === "work") return;
  if (expected && records.some(expected.field ? isElsewhere : isGrowth)) expected = undefined;
}

function isGrowth({ addedNodes }: MutationRecord): boolean {
  return [...addedNodes].some((node) => node instanceof Element);
}

/** Not only the field itself, or the frame around it, shows that something was typed. */
function isElsewhere({ target, type, addedNodes }: MutationRecord): boolean {
  const field = expected?.field;
  if (!field || isWithin(target, field)) return false;
  return type === "childList"
    ? addedNodes.length > 0
    : !(target instanceof Element && isWithin(field, target));
}

function signOfWork(records: readonly MutationRecord[]): Element | undefined {
  for (const { target, type, addedNodes } of records) {
    const nodes = type === "characterData" ? [target] : type === "childList" ? [...addedNodes] : [];
    for (const node of nodes) {
      const element = node instanceof Element ? node : node.parentElement;
      if (element && saysWork(element)) return element;
    }
  }
  return undefined;
}

function saysWork(element: Element): boolean {
  const text = (element.textContent ?? "").trim();
  return (
    text.length <= LONGEST_SIGN &&
    WORKING.test(text) &&
    element.closest(PRESSABLE) === null &&
    getComputedStyle(element).cursor !== "pointer"
  );
}

/** Whether a change is still to be waited for. */
export function isLateChangeDue(): boolean {
  const sign = expected?.sign;
  if (sign && !(sign.isConnected && saysWork(sign) && isSeen(sign))) expected = undefined;
  return expected !== undefined && performance.now() < expected.untilMs;
}
