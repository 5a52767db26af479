import { styleOf } from "./style-of.ts";

/**
 * Text that is in the page and that nobody can read there: the usual carrier of words meant for machines.
 * What lies outside the page, is clear, tiny or cut to nothing is not seen; of text in the colour of what
 * is behind it nobody can be sure, so that it is marked.
 */

export type Legibility = "legible" | "hidden" | "same_colour";

const SMALLEST_FONT = 2;
/** As Chrome writes what is transparent; the expression is for what came from other colour spaces. */
const TRANSPARENT = "rgba(0, 0, 0, 0)";
const CLEAR = /^(?:transparent|(?:rgba|hsla|color)\(.*[,/] ?0(?:\.0\d*)?\))$/;
const CUT_TO_NOTHING =
  /^(?:inset\((?:100%|50%|49\.\d+%|99\.\d+%)|circle\(0|polygon\((?:0(?:px)? 0(?:px)?(?:, )?)+\))/;

const CUT_IN_THE_OLD_WAY = /^rect\((?:0px|1px)(?:, (?:0px|1px)){3}\)$/;

export class Reader {
  readonly #painted = new Map<Element, string>();
  readonly #plain = new Map<Element, boolean>();

  /** Of the text that stands right in this element. */
  look(element: Element): Legibility {
    const style = styleOf(element);
    const { color, fontSize } = style;
    if (Number.parseFloat(fontSize) < SMALLEST_FONT) return "hidden";
    const { textIndent } = style;
    if (textIndent.startsWith("-") && Number.parseFloat(textIndent) < -900) return "hidden";
    if (CUT_IN_THE_OLD_WAY.test(style.clip)) return "hidden";
    if (isClear(color)) return style.backgroundClip === "text" ? "legible" : "hidden";
    return color === this.#paintedBehind(element) && this.#isPlainBehind(element)
      ? "same_colour"
      : "legible";
  }

  /** What the nearest background is painted with; empty where that is half clear. */
  #paintedBehind(element: Element): string {
    const known = this.#painted.get(element);
    if (known !== undefined) return known;
    const colour = this.#paintOf(element);
    if (element.firstElementChild !== null) this.#painted.set(element, colour);
    return colour;
  }

  #paintOf(element: Element): string {
    const { backgroundColor } = styleOf(element);
    if (isSolid(backgroundColor)) return backgroundColor;
    if (!isClear(backgroundColor)) return "";
    const parent = parentOf(element);
    if (parent) return this.#paintedBehind(parent);
    const { colorScheme } = styleOf(element);
    return colorScheme === "normal" || colorScheme === "light" ? "rgb(255, 255, 255)" : "";
  }

  /** Whether nothing but that paint can be behind it: no picture, and nothing that it was placed over. */
  #isPlainBehind(element: Element): boolean {
    const known = this.#plain.get(element);
    if (known !== undefined) return known;
    const { backgroundColor, backgroundImage, position } = styleOf(element);
    // Placed elements lie over others than those they are in.
    const isPlaced = position === "absolute" || position === "fixed";
    const parent = parentOf(element);
    const isPlain =
      backgroundImage === "none" &&
      (isSolid(backgroundColor) || (!isPlaced && (parent === null || this.#isPlainBehind(parent))));
    this.#plain.set(element, isPlain);
    return isPlain;
  }
}

function isSolid(colour: string): boolean {
  return colour.startsWith("rgb(");
}

function isClear(colour: string): boolean {
  return !isSolid(colour) && (colour === TRANSPARENT || CLEAR.test(colour));
}

function parentOf(element: Element): Element | null {
  return element.assignedSlot ?? element.parentElement ?? hostOf(element);
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

export function isCutToNothing(clipPath: string): boolean {
  return clipPath !== "none" && CUT_TO_NOTHING.test(clipPath);
}
