/** The tree as it is drawn: open and closed shadow roots in place of their hosts' children. */

import { tagOf } from "./tags.ts";
import { isOwn } from "../shown/own-elements.ts";

/** The shadow root of an element, open or closed. */
function shadowOf(element: Element): ShadowRoot | null {
  if (!(element instanceof HTMLElement) || isOwn(element)) return null;
  return chrome.dom.openOrClosedShadowRoot(element);
}

/** Only these and custom elements can have a shadow root that pages made. */
const MAY_HOST = new Set(
  "ARTICLE ASIDE BLOCKQUOTE BODY DIV FOOTER H1 H2 H3 H4 H5 H6 HEADER MAIN NAV P SECTION SPAN".split(
    " ",
  ),
);

/** Like `shadowOf`, without asking Chrome for elements that cannot host one. */
export function pageShadowOf(element: Element): ShadowRoot | null {
  return mayHost(element) ? shadowOf(element) : null;
}

function mayHost({ tagName }: Element): boolean {
  return MAY_HOST.has(tagName) || tagName.includes("-");
}

export function flatChildren(element: Element): Iterable<Node> {
  if (isOwn(element)) return [];
  const shadow = pageShadowOf(element);
  if (shadow) return shadow.childNodes;
  if (element instanceof HTMLSlotElement) {
    const assigned = element.assignedNodes();
    if (assigned.length > 0) return assigned;
  }
  return element.childNodes;
}

/** The same, without the cost of an iterator where the tree is plain. */
export function forEachFlatChild(element: Element, visit: (child: Node) => void): void {
  if (!tagOf(element).isTablePart && (element.localName === "slot" || pageShadowOf(element))) {
    for (const child of flatChildren(element)) visit(child);
    return;
  }
  for (let child = element.firstChild; child; child = child.nextSibling) visit(child);
}

export function flatParent(node: Node): Element | null {
  if (node instanceof Element && node.assignedSlot) return node.assignedSlot;
  const parent = node.parentNode;
  if (parent instanceof ShadowRoot) return parent.host;
  return parent instanceof Element ? parent : null;
}

export function isWithin(node: Node, ancestor: Element): boolean {
  for (let at: Node | null = node; at; at = flatParent(at)) if (at === ancestor) return true;
  return false;
}

/** Every root in which elements can be looked up: the document and all shadow roots in it. */
export function* rootsIn(root: Document | ShadowRoot): Generator<Document | ShadowRoot> {
  yield root;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const shadow = node instanceof Element ? pageShadowOf(node) : null;
    if (shadow) yield* rootsIn(shadow);
  }
}

/** The innermost element at a point of the viewport. */
export function elementAt(x: number, y: number): Element | null {
  let hit = document.elementFromPoint(x, y);
  for (;;) {
    const inner: Element | null = (hit && pageShadowOf(hit)?.elementFromPoint(x, y)) ?? null;
    if (!inner || inner === hit) return hit;
    hit = inner;
  }
}

/** The element that has the focus, inside shadow roots too. */
export function focusedElement(): Element | null {
  let focused = document.activeElement;
  for (;;) {
    const inner: Element | null = (focused && pageShadowOf(focused)?.activeElement) ?? null;
    if (!inner) return focused;
    focused = inner;
  }
}
