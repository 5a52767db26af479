import { findElement } from "../elements/find-element.ts";
import { frameIndex, placeOfFrame } from "../elements/frame-place.ts";
import { OutlineWalker } from "./outline-walker.ts";
import type { OutlineRequest, PageAnswer } from "../page-calls.ts";
import { catchUp } from "../watching/between-actions.ts";
import { beginRefsAt, nextRef } from "../elements/refs.ts";

/** The outline of this frame's document, or of one element in it. */
export function outline(request: OutlineRequest): PageAnswer<"outline"> {
  beginRefsAt(request.firstRef);
  catchUp();
  const root = request.root === undefined ? document.body : rootOf(request.root);
  const walker = new OutlineWalker({
    interactiveOnly: request.interactiveOnly,
    viewportOnly: request.viewportOnly,
    boxes: request.boxes,
    colors: request.colors,
    fold: true,
    maxDepth: request.depth,
    maxChars: request.maxChars,
    untilMs: Number.POSITIVE_INFINITY,
  });
  if (root) walker.walk(root);

  const lines: string[] = [];
  const frames: PageAnswer<"outline">["frames"] = [];
  const slots = new Map(walker.draft.frames.map(({ entry, element }) => [entry, element]));
  let out = false;
  for (const entry of walker.draft.entries) {
    const indent = "  ".repeat(entry.depth);
    if (entry.out !== out) {
      out = entry.out;
      lines.push(out ? `${indent}(scrolled out of view:)` : `${indent}(in view:)`);
    }
    lines.push(indent + entry.text);
    const frame = slots.get(entry);
    if (frame) {
      frames.push({
        line: lines.length - 1,
        indent: entry.depth + 1,
        index: frameIndex(frame),
        width: frame.clientWidth,
        height: frame.clientHeight,
        url: frame instanceof HTMLIFrameElement && frame.loading !== "lazy" ? frame.src : "",
      });
    }
  }
  return {
    ...placeOfFrame(),
    nextRef: nextRef(),
    title: document.title,
    // One text: on its way to the worker each of many would be handled by itself.
    text: lines.join("\n"),
    frames,
    complete: walker.draft.complete,
    found: root !== null,
  };
}

function rootOf(query: OutlineRequest["root"]): Element | null {
  const found = query ? findElement(query) : undefined;
  return found && "element" in found ? found.element : null;
}
