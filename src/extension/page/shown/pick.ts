import { describe } from "../elements/describe.ts";
import { elementAt, focusedElement } from "../elements/flat-tree.ts";
import { boxOf } from "../elements/image-map.ts";
import { OVER_PAGE } from "./over-page.ts";
import { isOwn, own, showOver } from "./own-elements.ts";
import type { PageAnswer } from "../page-calls.ts";
import { beginRefsAt, nextRef, refOf } from "../elements/refs.ts";

/** The person points at an element: with the mouse, or with Tab and Enter. The page is told nothing of it. */

type Picked = PageAnswer<"pick">;

const MOUSE = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"] as const;

const STYLE = `${OVER_PAGE}div {
  position: absolute;
  outline: 2px solid #2563d9;
  background: rgb(37 99 217 / 18%);
}
`;

declare global {
  /** Ends the pointing. There while the person points. */
  var chromeMcpEndPick: (() => void) | undefined;
}

export function isPicking(): boolean {
  return globalThis.chromeMcpEndPick !== undefined;
}

/** What the person chose; nothing of it when the pointing ended first. */
export function pick({ firstRef }: { firstRef: number }): Promise<Picked> {
  beginRefsAt(firstRef);
  globalThis.chromeMcpEndPick?.();
  const { promise, resolve } = Promise.withResolvers<Picked>();
  const frame = document.createElement("chrome-mcp-frame");
  const line = document.createElement("div");
  own(frame, STYLE).append(line);
  frame.popover = "manual";
  const listening = new AbortController();
  const options = { capture: true, signal: listening.signal };
  const end = (chosen: Element | null) => {
    listening.abort();
    frame.remove();
    globalThis.chromeMcpEndPick = undefined;
    resolve({
      nextRef: nextRef(),
      ...(chosen ? { ref: refOf(chosen), element: describe(chosen) } : {}),
    });
  };
  globalThis.chromeMcpEndPick = () => end(null);

  const mark = (element: Element | null) => {
    if (!element || isOwn(element)) return frame.remove();
    const { left, top, width, height } = boxOf(element);
    line.style.cssText = `left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px`;
    showOver(frame);
  };
  window.addEventListener("pointermove", (event) => mark(at(event)), options);
  window.addEventListener("focusin", () => mark(focusedElement()), options);
  for (const type of MOUSE) {
    window.addEventListener(
      type,
      (event) => {
        if (!event.isTrusted || isOwn(event.target)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (type === "click") end(at(event));
      },
      options,
    );
  }
  window.addEventListener(
    "keydown",
    (event) => {
      if (!event.isTrusted || event.key !== "Enter" || isOwn(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const focused = focusedElement();
      if (focused && focused !== document.body) end(focused);
    },
    options,
  );
  return promise;
}

function at({ clientX, clientY }: MouseEvent): Element | null {
  return elementAt(clientX, clientY);
}
