/** What an element is, in the words of ARIA where it has one. */

import { tagOf } from "./tags.ts";

const INPUT_ROLES = new Map(
  Object.entries({
    button: "button",
    checkbox: "checkbox",
    color: "colorpicker",
    date: "datepicker",
    "datetime-local": "datepicker",
    file: "filepicker",
    image: "button",
    month: "datepicker",
    number: "spinbutton",
    radio: "radio",
    range: "slider",
    reset: "button",
    search: "searchbox",
    submit: "button",
    time: "timepicker",
    week: "datepicker",
  }),
);

/** Roles of things that a person operates. */
const OPERABLE = new Set(
  (
    "button link checkbox radio switch tab textbox searchbox combobox listbox option menuitem menuitemcheckbox " +
    "menuitemradio slider spinbutton treeitem gridcell datepicker timepicker colorpicker filepicker canvas video audio"
  ).split(" "),
);

/** Containers that get a line of their own, with what is in them below it. */
const STRUCTURE = new Set(
  (
    "banner complementary contentinfo main navigation search form dialog alertdialog alert status region article group " +
    "radiogroup table grid treegrid listbox menu menubar tablist tabpanel toolbar tree feed figure"
  ).split(" "),
);

/** Containers worth a line only when they have a name. */
const ONLY_NAMED = new Set("form region article group figure toolbar".split(" "));

export function roleOf(element: Element): string {
  if (!element.hasAttributes()) return tagOf(element).role;
  const roles = element.getAttribute("role");
  const given = roles === null ? undefined : roles.trim().split(/\s+/)[0];
  if (given && given !== "presentation" && given !== "none" && given !== "generic") return given;
  if (given) return isEditingHost(element) ? "textbox" : "";
  if (element instanceof HTMLInputElement) return INPUT_ROLES.get(element.type) ?? "textbox";
  if (element instanceof HTMLSelectElement) {
    return element.multiple || element.size > 1 ? "listbox" : "combobox";
  }
  if (element instanceof HTMLAnchorElement) return element.hasAttribute("href") ? "link" : "";
  if (isEditingHost(element)) return "textbox";
  return tagOf(element).role;
}

export function isOperable(role: string): boolean {
  return OPERABLE.has(role);
}

export function isStructure(role: string): boolean {
  return STRUCTURE.has(role);
}

export function needsName(role: string): boolean {
  return ONLY_NAMED.has(role);
}

/** The outermost element of an editable part of the page. */
export function isEditingHost(element: Element): boolean {
  const editable = element.getAttribute("contenteditable");
  return editable !== null && editable !== "false";
}

const SVG_SILENT = new Set("title desc defs symbol clipPath mask style metadata".split(" "));

/** Parts of a drawing that draw nothing. */
export function isSilentInSvg(element: Element): boolean {
  return SVG_SILENT.has(element.localName) && element instanceof SVGElement;
}
