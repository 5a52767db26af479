import { html } from "./content.ts";
import type { ExtractField, ExtractRequest } from "../element-calls.ts";
import { allElements } from "../elements/find-element.ts";
import { shorten, textOf } from "../elements/seen-text.ts";
import type { PageAnswer } from "../page-calls.ts";
import { isSecret, valueOf } from "../elements/states.ts";
import { visibilityOf } from "../elements/visibility.ts";

const MAX_VALUE = 4_000;
const MAX_MANY = 200;

type Value = string | number;

/** One row for each match of a selector that is seen. */
export function extract(request: ExtractRequest): PageAnswer<"extract"> {
  const { fields, limit, offset } = request;
  const all = allElements(request.rows);
  const bad = fields.some((field) => field.selector !== undefined && !isSelector(field.selector));
  if (all === "bad_selector" || bad) return { badSelector: true, total: 0, unseen: 0, rows: [] };
  const seen = all.filter(isDrawn);
  const rows = seen
    .slice(offset, offset + limit)
    .map((row) => fields.map((field) => ({ value: valueIn(row, field) })));
  return { badSelector: false, total: seen.length, unseen: all.length - seen.length, rows };
}

function isSelector(selector: string): boolean {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
}

function isDrawn(element: Element): boolean {
  return visibilityOf(element) !== "gone";
}

/** What an element says counts where it is seen; what pages note for programs, in attributes, is never seen. */
const SAID = /^(?:text|html|number)$/;

function valueIn(row: Element, field: ExtractField): Value | Value[] | undefined {
  const { selector, multiple, type } = field;
  const all = selector === undefined ? [row] : [...row.querySelectorAll(selector)];
  const found = SAID.test(type) ? all.filter(isDrawn) : all;
  if (multiple) return found.slice(0, MAX_MANY).flatMap((element) => read(element, field) ?? []);
  const [first] = found;
  return first && read(first, field);
}

function read(element: Element, { type, attribute }: ExtractField): Value | undefined {
  switch (type) {
    case "text":
      return shorten(textOf(element, MAX_VALUE), MAX_VALUE);
    case "html":
      return shorten(html(element), MAX_VALUE);
    case "value":
      return shorten(valueOf(element), MAX_VALUE);
    case "link":
      return element instanceof HTMLAnchorElement ? element.href : attributeOf(element, "src");
    case "number":
      return numberIn(textOf(element));
    case "attribute":
      return attributeOf(element, attribute ?? "");
  }
}

function attributeOf(element: Element, name: string): string | undefined {
  if (name === "value" && isSecret(element)) return undefined;
  const value = element.getAttribute(name);
  return value === null ? undefined : shorten(value, MAX_VALUE);
}

/** The first number of a text, written as in English or in German. */
function numberIn(text: string): number | undefined {
  const [found] = /[-−]?\d[\d.,' ]*/.exec(text) ?? [];
  if (found === undefined) return undefined;
  const plain = found.trim().replace("−", "-").replaceAll(/[' ]/g, "");
  const decimal = /[.,](?=\d{1,2}$)|[.](?=\d{4,}$)/.exec(plain)?.index ?? plain.length;
  const whole = plain.slice(0, decimal).replaceAll(/[.,]/g, "");
  return Number(`${whole}.${plain.slice(decimal + 1) || "0"}`);
}
