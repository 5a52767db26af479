import { elementAt, focusedElement, rootsIn } from "./flat-tree.ts";
import type { ElementQuery } from "./page-calls.ts";
import { elementOf } from "./refs.ts";
import { isSeen, visibleLabelOf } from "./visibility.ts";

export type Found = { element: Element } | { problem: "stale" | "missing" | "bad_selector" };

/** The element a query names: among several, the first that can be seen, else the first. */
export function findElement(query: ElementQuery): Found {
  if (query.by === "ref") {
    const element = elementOf(query.ref);
    return element ? { element } : { problem: "stale" };
  }
  if (query.by === "point") return found(elementAt(query.x, query.y));
  if (query.by === "focus") return found(focusedElement() ?? document.body);
  const all = query.by === "css" ? cssMatches(query.selector) : xpathMatches(query.selector);
  if (all === "bad_selector") return { problem: "bad_selector" };
  return found(all.find((element) => isSeen(element) || visibleLabelOf(element)) ?? all[0] ?? null);
}

function found(element: Element | null): Found {
  return element ? { element } : { problem: "missing" };
}

/** Through every shadow root; only looks there when the document has no match. */
function cssMatches(selector: string): Element[] | "bad_selector" {
  try {
    const direct = document.querySelectorAll(selector);
    if (direct.length > 0) return [...direct];
    return [...rootsIn(document)].flatMap((root) => [...root.querySelectorAll(selector)]);
  } catch {
    return "bad_selector";
  }
}

function xpathMatches(expression: string): Element[] | "bad_selector" {
  try {
    const type = XPathResult.ORDERED_NODE_SNAPSHOT_TYPE;
    const result = document.evaluate(expression, document, null, type);
    const all: Element[] = [];
    for (let at = 0; at < result.snapshotLength; at++) {
      const node = result.snapshotItem(at);
      if (node instanceof Element) all.push(node);
    }
    return all;
  } catch {
    return "bad_selector";
  }
}
