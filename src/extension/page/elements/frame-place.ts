import { elementAt, flatParent, rootsIn } from "./flat-tree.ts";
import { describe } from "./describe.ts";
import type { MapPointRequest, PageAnswer } from "../page-calls.ts";

/**
 * How frames of different sites find each other without a message that the page could hear: a frame's
 * place in `parent.frames` is readable across origins, and so is the same place from the parent's side.
 * Frames inside shadow roots are not in that list; they are told apart by size and address.
 */

interface FramePlace {
  childIndex: number;
  path: number[];
  size: { width: number; height: number };
  url: string;
}

export function placeOfFrame(): FramePlace {
  const path: number[] = [];
  for (let at: Window = window; at !== at.parent; at = at.parent) path.unshift(indexInParent(at));
  return {
    childIndex: path.at(-1) ?? -1,
    path,
    size: { width: innerWidth, height: innerHeight },
    url: location.href,
  };
}

function indexInParent(frame: Window): number {
  for (let at = 0; at < frame.parent.length; at++) if (frame.parent[at] === frame) return at;
  return -1;
}

type FrameElement = HTMLIFrameElement | HTMLFrameElement;

/** Place of a frame element's content in `window.frames`, -1 inside a shadow root. */
export function frameIndex(frame: FrameElement): number {
  for (let at = 0; at < window.length; at++) if (window[at] === frame.contentWindow) return at;
  return -1;
}

/** Turns a point of a child frame's viewport into one of this frame's. Scrolls it into view if need be. */
export function mapPoint(request: MapPointRequest): PageAnswer<"mapPoint"> {
  const frame = childFrame(request);
  if (!frame) return { ok: false, problem: "missing" };
  let point = place(frame, request.point);
  const scale = place(frame, { x: 1, y: 0 }).x - place(frame, { x: 0, y: 0 }).x;
  if (request.asDrawn) return { ok: true, ...placeOfFrame(), point, scale };
  if (point.x < 0 || point.y < 0 || point.x >= innerWidth || point.y >= innerHeight) {
    scrollBy({
      left: point.x - innerWidth / 2,
      top: point.y - innerHeight / 2,
      behavior: "instant",
    });
    point = place(frame, request.point);
  }
  const hit = elementAt(point.x, point.y);
  if (!hit) return { ok: false, problem: "outside" };
  if (hit !== frame) return { ok: false, problem: "covered", by: describe(hit) };
  return { ok: true, ...placeOfFrame(), point, scale };
}

function childFrame(request: MapPointRequest): FrameElement | undefined {
  const frames = [...rootsIn(document)].flatMap((root) => [
    ...root.querySelectorAll<FrameElement>("iframe,frame"),
  ]);
  if (request.child >= 0) {
    return frames.find((frame) => frame.contentWindow === window[request.child]);
  }
  const hidden = frames.filter((frame) => frameIndex(frame) < 0);
  if (hidden.length <= 1) return hidden[0];
  const fitting = hidden.filter((frame) => fits(frame, request));
  return (
    fitting.find((frame) => frame instanceof HTMLIFrameElement && frame.src === request.childUrl) ??
    fitting[0]
  );
}

function fits(frame: FrameElement, { childSize }: MapPointRequest): boolean {
  return frame.clientWidth === childSize.width && frame.clientHeight === childSize.height;
}

/**
 * Follows moves, scaling, turns and slants of the frame element: the middle of a box that was turned is the
 * middle of the box around it.
 */
function place(frame: FrameElement, point: { x: number; y: number }): { x: number; y: number } {
  const box = frame.getBoundingClientRect();
  const style = getComputedStyle(frame);
  const inside = {
    x: frame.clientLeft + Number.parseFloat(style.paddingLeft) + point.x,
    y: frame.clientTop + Number.parseFloat(style.paddingTop) + point.y,
  };
  const turn = turnOf(frame);
  if (turn) {
    const [dx, dy] = [inside.x - frame.offsetWidth / 2, inside.y - frame.offsetHeight / 2];
    return {
      x: box.left + box.width / 2 + turn.a * dx + turn.c * dy,
      y: box.top + box.height / 2 + turn.b * dx + turn.d * dy,
    };
  }
  const scaleX = frame.offsetWidth > 0 ? box.width / frame.offsetWidth : 1;
  const scaleY = frame.offsetHeight > 0 ? box.height / frame.offsetHeight : 1;
  return { x: box.left + inside.x * scaleX, y: box.top + inside.y * scaleY };
}

/** How the frame element and what is around it are turned, slanted or mirrored; undefined when they are not. */
function turnOf(frame: Element): DOMMatrix | undefined {
  let whole = new DOMMatrix();
  for (let at: Element | null = frame; at; at = flatParent(at)) {
    const { transform, rotate, scale } = getComputedStyle(at);
    if (transform === "none" && rotate === "none" && scale === "none") continue;
    const turned = [asFunction("rotate", rotate), asFunction("scale", scale), transform];
    const own = new DOMMatrix(turned.filter((part) => part !== "none").join(" "));
    whole = own.multiply(whole);
  }
  const { a, b, c, d } = whole;
  const upright = Math.abs(b) < 1e-4 && Math.abs(c) < 1e-4 && a > 0 && d > 0;
  return upright ? undefined : whole;
}

/** `rotate: x 45deg` and `scale: 1 2`, as a transform has them. */
function asFunction(name: "rotate" | "scale", value: string): string {
  if (value === "none") return value;
  const parts = value.split(" ");
  if (name === "scale") return `${parts.length === 3 ? "scale3d" : "scale"}(${parts.join(",")})`;
  const [angle = "0deg"] = parts.splice(-1);
  if (parts.length === 0) return `rotate(${angle})`;
  return parts.length === 1
    ? `rotate${parts.join("").toUpperCase()}(${angle})`
    : `rotate3d(${parts.join(",")},${angle})`;
}
