import { pageShadowOf } from "./flat-tree.ts";
import { mapOf } from "./image-map.ts";
import { INNER_CONTROLS, listens, listensForOthers } from "./listening.ts";
import { isMeantToBePressed } from "./meant-to-be-pressed.ts";
import { isEditingHost } from "./roles.ts";
import { isSeen } from "./visibility.ts";

/** What a person can press or drag although its tag and role do not say so. */

/** Names that well-known libraries give to what they let people drag. */
const DRAGGED = /(?:^|\s)(?:ui-draggable|ui-sortable-handle|ui-slider-handle|noUi-handle)(?:\s|$)/;

const DRAG_CURSOR = /^(?:grab|move|all-scroll|(?:col|row|ew|ns|nesw|nwse)-resize)$/;

const MOST_SHAPES = 400;

/** The handle of a slider is reached by keys as well. */
const OPERATED = `${INNER_CONTROLS},[tabindex="0"]`;

/** A picture that tells more to who points at it. */
export function isHint(role: string, element: Element, cursor: string): boolean {
  const hovered = () => globalThis.chromeMcpHovering?.has(element) ?? false;
  return role === "img" && (cursor === "help" || hovered());
}

/** Whether what is in the element, as it is drawn, is operated by itself. */
export function holdsControls(element: Element): boolean {
  if (holdsByRoots(element)) return true;
  if (element.firstElementChild === null) return false;
  if (element.querySelector(OPERATED) !== null) return true;
  const inner = element.getElementsByTagName("*");
  if (inner.length > MOST_SHAPES) return true;
  for (const each of inner) {
    if (listens(each) || isMeantToBePressed(each) || holdsByRoots(each)) return true;
  }
  return false;
}

/** In the shadow root of a custom element, or handed to a slot. */
function holdsByRoots(element: Element): boolean {
  const isOne = (each: Element) => each.matches(INNER_CONTROLS) || holdsControls(each);
  if (element instanceof HTMLSlotElement) return element.assignedElements().some(isOne);
  const shadow = element.localName.includes("-") ? pageShadowOf(element) : null;
  return shadow !== null && [...shadow.children].some(isOne);
}

/** Operable by what the page made of it, whatever its tag. */
export function isMadeOperable(element: Element): boolean {
  return (
    (element.hasAttributes() && isSaidOperable(element)) ||
    (listens(element) && !listensForOthers(element)) ||
    isMeantToBePressed(element)
  );
}

/** Handles up to this hold the slider that keys move, cut to a pixel. */
const LARGEST_HANDLE = 64;
const HANDLE_LEVELS = 3;

export function handleAround(slider: Element): Element | undefined {
  let around = slider.parentElement;
  for (let level = 0; around && level < HANDLE_LEVELS; level++) {
    const { width, height } = around.getBoundingClientRect();
    if (isSeen(around)) return Math.max(width, height) <= LARGEST_HANDLE ? around : undefined;
    around = around.parentElement;
  }
  return undefined;
}

/** The areas of a picture that lead somewhere, in the order in which a press finds them. */
export function areasOf(picture: Element): HTMLAreaElement[] {
  const map = mapOf(picture);
  if (!map) return [];
  const isWhole = listens(picture) || listens(map);
  return [...map.querySelectorAll("area")].filter(
    (area) => area.hasAttribute("href") || isWhole || isMadeOperable(area),
  );
}

function isSaidOperable(element: Element): boolean {
  const tabindex = element.getAttribute("tabindex");
  return (
    (tabindex !== null && !tabindex.startsWith("-")) ||
    element.hasAttribute("onclick") ||
    isDraggable(element) ||
    isEditingHost(element)
  );
}

export function isDraggable(element: Element): boolean {
  return (
    element.getAttribute("draggable") === "true" ||
    DRAGGED.test(element.getAttribute("class") ?? "")
  );
}

/** The hand, or an arrow that says it can be dragged. */
export function isInvitingCursor(cursor: string): boolean {
  return cursor === "pointer" || DRAG_CURSOR.test(cursor);
}

/** Drawings up to this are signs. */
const LARGEST_SIGN = 48;

/** A part of a sign, which is pressed as one. */
function isStroke(shape: Element): boolean {
  const drawing = shape instanceof SVGElement ? shape.ownerSVGElement : null;
  if (!drawing) return false;
  const { width, height } = drawing.getBoundingClientRect();
  return Math.max(width, height) <= LARGEST_SIGN;
}

const SHAPES = "rect,circle,ellipse,path,polygon,polyline,image,text,g";

/** The pieces of a board: what is drawn in something that can be pressed and says nothing itself. */
export function piecesOf(element: Element): readonly Element[] {
  const inner =
    element instanceof SVGElement
      ? [...element.querySelectorAll(SHAPES)].filter((shape) => shape.localName !== "g")
      : [...element.getElementsByTagName("*")].filter((each) => each.firstElementChild === null);
  const pieces = inner.length > MOST_SHAPES ? [] : inner.filter((each) => !isStroke(each));
  return pieces.length > 1 ? pieces : [];
}
