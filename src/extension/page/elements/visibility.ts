import { boxOf, drawnBy } from "./image-map.ts";

/** What a person would see. */

/**
 * - `shown`: it is drawn.
 * - `transparent`: it draws nothing itself, its children may (`visibility`, `display: contents`).
 * - `gone`: nothing of it is drawn.
 */
export type Visibility = "shown" | "transparent" | "gone";

const CHECK = { opacityProperty: true, visibilityProperty: true } as const;

export function visibilityOf(element: Element): Visibility {
  if (element.checkVisibility(CHECK) || isGlass(element)) return "shown";
  const { display, opacity } = getComputedStyle(element);
  if (display === "contents") return "transparent";
  return display === "none" ||
    opacity === "0" ||
    !element.checkVisibility({ opacityProperty: true })
    ? "gone"
    : "transparent";
}

/** It has no place of its own, though the text in it is drawn. */
export function isBoxless(element: Element): boolean {
  const { display, visibility } = getComputedStyle(element);
  return display === "contents" && visibility === "visible";
}

/** Drawn, and of a size that can be seen. */
export function isSeen(element: Element): boolean {
  if (!drawnBy(element).checkVisibility(CHECK) && !isGlass(element)) return false;
  const { width, height } = boxOf(element);
  return width > 1 && height > 1;
}

/**
 * A box to tick, or the field of a list to choose from, that lies transparent in front of what the page draws for it,
 * without a label to speak for it.
 */
function isGlass(element: Element): boolean {
  return (
    (isTicked(element) || isChosenIn(element)) &&
    getComputedStyle(element).opacity === "0" &&
    element.parentElement?.checkVisibility(CHECK) === true &&
    visibleLabelOf(element) === undefined
  );
}

function isChosenIn(element: Element): boolean {
  return element instanceof HTMLInputElement && element.getAttribute("role") === "combobox";
}

function isTicked(element: Element): element is HTMLInputElement {
  return element instanceof HTMLInputElement && /^(checkbox|radio|file)$/.test(element.type);
}

/** The label that a person sees instead of a checkbox, radio or file input that is itself hidden. */
export function visibleLabelOf(element: Element): HTMLLabelElement | undefined {
  if (!isTicked(element)) return undefined;
  return [...(element.labels ?? [])].find(isSeen);
}

export function isDisabled(element: Element): boolean {
  return element.matches(":disabled") || element.closest("[aria-disabled=true]") !== null;
}
