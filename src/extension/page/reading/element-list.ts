import type { InteractiveRequest, QueryRequest } from "../element-calls.ts";
import { allElements } from "../elements/find-element.ts";
import { boxOf } from "../elements/image-map.ts";
import { guessedName, nameOf } from "../elements/names.ts";
import { collapse, shorten, textOf } from "../elements/seen-text.ts";
import { OutlineWalker } from "../outline/outline-walker.ts";
import { ALL_OF_IT } from "../outline/walk-options.ts";
import type { PageAnswer } from "../page-calls.ts";
import { beginRefsAt, nextRef, refOf } from "../elements/refs.ts";
import { roleOf } from "../elements/roles.ts";
import { selectorFor } from "../elements/selector-for.ts";
import { isSecret } from "../elements/states.ts";
import { isDisabled, isSeen } from "../elements/visibility.ts";

/** Elements one by one, as programs want them. */

const MAX_TEXT = 200;
const MAX_INTERACTIVE = 500;

export function query(request: QueryRequest): PageAnswer<"query"> {
  beginRefsAt(request.firstRef);
  const all = allElements(request.elements);
  if (all === "bad_selector") {
    return { nextRef: nextRef(), badSelector: true, total: 0, elements: [] };
  }
  const { offset, limit, attributes } = request;
  const elements = all.slice(offset, offset + limit).map((element) => {
    const role = roleOf(element);
    return {
      ref: refOf(element),
      tag: element.localName,
      role,
      name: nameOf(element, role),
      text: shorten(textOf(element, MAX_TEXT), MAX_TEXT),
      visible: isSeen(element),
      box: roundedBox(element),
      attributes: attributes.flatMap((name) => {
        const value = element.getAttribute(name);
        const secret = name === "value" && isSecret(element);
        return value === null || secret ? [] : [{ name, value: shorten(value, 2_000) }];
      }),
    };
  });
  return { nextRef: nextRef(), badSelector: false, total: all.length, elements };
}

export function interactive(request: InteractiveRequest): PageAnswer<"interactive"> {
  beginRefsAt(request.firstRef);
  const { selector } = request;
  const within = selector === undefined ? undefined : allElements({ by: "css", selector });
  if (within === "bad_selector") return { nextRef: nextRef(), badSelector: true, elements: [] };
  const walker = new OutlineWalker({ ...ALL_OF_IT, interactiveOnly: true });
  if (document.body) walker.walk(document.body);
  const wanted = collapse(request.textQuery ?? "").toLowerCase();
  const elements = walker.draft.entries
    .filter(({ text, element }) => text.includes("[ref=e") && (!within || within.includes(element)))
    .map(({ element }) => {
      const role = roleOf(element);
      return {
        element,
        type: typeOf(element, role),
        text: nameOf(element, role === "" ? "button" : role) || guessedName(element),
      };
    })
    .filter(({ text, type }) => {
      const fits = request.types === undefined || request.types.includes(type);
      return fits && text.toLowerCase().includes(wanted);
    })
    .slice(0, MAX_INTERACTIVE)
    .map(({ element, type, text }) => ({
      ref: refOf(element),
      type,
      selector: selectorFor(element),
      text,
      disabled: isDisabled(element),
      box: roundedBox(element),
    }));
  return { nextRef: nextRef(), badSelector: false, elements };
}

/** In the words of the older tool. */
function typeOf(element: Element, role: string): string {
  if (element instanceof HTMLTextAreaElement) return "textarea";
  if (element instanceof HTMLSelectElement) return "select";
  if (/^(button|link|checkbox|radio|tab)$/.test(role)) return role;
  return element instanceof HTMLInputElement ? "input" : "interactive";
}

function roundedBox(element: Element) {
  const { x, y, width, height } = boxOf(element);
  return {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.round(width),
    height: Math.round(height),
  };
}
