import { findElement } from "../elements/find-element.ts";
import type { WriteRequest } from "../acting-calls.ts";
import type { ElementQuery } from "../call-parts.ts";
import type { PageAnswer } from "../page-calls.ts";
import { groupOf } from "../elements/option-names.ts";
import { collapse, textOf } from "../elements/seen-text.ts";
import { fieldOf, isChecked } from "./prepare.ts";
import { refOf } from "../elements/refs.ts";
import { isSecret } from "../elements/states.ts";
import { isSeen } from "../elements/visibility.ts";

/**
 * Prepares a field for real key strokes (focus, and what is there selected), or sets the ones that have
 * no text: selects, dates, sliders, colours. Those get the native setter and the events a person causes.
 */
export function write(request: WriteRequest): PageAnswer<"write"> {
  const found = findElement(request.element);
  if ("problem" in found) return { done: false, problem: found.problem };
  const { element } = found;
  if (element instanceof HTMLSelectElement) return choose(element, request.value);
  if (element instanceof HTMLInputElement && fieldOf(element) === "value") {
    return setValue(element, request.value);
  }
  if (element instanceof HTMLElement) {
    element.focus({ preventScroll: true });
    selectText(element, request.clear);
    return { done: true };
  }
  return { done: false, problem: "not_a_field" };
}

/** Selects all of a field, or puts the caret behind it. */
function selectText(element: HTMLElement, all: boolean): void {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    if (all) element.select();
    // Number and e-mail fields have no caret that scripts may move; focus puts it where typing adds.
    else if (element.selectionStart !== null) {
      element.setSelectionRange(element.value.length, element.value.length);
    }
    return;
  }
  const selection = getSelection();
  selection?.selectAllChildren(element);
  if (!all) selection?.collapseToEnd();
}

function setValue(input: HTMLInputElement, value: string): PageAnswer<"write"> {
  input.focus({ preventScroll: true });
  // The setter of the prototype: frameworks put their own on the element and miss the change otherwise.
  Reflect.set(HTMLInputElement.prototype, "value", value, input);
  announce(input);
  return { done: true };
}

function choose(select: HTMLSelectElement, wanted: string): PageAnswer<"write"> {
  const options = [...select.options];
  const lower = collapse(wanted).toLowerCase();
  const byLabel = (option: HTMLOptionElement) => collapse(option.label) === collapse(wanted);
  const loosely = (option: HTMLOptionElement) => collapse(option.label).toLowerCase() === lower;
  const byGroup = (option: HTMLOptionElement) =>
    `${groupOf(option)}: ${collapse(option.label)}`.toLowerCase() === lower;
  const option =
    options.find(({ value }) => value === wanted) ??
    options.find(byLabel) ??
    options.find(loosely) ??
    options.find(byGroup);
  const groups = new Set(options.filter(loosely).map(groupOf));
  const isValue = options.filter(({ value }) => value === wanted).length === 1;
  if (groups.size > 1 && !isValue) return { done: false, problem: "several" };
  const several = option ? [] : severalOf(select, wanted);
  if (several.length > 0) {
    select.focus({ preventScroll: true });
    for (const each of options) each.selected = several.includes(each);
    announce(select);
    return { done: true };
  }
  if (!option) {
    return {
      done: false,
      options: options.slice(0, 20).map(({ label }) => collapse(label).slice(0, 60)),
    };
  }
  if (option.disabled) return { done: false, problem: "disabled" };
  select.focus({ preventScroll: true });
  if (select.multiple) option.selected = true;
  else select.selectedIndex = option.index;
  announce(select);
  return { done: true };
}

/** The options of a list of several choices that are named with commas between them; none unless all are there. */
function severalOf(select: HTMLSelectElement, wanted: string): HTMLOptionElement[] {
  if (!select.multiple) return [];
  const open = [...select.options].filter(({ disabled }) => !disabled);
  const named = wanted.split(",").map((name) => {
    const lower = collapse(name).toLowerCase();
    return open.find(
      ({ value, label }) =>
        value.toLowerCase() === lower || collapse(label).toLowerCase() === lower,
    );
  });
  const found = named.filter((option) => option !== undefined);
  return found.length === named.length ? found : [];
}

function announce(element: Element): void {
  element.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The value as it stands, for checking what stuck. Secrets are compared here and not told. */
export function state(query: ElementQuery): PageAnswer<"state"> {
  const found = findElement(query);
  if ("problem" in found) return { found: false, value: "", checked: false, secret: false, ref: 0 };
  const { element } = found;
  const secret = isSecret(element);
  const unshown = element instanceof HTMLSelectElement ? unshownIn(element) : undefined;
  return {
    found: true,
    value: secret ? "" : textIn(element),
    checked: isChecked(element),
    secret,
    ref: refOf(element),
    ...(unshown === undefined ? {} : { unshown }),
  };
}

/** What is chosen in a list that is hidden, when nothing that is drawn near it says the same. */
function unshownIn(select: HTMLSelectElement): string | undefined {
  if (isSeen(select)) return undefined;
  const label = collapse(select.selectedOptions[0]?.label ?? "");
  const around = select.parentElement?.parentElement ?? select.parentElement;
  if (label === "" || !around) return undefined;
  return textOf(around, 2_000).includes(label) ? undefined : label.slice(0, 120);
}

/** As a person would: by the button that sends the form. Text fields send it by Enter, which needs a real key. */
export function submit(query: ElementQuery): PageAnswer<"submit"> {
  const found = findElement(query);
  if ("problem" in found) return { sent: false };
  const { element } = found;
  if (element instanceof HTMLInputElement && fieldOf(element) === "text") return { sent: false };
  const form = element.closest("form");
  if (!form) return { sent: false };
  const button = [...form.elements].find(
    (one) =>
      (one instanceof HTMLButtonElement || one instanceof HTMLInputElement) &&
      /^(submit|image)$/.test(one.type) &&
      isSeen(one),
  );
  if (button instanceof HTMLElement) button.click();
  else form.requestSubmit();
  return { sent: true };
}

function textIn(element: Element): string {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
    return element.value;
  if (element instanceof HTMLSelectElement) {
    return element.selectedOptions[0]?.value ?? "";
  }
  return element instanceof HTMLElement && element.isContentEditable ? element.innerText : "";
}
