/** Colours as a person could name them: what something is painted with, and what is written on it. */

const CLEAR = /^(?:transparent|none|rgba\(.*, 0\))$/;

export function coloursOf(element: Element): string {
  const { color, backgroundColor, fill, stroke } = getComputedStyle(element);
  if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) {
    return one("fill", fill) + one("stroke", stroke);
  }
  const hasText = (element.textContent ?? "").trim() !== "";
  return one("bg", backgroundColor) + (hasText ? one("fg", color) : "");
}

function one(kind: string, colour: string): string {
  return colour === "" || CLEAR.test(colour) ? "" : ` ${kind}=${short(colour)}`;
}

/** `#rrggbb` for what is solid. */
function short(colour: string): string {
  const rgb = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour)?.slice(1);
  return rgb
    ? `#${rgb.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`
    : colour.replaceAll(" ", "");
}
