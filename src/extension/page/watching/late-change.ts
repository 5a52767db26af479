import { focusedElement, isWithin } from "../elements/flat-tree.ts";

/**
 * Changes that pages put off: suggestions for what was typed come after a pause in typing, a list grows
 * some time after it was scrolled to its end. They are waited for only where they are to be expected.
 */

type Late = "suggestions" | "growth";

const MOST_MS: Record<Late, number> = { suggestions: 400, growth: 200 };

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
].join(",");

interface Expected {
  late: Late;
  untilMs: number;
  field?: Element;
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
  if (!isTrusted || !field?.matches(SUGGESTS)) return;
  expected = { late: "suggestions", untilMs: performance.now() + MOST_MS.suggestions, field };
}

/** What was expected may be among these. */
export function noteChanges(records: readonly MutationRecord[]): void {
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

/** Whether a change is still to be waited for. */
export function isLateChangeDue(): boolean {
  return expected !== undefined && performance.now() < expected.untilMs;
}
