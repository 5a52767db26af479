import { type Field, isField, isPicture } from "./kinds.ts";
import { saysWhatItDoes } from "./meant-to-be-pressed.ts";
import { labelNear, wordsNear } from "./nearby-label.ts";
import { tagOf } from "./tags.ts";
import { collapse, shorten, svgTitle, textOf } from "./seen-text.ts";
import { visibilityOf } from "./visibility.ts";

/** What an element is called, by its labels, its text or, at worst, its icon. */

const MAX_NAME = 160;
const LONGEST_HINT = 40;

function labelledBy(element: Element): string {
  const ids = element.getAttribute("aria-labelledby");
  if (!ids) return "";
  const root = element.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return "";
  const labels = ids.split(/\s+/).map((id) => root.getElementById(id));
  return collapse(labels.map((label) => (label ? labelText(label) : "")).join(" "));
}

/** A label counts even when it is hidden. */
function labelText(label: Element): string {
  return label.getAttribute("aria-label") ?? (textOf(label) || collapse(label.textContent ?? ""));
}

/** The text of a `<label>`, without that of the field in it. */
function nativeLabel(element: Field): string {
  const names: string[] = [];
  for (const label of element.labels ?? []) {
    const given = label.getAttribute("aria-label");
    const parts: string[] = given ? [given] : [];
    for (const child of given ? [] : label.childNodes) {
      if (child === element) continue;
      if (child instanceof Text) parts.push(child.data);
      else if (
        child instanceof Element &&
        !tagOf(child).isSilent &&
        !(child instanceof HTMLSelectElement)
      ) {
        parts.push(textOf(child));
      }
    }
    names.push(parts.join(" "));
  }
  return collapse(names.join(" "));
}

/** Roles whose name is the text in them. */
const NAMED_BY_TEXT = new Set(
  (
    "button link tab option menuitem menuitemcheckbox menuitemradio treeitem switch checkbox radio heading tooltip " +
    "gridcell cell columnheader rowheader"
  ).split(" "),
);

/** Roles of fields that pages build of plain elements. */
const FIELD_ROLES = new Set(
  "combobox listbox slider spinbutton switch textbox searchbox".split(" "),
);

/** Named by a `<legend>` or `<caption>` right in them. */
const TITLED = new Set(["fieldset", "table"]);
const TITLES = new Set(["legend", "caption"]);

/** `text`: what is in the element, where it is known already. */
export function nameOf(element: Element, role: string, text?: string): string {
  const named = labelledBy(element) || collapse(element.getAttribute("aria-label") ?? "");
  if (named) return shorten(named, MAX_NAME);
  if (isField(element)) return shorten(fieldName(element), MAX_NAME);
  if (isPicture(element)) return shorten(collapse(element.alt || element.title), MAX_NAME);
  if (element instanceof SVGElement) {
    const title = collapse(svgTitle(element));
    if (title || element instanceof SVGSVGElement) return shorten(title, MAX_NAME);
  }
  if (TITLED.has(element.localName)) {
    const title = [...element.children].find(({ localName }) => TITLES.has(localName));
    if (title) return shorten(textOf(title), MAX_NAME);
  }
  const said = NAMED_BY_TEXT.has(role) ? (text ?? textOf(element)) : "";
  const name = said || collapse(element.getAttribute("title") ?? "");
  return shorten(
    name || (FIELD_ROLES.has(role) ? labelNear(element) || wordsNear(element) : ""),
    MAX_NAME,
  );
}

function fieldName(field: Field): string {
  if (field instanceof HTMLInputElement) {
    if (/^(submit|button|reset)$/.test(field.type)) {
      return collapse(field.value || field.title || field.type);
    }
    if (field.type === "image") return collapse(field.alt || field.title);
  }
  const placeholder = field instanceof HTMLSelectElement ? "" : field.placeholder;
  return (
    nativeLabel(field) ||
    collapse(field.title) ||
    labelNear(field) ||
    collapse(placeholder) ||
    wordsNear(field) ||
    collapse(field.name)
  );
}

/** How often something was pressed, and not what it is. */
const COUNT = /^\d[\d.,\s]*[KkMm]?$/;

/** A number alone is called by what its class says that a press does: "like 5". */
export function withWhatItDoes(name: string, element: Element): string {
  if (!COUNT.test(name)) return name;
  const hint = classHint(element);
  return saysWhatItDoes(hint) ? `${shorten(hint, LONGEST_HINT)} ${name}` : name;
}

