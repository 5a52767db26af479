/** On what a page listens for the mouse. */

declare global {
  /** Elements on which the page listens for the mouse, as far as DevTools said. Left here by the worker. */
  var chromeMcpListening: WeakSet<Element> | undefined;
  /** Those that it only wants to know the mouse over. */
  var chromeMcpHovering: WeakSet<Element> | undefined;
}

/** Elements inside a control that a person operates by themselves. */
export const INNER_CONTROLS =
  "a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=link],[role=checkbox],[role=menuitem],[role=tab],[role=option],[role=treeitem],[role=radio],[role=switch],[role=slider],[role=spinbutton],[role=combobox],[role=textbox],[contenteditable=true],[onclick],iframe";

/** An element that listens and fills more of the window than this listens for what is in it. */
const WHOLE_PAGE = new Set(["BODY", "HTML"]);
const MOST_OF_VIEWPORT = 0.25;

export function listens(element: Element): boolean {
  return globalThis.chromeMcpListening?.has(element) ?? false;
}

/** What was drawn in the place of another is listened on like that one. */
export function listensLike(element: Element, other: Element): void {
  for (const known of [globalThis.chromeMcpListening, globalThis.chromeMcpHovering]) {
    if (known?.has(other)) known.add(element);
  }
}

/** Pages listen on whole parts of themselves for what happens somewhere in them. */
export function listensForOthers(element: Element): boolean {
  if (WHOLE_PAGE.has(element.tagName)) return true;
  if (element.firstElementChild === null) return false;
  const { width, height } = element.getBoundingClientRect();
  return (
    width * height > innerWidth * innerHeight * MOST_OF_VIEWPORT &&
    element.querySelector(INNER_CONTROLS) !== null
  );
}
