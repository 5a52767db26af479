/** What an element is for Chrome. Most are told by their name alone, which costs less than to ask for their class. */

export type FrameElement = HTMLIFrameElement | HTMLFrameElement;
export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

export function isText(node: Node): node is Text {
  const { nodeType } = node;
  return nodeType === 3 || nodeType === 4;
}

export function isField(element: Element | null): element is Field {
  const localName = element?.localName;
  if (localName === "input") return element instanceof HTMLInputElement;
  if (localName === "select") return element instanceof HTMLSelectElement;
  return localName === "textarea" && element instanceof HTMLTextAreaElement;
}

export function isLabel(element: Element): element is HTMLLabelElement {
  return element.localName === "label" && element instanceof HTMLLabelElement;
}

export function isFrame(element: Element): element is FrameElement {
  const { localName } = element;
  if (localName === "iframe") return element instanceof HTMLIFrameElement;
  return localName === "frame" && element instanceof HTMLFrameElement;
}

export function isPicture(element: Element): element is HTMLImageElement | HTMLAreaElement {
  const { localName } = element;
  if (localName === "img") return element instanceof HTMLImageElement;
  return localName === "area" && element instanceof HTMLAreaElement;
}
