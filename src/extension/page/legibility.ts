import { styleOf } from "./style-of.ts";

/**
 * Text that is in the page and that nobody can read there: the usual carrier of words meant for machines.
 * What lies outside the page, is clear, tiny or cut to nothing is not seen; of text in the colour of what
 * is behind it nobody can be sure, so that it is marked.
 */

export type Legibility = "legible" | "hidden" | "same_colour";

const SMALLEST_FONT = 2;
const CLEAR = /^(?:transparent|(?:rgba|hsla|color)\(.*[,/] ?0(?:\.0\d*)?\))$/;
const SOLID = /^rgb\(/;
const CUT_TO_NOTHING =
  /^(?:inset\((?:100%|50%|49\.\d+%|99\.\d+%)|circle\(0|polygon\((?:0(?:px)? 0(?:px)?(?:, )?)+\))/;

const CUT_IN_THE_OLD_WAY = /^rect\((?:0px|1px)(?:, (?:0px|1px)){3}\)$/;

export class Reader {
  readonly #behind = new Map<Element, string>();

  /** Of the text that stands right in this element. */
  look(element: Element): Legibility {
    const style = styleOf(element);
    const { color, fontSize } = style;
    if (Number.parseFloat(fontSize) < SMALLEST_FONT) return "hidden";
    const { textIndent } = style;
    if (textIndent.startsWith("-") && Number.parseFloat(textIndent) < -900) return "hidden";
    if (CUT_IN_THE_OLD_WAY.test(style.clip)) return "hidden";
    if (CLEAR.test(color)) return style.backgroundClip === "text" ? "legible" : "hidden";
    return color === this.#colourBehind(element) ? "same_colour" : "legible";
  }

  /** Empty where it cannot be told: a picture, half clear, a page that chose a dark canvas. */
  #colourBehind(element: Element): string {
    const known = this.#behind.get(element);
    if (known !== undefined) return known;
    const colour = this.#work(element);
    this.#behind.set(element, colour);
    return colour;
  }

  #work(element: Element): string {
    const style = styleOf(element);
    const { backgroundColor, backgroundImage, position } = style;
    if (backgroundImage !== "none") return "";
    if (SOLID.test(backgroundColor)) return backgroundColor;
    // Placed elements lie over others than those they are in.
    if (!CLEAR.test(backgroundColor) || position === "absolute" || position === "fixed") return "";
    const parent = element.assignedSlot ?? element.parentElement ?? hostOf(element);
    if (parent) return this.#colourBehind(parent);
    const { colorScheme } = style;
    return colorScheme === "normal" || colorScheme === "light" ? "rgb(255, 255, 255)" : "";
  }
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

export function isCutToNothing(clipPath: string): boolean {
  return clipPath !== "none" && CUT_TO_NOTHING.test(clipPath);
}
