import { describe } from "../elements/describe.ts";
import { findElement } from "../elements/find-element.ts";
import { boxOf, drawnBy, scrollToMiddle } from "../elements/image-map.ts";
import { elementAt, flatParent, focusedElement, isWithin } from "../elements/flat-tree.ts";
import { placeOfFrame } from "../elements/frame-place.ts";
import { nextFrame } from "../watching/next-frame.ts";
import type { Problem } from "../call-parts.ts";
import { noteOptions, offersOptions } from "./offered-options.ts";
import type { PageAnswer, PrepareRequest, Prepared } from "../page-calls.ts";
import { beginRefsAt, nextRef, refOf } from "../elements/refs.ts";
import { followMouse } from "./pointed.ts";
import { expectPress } from "./presses.ts";
import { reaches } from "./reaches.ts";
import { watchPerson } from "../shown/person-watch.ts";
import { isEditingHost } from "../elements/roles.ts";
import { isReadOnly } from "../elements/states.ts";
import { isDisabled, isSeen, visibleLabelOf } from "../elements/visibility.ts";

type Point = { x: number; y: number };
type Trouble = { problem: Problem; by?: string };
type Hittable = { element: Element; point: Point; behindEditor?: boolean };

/**
 * Makes an element ready to be acted upon: scrolled into view, seen, enabled, standing still from one
 * frame to the next, and not covered where it will be hit. Tries until it is or patience ends.
 */
export async function prepare(request: PrepareRequest): Promise<Prepared> {
  beginRefsAt(request.firstRef);
  followMouse();
  watchPerson();
  const untilMs = performance.now() + request.patienceMs;
  for (;;) {
    const found = findElement(request.element);
    const tried = "problem" in found ? found : await attempt(found.element, request);
    if ("element" in tried) {
      const { by } = request.element;
      const isNamed = by !== "point" && by !== "focus";
      expectPress(request.purpose === "press" && isNamed ? tried.element : undefined);
      return ready(tried, request.purpose);
    }
    const forGood =
      tried.problem === "stale" ||
      tried.problem === "bad_selector" ||
      tried.problem === "not_a_field";
    if (forGood || performance.now() >= untilMs) {
      return { ok: false, nextRef: nextRef(), ...tried };
    }
    await nextFrame();
  }
}

function ready(
  { element, point, behindEditor = false }: Hittable,
  purpose: PrepareRequest["purpose"],
): Prepared {
  const offers = purpose === "write" && offersOptions(element);
  if (offers) noteOptions(element);
  return {
    ok: true,
    ...placeOfFrame(),
    ref: refOf(element),
    nextRef: nextRef(),
    point,
    field: fieldOf(element),
    behindEditor,
    checked: isChecked(element),
    offersOptions: offers,
    expanded: element.getAttribute("aria-expanded") === "true",
    focused: focusedElement() === element,
    room: element instanceof HTMLInputElement && element.maxLength >= 0 ? element.maxLength : null,
  };
}

async function attempt(
  named: Element,
  { purpose, element: query }: PrepareRequest,
): Promise<Hittable | Trouble> {
  if (purpose === "focus") return { element: named, point: { x: 0, y: 0 } };
  const isPoint = query.by === "point";
  if (isPoint && purpose !== "write") {
    return { element: named, point: { x: query.x, y: query.y } };
  }
  const element = isPoint ? fieldAt(named) : named;
  if (purpose === "write") {
    const field = fieldOf(element);
    if (field === "none") return { problem: "not_a_field" };
    if (isReadOnly(element) && field !== "choice") return { problem: "readonly" };
    // These are set by script, so they need no point that can be hit.
    if (field === "select" || field === "value") {
      if (isDisabled(element)) return { problem: "disabled" };
      return { element, point: { x: 0, y: 0 } };
    }
  }
  const target = isSeen(element) ? element : visibleLabelOf(element);
  if (!target) return { problem: "hidden" };
  if (purpose === "see") return { element, point: inView(target) };
  if (purpose === "show") return { element, point: inMiddle(target) };
  if (isDisabled(element)) return { problem: "disabled" };
  bringIntoView(target);
  const before = boxOf(target);
  await nextFrame();
  const after = boxOf(target);
  if (before.x !== after.x || before.y !== after.y) return { problem: "moving" };
  const point = hittablePoint(target, element);
  if (!("problem" in point)) return { element, point };
  const inEditor = purpose === "write" ? pointInEditor(element) : undefined;
  if (inEditor) return { element, point: inEditor, behindEditor: true };
  // A header that sticks to one end of the view covers nothing at the other.
  for (const block of ["end", "start"] as const) {
    drawnBy(target).scrollIntoView({ block, inline: "nearest", behavior: "instant" });
    const other = hittablePoint(target, element);
    if (!("problem" in other)) return { element, point: other };
  }
  return point;
}

/** The corner of an element that was scrolled into view. */
function inView(element: Element): Point {
  drawnBy(element).scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  const { left, top } = boxOf(element);
  return { x: Math.max(0, left), y: Math.max(0, top) };
}

function inMiddle(element: Element): Point {
  drawnBy(element).scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  const { left, top, width, height } = boxOf(element);
  return { x: left + width / 2, y: top + height / 2 };
}

function bringIntoView(element: Element): void {
  const { left, top, width, height } = boxOf(element);
  const x = left + width / 2;
  const y = top + height / 2;
  const inside = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const hit = inside ? elementAt(x, y) : null;
  if (hit && reaches(hit, element)) return;
  scrollToMiddle(element);
}

