import { collapse } from "../elements/seen-text.ts";

/** What tells a thing from others of its kind, whatever state it is in: what it says and what its code calls it. */

const NAMING =
  /^(?:id|name|type|href|src|alt|title|for|value|placeholder|role|aria-label|coords|data-(?!(?:state|selected|active|checked|open)$).*)$/;

/** Of an element and all that is in it. Equal ones may still be two. */
export function likenessOf(element: Element): string {
  let likeness = `<${element.localName}`;
  for (const { name, value } of element.attributes) {
    if (NAMING.test(name)) likeness += ` ${name}=${JSON.stringify(value)}`;
  }
  likeness += ">";
  for (const child of element.childNodes) {
    if (child instanceof Element) likeness += likenessOf(child);
    else if (child instanceof Text) likeness += collapse(child.data).replaceAll("<", "&lt;");
  }
  return `${likeness}</>`;
}

/** What one template may have made is of one kind. */
export function kindOf(element: Element): string {
  const [first = ""] = (element.getAttribute("class") ?? "").split(/\s+/);
  return `${element.localName}.${first}#${element.id.replaceAll(/\d+/g, "")}`;
}