/** For things without any name: what their style writes on them, or their icon, id or class suggests. */
export function guessedName(element: Element): string {
  const picture = element instanceof HTMLImageElement ? element : element.querySelector("img");
  const file = picture?.src.startsWith("data:")
    ? ""
    : picture?.src.split(/[?#]/)[0]?.split("/").pop();
  if (file) return file.replace(/\.\w+$/, "");
  const use = element.querySelector("use")?.getAttribute("href")?.split("#").pop();
  if (use) return use;
  const hint =
    writtenByStyle(element) ||
    (element.getAttribute("data-testid") ?? element.getAttribute("data-icon")) ||
    (MADE_UP.test(element.id) ? "" : element.id) ||
    `${markOf(element)} ${classHint(element)}`;
  return shorten(collapse(hint), LONGEST_HINT);
}

/** Ids and classes that a program counted or hashed. */
const MADE_UP =
  /^[:_]|\d{3,}|^(?:css|sc|jss|emotion|el-id|radix|headlessui)-|(?:^|[-_])(?:(?=[a-z]*\d[a-z]+\d)[a-z\d]{6,}|(?=\d+[a-z])[a-z\d]{8,})$/i;

/** Without those that begin another: "icon" says nothing beside "icon-close". */
function classOf(element: Element): string {
  const classes = element.getAttribute("class")?.split(/\s+/) ?? [];
  const begins = (one: string) =>
    classes.some((other) => other.startsWith(`${one}-`) || other.startsWith(`${one}_`));
  return classes.filter((each) => !MADE_UP.test(each) && !begins(each)).join(" ");
}

function iconOf(element: Element): string {
  const icon = element.querySelector("i[class],svg[class],span[class]");
  return icon ? classOf(icon) : "";
}

/** The classes that say what it does; else those of its icon. */
function classHint(element: Element): string {
  const hints = [iconOf(element), classOf(element)];
  const saying = hints.find(saysWhatItDoes);
  if (saying === undefined || saying.length <= LONGEST_HINT) {
    return saying ?? hints.find((hint) => hint !== "") ?? "";
  }
  return saying.split(" ").filter(saysWhatItDoes).join(" ");
}

const MARK = /^[\p{L}\d][\p{L}\d .:/-]{0,19}$/u;
const NO_MARK = /^(?:true|false|none|auto|open|closed)$/;
/** How a thing looks or stands, or what a library keeps of it. */
const NOT_MARKING =
  /^data-(?:state|status|toggle|bs|v|reactid|radix|slot|orientation|side|align|size|variant|placement|position|theme|color|pc|type|part|target|testid|icon)(?:-|$)/;

/** By what a script tells it from others of its kind: the place that a seat of a plan is. */
export function markOf(element: Element): string {
  for (const { name, value } of element.attributes) {
    if (!name.startsWith("data-") || NOT_MARKING.test(name)) continue;
    if (MARK.test(value) && !NO_MARK.test(value) && !MADE_UP.test(value)) return value;
  }
  return "";
}

/** The words of `::before` or `::after`. The signs of icon fonts are none. */
function writtenByStyle(element: Element): string {
  for (const part of ["::before", "::after"]) {
    const words = /^"(.*)"$/.exec(getComputedStyle(element, part).content)?.[1] ?? "";
    if (/[\p{L}\p{N}]/u.test(words)) return words;
  }
  return "";
}

/** For things that say nothing at all: the words they stand beside. */
export function textBeside(element: Element): string {
  for (const node of [element.previousSibling, element.nextSibling]) {
    const text =
      node instanceof Text
        ? collapse(node.data)
        : node instanceof Element && isSpeaking(node) && !isSibling(node, element)
          ? textOf(node, 60)
          : "";
    if (text !== "") return shorten(text, 60);
  }
  return "";
}

/** One more of the same, which speaks for itself: a cell beside a cell. */
function isSibling(one: Element, other: Element): boolean {
  return one.tagName === other.tagName && /^(?:TD|TH|LI)$/.test(one.tagName);
}

function isSpeaking(element: Element): boolean {
  return (
    !tagOf(element).isSilent &&
    visibilityOf(element) === "shown" &&
    !(element instanceof HTMLSelectElement)
  );
}
