/**
 * Elements that the extension put into the page for the person. They are no part of it: clients read nothing
 * of them and cannot click them. Scripts of the extension that were built apart share the list.
 */

declare global {
  var chromeMcpOwn: Set<Element> | undefined;
}

export function own(element: Element): void {
  globalThis.chromeMcpOwn ??= new Set();
  globalThis.chromeMcpOwn.add(element);
}

export function disown(element: Element): void {
  globalThis.chromeMcpOwn?.delete(element);
}

export function isOwn(target: EventTarget | null): boolean {
  return target instanceof Element && globalThis.chromeMcpOwn?.has(target) === true;
}
