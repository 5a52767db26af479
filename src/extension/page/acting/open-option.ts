import { rootsIn } from "../elements/flat-tree.ts";
import { nextFrame } from "../watching/next-frame.ts";
import type { OptionRequest } from "../acting-calls.ts";
import type { PageAnswer } from "../page-calls.ts";
import { beginRefsAt, nextRef, refOf } from "../elements/refs.ts";
import { collapse, textOf } from "../elements/seen-text.ts";
import { isDisabled, isSeen } from "../elements/visibility.ts";

/** What a list that was opened offers, as widgets make it. */
const OPTIONS =
  "[role=option],[role=treeitem],[role=menuitem],[role=menuitemradio],[role=menuitemcheckbox],[aria-selected]";

/** The outermost elements that are called options by their class alone. */
const DRAWN_OPTIONS = "[class*=-option]:not([class*=-option] *)";

/** The option with these words in a list that has just been opened, as soon as it is there. */
export async function openOption({
  label,
  firstRef,
  patienceMs,
}: OptionRequest): Promise<PageAnswer<"openOption">> {
  beginRefsAt(firstRef);
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const options = optionsShown();
    const option = optionWithWords(options, label);
    if (option) return { ref: refOf(option), nextRef: nextRef(), others: options.length - 1 };
    if (performance.now() >= untilMs) return { nextRef: nextRef(), others: options.length };
    await nextFrame();
  }
}

/** Those of one list, else all of the page. */
export function optionsShown(list?: Element): Element[] {
  const roots = list ? [list] : [...rootsIn(document)];
  const lists = list
    ? [list]
    : roots.flatMap((root) => [...root.querySelectorAll("[role=listbox]")]);
  return [
    ...roots.flatMap((root) => [...root.querySelectorAll(OPTIONS)]),
    ...lists.flatMap(drawnFor),
  ].filter((option) => option.role !== "tab" && isSeen(option) && !isDisabled(option));
}

/** A list without size is there for screen readers; the one that is seen stands beside it, without roles. */
function drawnFor(list: Element): Element[] {
  const around = list.parentElement;
  if (!around || around === document.body || !list.hasChildNodes() || isSeen(list)) return [];
  return [...around.querySelectorAll(DRAWN_OPTIONS)];
}

/** As they are written, or else in other letters. Words that two options share name none of them. */
export function optionWithWords(options: readonly Element[], label: string): Element | undefined {
  const wanted = collapse(label);
  const saying = (isSame: (words: string) => boolean) => {
    const found = options.filter((option) => wordsOf(option).some(isSame));
    return found.length === 1 ? found[0] : undefined;
  };
  return (
    saying((words) => words === wanted) ??
    saying((words) => words.toLowerCase() === wanted.toLowerCase())
  );
}

/** With the names of its icons, and without. */
function wordsOf(option: Element): string[] {
  const label = option.getAttribute("aria-label");
  return [textOf(option), option.textContent ?? "", label ?? ""].map(collapse);
}
