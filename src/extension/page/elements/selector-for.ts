/** A CSS selector by which an element is found again, in its document or shadow root. */
export function selectorFor(element: Element): string {
  const root = element.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return element.localName;
  const parts: string[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) {
    const id = at.id === "" ? undefined : `#${CSS.escape(at.id)}`;
    if (id !== undefined && root.querySelectorAll(id).length === 1) {
      parts.unshift(id);
      break;
    }
    parts.unshift(stepTo(at));
  }
  return parts.join(" > ");
}

function stepTo(element: Element): string {
  const tag = CSS.escape(element.localName);
  const siblings = [...(element.parentNode?.children ?? [])].filter(
    ({ localName }) => localName === element.localName,
  );
  return siblings.length > 1 ? `${tag}:nth-of-type(${siblings.indexOf(element) + 1})` : tag;
}
