import { type Clip, canBeHit, isOutside, viewport } from "./clip.ts";
import { Reader } from "./legibility.ts";
import { isBarePart, tagOf } from "./tags.ts";
import { isBoxless, visibilityOf } from "./visibility.ts";

/**
 * - `seen`: where it is drawn can be seen, or scrolled to with the page.
 * - `out`: scrolled out of the container it is in.
 * - `unseen`: nobody will see it.
 */
export type Seen = "seen" | "out" | "unseen";

export interface TextSeen {
  seen: Seen;
  /** What to say before it, where it is in the colour of what is behind it, as far as can be told. */
  mark: string;
}

const UNSEEN: TextSeen = { seen: "unseen", mark: "" };

/** Or less, as layout rounds. */
const ONE_PIXEL = 1.5;

/** Where things are, as a person sees it. */
export class Sight {
  readonly #viewportOnly: boolean;
  readonly #viewport = viewport();
  readonly #reader = new Reader();
  /** Above or left of here nothing can be scrolled to. */
  readonly #left = -scrollX;
  readonly #top = -scrollY;

  constructor(viewportOnly: boolean) {
    this.#viewportOnly = viewportOnly;
  }

  lookAt(element: Element, box: DOMRect, clip: Clip | null): Seen {
    if (box.right <= this.#left || box.bottom <= this.#top) return "unseen";
    if (this.#viewportOnly && isOutside(box, this.#viewport)) return "unseen";
    if (!clip || !isOutside(box, clip)) return "seen";
    if (canBeHit(element, box)) return "seen";
    return clip.scrolls ? "out" : "unseen";
  }

  /** At the text right in an element. What is for screen readers alone is in a box of one pixel. */
  lookAtText(element: Element, clip: Clip | null): TextSeen {
    if (isBarePart(element) && visibilityOf(element) !== "shown") return UNSEEN;
    const own = element.getBoundingClientRect();
    const isNowhere = own.width === 0 && own.height === 0;
    const box = isNowhere && isBoxless(element) ? boxOfContents(element) : own;
    if (box.width < ONE_PIXEL || box.height < ONE_PIXEL || isInPixel(element)) return UNSEEN;
    const seen = this.lookAt(element, box, clip);
    if (seen === "unseen") return UNSEEN;
    const legibility = this.#reader.look(element);
    if (legibility === "hidden") return UNSEEN;
    return { seen, mark: legibility === "legible" ? "" : "(in the colour of its background:) " };
  }
}

function boxOfContents(element: Element): DOMRect {
  const range = new Range();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}

/** A run of text in another one that is cut to a pixel: such runs are not looked at as containers. */
function isInPixel(element: Element): boolean {
  const around = element.parentElement;
  if (!around || !tagOf(element).isInline || !tagOf(around).isInline) return false;
  const { width, height } = around.getBoundingClientRect();
  // What has no box at all is laid out as if it were not there.
  return width > 0 && width < ONE_PIXEL && height > 0 && height < ONE_PIXEL;
}
