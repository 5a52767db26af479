let last: { element: Element; style: CSSStyleDeclaration } | undefined;

/** Like `getComputedStyle`, which makes a new object for each question; an element is often asked for in a row. */
export function styleOf(element: Element): CSSStyleDeclaration {
  if (last?.element !== element) last = { element, style: getComputedStyle(element) };
  return last.style;
}