/** Where to hit it: its middle, else other points of it that nothing covers. */
function hittablePoint(target: Element, element: Element): Point | Trouble {
  let covering: Element | null = null;
  for (const point of pointsOf(target)) {
    if (point.x < 0 || point.y < 0 || point.x >= innerWidth || point.y >= innerHeight) continue;
    const hit = elementAt(point.x, point.y);
    if (!hit) continue;
    if (reaches(hit, target) || reaches(hit, element)) return point;
    covering ??= hit;
  }
  return covering
    ? { problem: "covered", by: spoken(coverOf(covering, target)) }
    : { problem: "outside" };
}

const PLACED = /^(?:absolute|fixed|sticky)$/;

/** All of what was placed there, such as a dialog, of which the point hits a part. */
function coverOf(hit: Element, target: Element): Element {
  let cover = hit;
  for (let at = flatParent(hit); at && !isWithin(target, at); at = flatParent(at)) {
    if (PLACED.test(getComputedStyle(at).position)) cover = at;
  }
  return cover;
}

function spoken(cover: Element): string {
  return `${describe(cover)} [ref=e${refOf(cover)}]`;
}

function* pointsOf(element: Element): Generator<Point> {
  const [first, ...others] = element.getClientRects();
  const boxes = [first ?? boxOf(element), ...others.slice(0, 3)];
  for (const { left, top, width, height } of boxes) {
    yield { x: left + width / 2, y: top + height / 2 };
  }
  const { left, top, width, height } = boxes[0] ?? boxOf(element);
  for (const [x, y] of [
    [0.25, 0.5],
    [0.75, 0.5],
    [0.5, 0.25],
    [0.5, 0.75],
    [0.1, 0.1],
    [0.9, 0.9],
  ] as const) {
    yield { x: left + width * x, y: top + height * y };
  }
}

/** How far around its field an editor reaches that draws the text itself. */
const EDITOR_LEVELS = 3;

/** Where to press an editor whose hidden text area has the keys; undefined when something else lies in front of it. */
function pointInEditor(field: Element): Point | undefined {
  if (!(field instanceof HTMLTextAreaElement)) return undefined;
  const [middle] = pointsOf(field);
  const hit = middle && elementAt(middle.x, middle.y);
  let around = flatParent(field);
  for (let level = 0; hit && around && level < EDITOR_LEVELS; level++) {
    if (around !== document.body && isWithin(hit, around)) return middle;
    around = flatParent(around);
  }
  return undefined;
}

/** Types of inputs that have no text to type into. */
const BY_VALUE = /^(date|time|datetime-local|month|week|range|color)$/;
const NOT_FILLED = /^(submit|button|reset|image|hidden)$/;

export function fieldOf(
  element: Element,
): "text" | "value" | "select" | "choice" | "toggle" | "editable" | "slider" | "file" | "none" {
  if (element instanceof HTMLSelectElement) return "select";
  if (opensList(element)) return "choice";
  if (element instanceof HTMLTextAreaElement) return "text";
  if (element instanceof HTMLInputElement) {
    if (/^(checkbox|radio)$/.test(element.type)) return "toggle";
    if (element.type === "file") return "file";
    if (NOT_FILLED.test(element.type)) return "none";
    return BY_VALUE.test(element.type) ? "value" : "text";
  }
  if (element instanceof HTMLElement && element.isContentEditable) return "editable";
  if (/^(checkbox|radio|switch)$/.test(element.getAttribute("role") ?? "")) return "toggle";
  return element.getAttribute("role") === "slider" ? "slider" : "none";
}

/** The field that somebody means who points at an element: it, the one that its label is for, or the one it is a part of. */
function fieldAt(element: Element): Element {
  for (let at: Element | null = element; at; at = flatParent(at)) {
    const isField = fieldOf(at) === "editable" ? isEditingHost(at) : fieldOf(at) !== "none";
    if (isField) return at;
    if (at instanceof HTMLLabelElement && at.control) return at.control;
  }
  return element;
}

/** Nothing can be typed into it: its value is chosen in a list. */
function opensList(element: Element): boolean {
  const isTyped = element instanceof HTMLInputElement && !element.readOnly;
  if (isTyped || (element instanceof HTMLElement && element.isContentEditable)) return false;
  const opens = element.getAttribute("aria-haspopup") === "listbox";
  return element.role === "combobox" || (opens && element.matches("button,input,[role=button]"));
}

export function isChecked(element: Element): boolean {
  return element instanceof HTMLInputElement
    ? element.checked
    : element.getAttribute("aria-checked") === "true";
}

/** Where an element is, for a picture of it. */
export async function box(query: PrepareRequest["element"]): Promise<PageAnswer<"box">> {
  const found = findElement(query);
  const nowhere = { ...placeOfFrame(), x: 0, y: 0, width: 0, height: 0 };
  if ("problem" in found) return { ...nowhere, problem: found.problem };
  if (!isSeen(found.element)) return { ...nowhere, problem: "hidden" };
  inView(found.element);
  await nextFrame();
  const { x, y, width, height } = boxOf(found.element);
  return { ...nowhere, x, y, width, height };
}

/** Whether this frame has such an element. */
export function has(query: PrepareRequest["element"]): PageAnswer<"has"> {
  const found = findElement(query);
  if ("problem" in found)
    return { found: found.problem === "bad_selector" ? "bad_selector" : "no" };
  return { found: isSeen(found.element) || visibleLabelOf(found.element) ? "visible" : "hidden" };
}
