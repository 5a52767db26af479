import { type Field, isField } from "./kinds.ts";
import { nameOfOption, namesOfOptions } from "./option-names.ts";
import { collapse, shorten } from "./seen-text.ts";
import { isEditingHost } from "./roles.ts";
import { isDisabled } from "./visibility.ts";

/** The value and the states of an element, as a person sees them. */

const MASK = "••••";

/** What is in a field; passwords and card numbers never leave the page. */
export function valueOf(element: Element): string {
  if (isField(element)) return valueOfField(element);
  if (!element.hasAttributes()) return "";
  if (isEditingHost(element) && element instanceof HTMLElement) return element.innerText.trim();
  return element.getAttribute("aria-valuetext") ?? element.getAttribute("aria-valuenow") ?? "";
}

function valueOfField(field: Field): string {
  if (field instanceof HTMLTextAreaElement) return field.value;
  if (field instanceof HTMLSelectElement) {
    return [...field.selectedOptions].map(nameOfOption).join(", ");
  }
  if (/^(checkbox|radio|submit|button|reset|image|hidden)$/.test(field.type)) return "";
  if (field.type === "file") return [...(field.files ?? [])].map(({ name }) => name).join(", ");
  return isSecret(field) && field.value !== "" ? MASK : field.value;
}

export function isSecret(element: Element): boolean {
  if (!(element instanceof HTMLInputElement)) return false;
  if (element.type === "password") return true;
  return /\bcc-(number|csc)\b/.test(element.autocomplete) || isCardNumber(element.value);
}

function isCardNumber(value: string): boolean {
  if (!/^[\d -]{13,23}$/.test(value)) return false;
  const digits = value.replace(/\D/g, "");
  if (digits.length < 13 || digits.length > 19) return false;
  let sum = 0;
  for (const [place, digit] of [...digits].toReversed().entries()) {
    const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Everything after the ref on an element's line. */
export function detailsOf(element: Element, role: string, focused: Element | null): string {
  const isSaid = element.getAttributeNames().some((name) => TELLING_ATTRIBUTES.has(name));
  let details = isSaid || TELLING_TAGS.has(element.localName) ? toldOf(element, role, isSaid) : "";
  if (element === focused && element !== document.body) details += " focused";
  if (role === "link") details += linkTarget(element);
  if (role === "treeitem") details += levelIn(element);
  // Nothing that a page says can pass for a ref.
  return details === "" ? "" : details.replaceAll("[ref=", "[ref =");
}

/** Tags and attributes that tell a value or a state; most elements have none of them. */
const TELLING_TAGS = new Set(
  "input select textarea button option details summary fieldset".split(" "),
);
const TELLING_ATTRIBUTES = new Set(
  (
    "aria-checked aria-pressed aria-expanded aria-selected aria-disabled aria-current aria-invalid " +
    "aria-required aria-readonly aria-valuetext aria-valuenow contenteditable draggable"
  ).split(" "),
);

function toldOf(element: Element, role: string, isSaid: boolean): string {
  let told = "";
  const value = valueOf(element);
  if (value !== "") told += ` value=${JSON.stringify(shorten(collapse(value), 200))}`;
  if (element instanceof HTMLSelectElement) told += optionsOf(element);
  for (const state of statesOf(element, isSaid)) told += ` ${state}`;
  if (role !== "" && element.getAttribute("draggable") === "true") told += " draggable";
  return told;
}

function statesOf(element: Element, isSaid: boolean): string[] {
  const states: string[] = [];
  const aria = (name: string) => (isSaid ? element.getAttribute(`aria-${name}`) : null);
  if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)) {
    if (element.indeterminate) states.push("mixed");
    else states.push(element.checked ? "checked" : "unchecked");
  } else if (aria("checked") !== null) {
    states.push(
      aria("checked") === "true" ? "checked" : aria("checked") === "mixed" ? "mixed" : "unchecked",
    );
  }
  if (aria("pressed") === "true") states.push("pressed");
  const disclosed = element.localName === "summary" ? element.closest("details") : null;
  const expanded = disclosed ? String(disclosed.open) : aria("expanded");
  if (expanded !== null) states.push(expanded === "true" ? "expanded" : "collapsed");
  if (aria("selected") === "true" || (element instanceof HTMLOptionElement && element.selected)) {
    states.push("selected");
  }
  const current = aria("current");
  if (current !== null && current !== "false") states.push("current");
  if (isDisabled(element)) states.push("disabled");
  if (aria("required") === "true" || isRequired(element)) states.push("required");
  if (isReadOnly(element)) {
    states.push("readonly");
  }
  if (aria("invalid") === "true") states.push("invalid");
  return states;
}

/** Asked of fields alone: nothing else can be. */
function isRequired(element: Element): boolean {
  return isField(element) && element.matches(":required");
}

/** Only text can be read-only: `:read-only` holds for every checkbox and button as well. */
export function isReadOnly(element: Element): boolean {
  if (element instanceof HTMLTextAreaElement) return element.readOnly;
  return element instanceof HTMLInputElement && element.readOnly;
}

/** Of a tree whose items do not stand in each other. */
function levelIn(item: Element): string {
  const level = item.getAttribute("aria-level") ?? "1";
  return level === "1" || item.parentElement?.closest("[role=treeitem]") ? "" : ` level=${level}`;
}

const MAX_OPTIONS = 12;

function optionsOf(select: HTMLSelectElement): string {
  const labels = namesOfOptions([...select.options].slice(0, MAX_OPTIONS)).map((name) =>
    shorten(name, 40),
  );
  const more = select.options.length - labels.length;
  return ` options=${JSON.stringify(labels.join(" | "))}${more > 0 ? ` +${more} more` : ""}`;
}

function linkTarget(element: Element): string {
  const href = element.getAttribute("href") ?? element.getAttribute("xlink:href");
  if (!href || href === "#" || href.startsWith("javascript:")) return "";
  // Most links are paths as they stand. Taking an address apart costs more than all the rest.
  if (/^\/(?![/\\])[^#\s"']*$/.test(href)) return pathOf(element, href);
  const url = element instanceof HTMLAnchorElement ? element : addressOf(href);
  if (!url) return "";
  if (url.origin !== location.origin) return ` ${shorten(url.href, 80)}`;
  const samePage = url.pathname === location.pathname && url.search === location.search;
  return samePage && url.hash
    ? ` ${shorten(url.hash, 60)}`
    : pathOf(element, url.pathname + url.search);
}

/** Empty where the path only repeats the name, as far as a name can be a path. */
function pathOf(element: Element, path: string): string {
  const text = element.textContent ?? "";
  const repeats =
    path.length <= text.length + 1 &&
    path.slice(1) === collapse(text).toLowerCase().replaceAll(" ", "-");
  return repeats && path.length > 1 ? "" : ` ${shorten(path, 60)}`;
}

function addressOf(href: string): URL | undefined {
  return URL.canParse(href, document.baseURI) ? new URL(href, document.baseURI) : undefined;
}
