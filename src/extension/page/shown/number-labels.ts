import { boxOf } from "../elements/image-map.ts";
import { OVER_PAGE } from "./over-page.ts";
import { own, showOver } from "./own-elements.ts";
import type { PageAnswer, PageRequests } from "../page-calls.ts";
import { elementOf } from "../elements/refs.ts";
import { isSeen, visibleLabelOf } from "../elements/visibility.ts";

/**
 * Numbers on elements, for the person to say. They stand in a closed shadow root in the top layer, let every click
 * through, and follow their elements wherever the page scrolls them.
 */

const STYLE = `${OVER_PAGE}b {
  position: absolute;
  left: 0;
  top: 0;
  padding: 0 4px;
  border: 1px solid #ffffff;
  border-radius: 4px;
  background: #1b2330;
  color: #ffffff;
  font: bold 12px/16px system-ui, sans-serif;
}
`;

interface Numbered {
  element: Element;
  label: HTMLElement;
}

class NumberLabels implements Disposable {
  readonly #host = document.createElement("chrome-mcp-numbers");
  readonly #numbered: readonly Numbered[];
  readonly #listening = new AbortController();
  readonly #changes = new MutationObserver(() => this.#placeSoon());
  #placing = 0;

  constructor(things: readonly { element: Element; number: number }[]) {
    this.#numbered = things.map(({ element, number }) => {
      const label = document.createElement("b");
      label.textContent = String(number);
      return { element: visibleLabelOf(element) ?? element, label };
    });
    own(this.#host, STYLE).append(...this.#numbered.map(({ label }) => label));
    this.#host.popover = "manual";
    this.#host.setAttribute("aria-hidden", "true");
    showOver(this.#host);
    this.#place();
    const options = { capture: true, passive: true, signal: this.#listening.signal };
    for (const type of ["scroll", "resize", "transitionend", "load"]) {
      window.addEventListener(type, () => this.#placeSoon(), options);
    }
    const all = { subtree: true, childList: true, attributes: true };
    this.#changes.observe(document.documentElement, all);
  }

  [Symbol.dispose](): void {
    this.#listening.abort();
    this.#changes.disconnect();
    cancelAnimationFrame(this.#placing);
    this.#host.remove();
  }

  #placeSoon(): void {
    cancelAnimationFrame(this.#placing);
    this.#placing = requestAnimationFrame(() => this.#place());
  }

  /** First all places are read, then all are written: the page is laid out once. */
  #place(): void {
    const places = this.#numbered.map(({ element }) =>
      element.isConnected && isSeen(element)
        ? (element.getClientRects()[0] ?? boxOf(element))
        : undefined,
    );
    for (const [at, { label }] of this.#numbered.entries()) {
      const place = places[at];
      const isInView =
        place &&
        place.bottom > 0 &&
        place.right > 0 &&
        place.top < innerHeight &&
        place.left < innerWidth;
      label.style.display = isInView ? "block" : "none";
      if (!isInView) continue;
      label.style.transform = `translate(${Math.max(0, place.left)}px, ${Math.max(0, place.top)}px)`;
    }
  }
}

let shown: NumberLabels | undefined;

/** In place of those that were shown. */
export function showNumbers({ labels }: PageRequests["showNumbers"]): PageAnswer<"showNumbers"> {
  shown?.[Symbol.dispose]();
  const things = labels.flatMap(({ ref, number }) => {
    const element = elementOf(ref);
    return element ? [{ element, number }] : [];
  });
  shown = things.length > 0 ? new NumberLabels(things) : undefined;
  return { shown: things.length };
}
