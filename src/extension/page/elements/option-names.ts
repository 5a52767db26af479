import { collapse } from "./seen-text.ts";

/** What the options of a select are called. Where its groups tell equal words apart, with the group. */

/** With its group only where another option has the same words. */
export function nameOfOption(option: HTMLOptionElement): string {
  const group = groupOf(option);
  const label = collapse(option.label);
  return group !== "" && hasTwin(option, label) ? `${group}: ${label}` : label;
}

/** All of them, in order; the first of each group with its group as well. */
export function namesOfOptions(options: readonly HTMLOptionElement[]): string[] {
  let before = "";
  return options.map((option) => {
    const group = groupOf(option);
    const begins = group !== "" && group !== before;
    before = group;
    return begins ? `${group}: ${collapse(option.label)}` : nameOfOption(option);
  });
}

export function groupOf({ parentElement }: HTMLOptionElement): string {
  return parentElement instanceof HTMLOptGroupElement ? collapse(parentElement.label) : "";
}

function hasTwin(option: HTMLOptionElement, label: string): boolean {
  const select = option.closest("select");
  return [...(select?.options ?? [])].some(
    (other) => other !== option && collapse(other.label) === label,
  );
}
