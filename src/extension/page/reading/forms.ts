import type { FormsRequest } from "../element-calls.ts";
import { allElements } from "../elements/find-element.ts";
import { nameOf } from "../elements/names.ts";
import { nameOfOption } from "../elements/option-names.ts";
import { shorten } from "../elements/seen-text.ts";
import type { PageAnswer } from "../page-calls.ts";
import { beginRefsAt, nextRef, refOf } from "../elements/refs.ts";
import { roleOf } from "../elements/roles.ts";
import { selectorFor } from "../elements/selector-for.ts";
import { valueOf } from "../elements/states.ts";
import { isDisabled, isSeen, visibleLabelOf } from "../elements/visibility.ts";

const FIELDS =
  "input:not([type=hidden],[type=submit],[type=reset],[type=button],[type=image]),select,textarea,[contenteditable=true],[role=textbox],[role=combobox]";
const MAX_OPTIONS = 100;

/** The fields that a person sees, form by form; those of no form come last. */
export function forms(request: FormsRequest): PageAnswer<"forms"> {
  beginRefsAt(request.firstRef);
  const roots = allElements({ by: "css", selector: request.selector ?? "html" });
  const all = allElements({ by: "css", selector: FIELDS });
  if (roots === "bad_selector" || all === "bad_selector") {
    return { nextRef: nextRef(), badSelector: true, forms: [] };
  }
  const byForm = new Map<Element | null, Element[]>();
  for (const field of all) {
    const inside = request.selector === undefined || roots.some((root) => root.contains(field));
    if (!inside || !(isSeen(field) || visibleLabelOf(field))) continue;
    const form = field.closest("form");
    byForm.set(form, [...(byForm.get(form) ?? []), field]);
  }
  const inOrder = [...byForm].toSorted(([a], [b]) => Number(a === null) - Number(b === null));
  return {
    nextRef: nextRef(),
    badSelector: false,
    forms: inOrder.map(([form, fields]) => ({
      name: form ? nameOf(form, "form") || (form.getAttribute("name") ?? form.id) : "",
      fields: fields.map(fieldOf),
    })),
  };
}

function fieldOf(field: Element) {
  return {
    ref: refOf(field),
    type: field instanceof HTMLInputElement ? field.type : field.localName,
    label: nameOf(field, roleOf(field)),
    name: field.getAttribute("name") ?? "",
    value: stateOf(field),
    required: field.matches(":required,[aria-required=true]"),
    disabled: isDisabled(field),
    ...(field instanceof HTMLSelectElement && {
      options: [...field.options].slice(0, MAX_OPTIONS).map(nameOfOption),
    }),
    selector: selectorFor(field),
  };
}

function stateOf(field: Element): string {
  if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
    return String(field.checked);
  }
  return shorten(valueOf(field), 1_000);
}
