import { flatChildren, pageShadowOf } from "./flat-tree.ts";
import { tagOf } from "./tags.ts";
import { visibilityOf } from "./visibility.ts";

/** Text of a page as a person sees it, in one line. */

const MAX_TEXT = 320;

/** So many signs of a text may become one when it is collapsed. */
export const MOST_WHITE_SPACE = 4;

/** Any white space but one blank between words. */
const UNEVEN = /[^\S ]| {2}|^ | $/;

export function collapse(text: string): string {
  return UNEVEN.test(text) ? text.replace(/\s+/g, " ").trim() : text;
}

export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  // Never between the two halves of one sign.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

/**
 * Visible text of an element, pictures by their names, without what is in elements to `skip` (a selector).
 * Stops soon after `max` characters.
 */
export function textOf(element: Element, max = MAX_TEXT, skip?: string): string {
  if (!element.firstElementChild && !pageShadowOf(element)) {
    return collapse((element.textContent ?? "").slice(0, max * 4));
  }
  const parts: string[] = [];
  gatherText(element, parts, max, skip);
  return collapse(parts.join(""));
}

function gatherText(
  element: Element,
  parts: string[],
  left: number,
  skip?: string,
  hidden = false,
): number {
  for (const child of flatChildren(element)) {
    if (left <= 0) return left;
    if (child instanceof Text) {
      if (hidden) continue;
      parts.push(child.data);
      // The white space of a template is nothing to read.
      left -= child.data.trim().length;
    } else if (child instanceof Element && !tagOf(child).isSilent) {
      const visibility = visibilityOf(child);
      if (visibility === "gone" || (skip !== undefined && child.matches(skip))) continue;
      // The face of a card that is turned down: there, and not seen.
      const unseen =
        visibility === "transparent" && getComputedStyle(child).visibility !== "visible";
      const own = ownName(child);
      if (own !== "") {
        parts.push(" ", own, " ");
        left -= own.length;
      } else {
        const inline = /^(SPAN|B|I|EM|STRONG|SMALL|U|S|CODE|MARK|SUB|SUP|FONT|SLOT)$/.test(
          child.tagName,
        );
        if (!inline) parts.push(" ");
        left = gatherText(child, parts, left, skip, unseen);
        if (!inline) parts.push(" ");
      }
    }
  }
  return left;
}

/** A name that the element carries itself, not by its text. */
function ownName(element: Element): string {
  const label = element.getAttribute("aria-label");
  if (label) return collapse(label);
  if (element instanceof HTMLImageElement) return collapse(element.alt);
  if (element instanceof SVGSVGElement) return collapse(svgTitle(element));
  return "";
}

export function svgTitle(svg: SVGElement): string {
  for (const child of svg.children) {
    if (child.localName === "title") return child.textContent ?? "";
  }
  return "";
}
