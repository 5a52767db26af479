import { aboveOwn, own } from "./own-elements.ts";

/**
 * Keeps a card of ours where the person can see and press it, whatever the page puts over it.
 *
 *   in the page's top layer ── what is shut off there, as by `inert` or the full screen of a video ──▶ modal, before the page
 *
 * The card stands in the page's own modal dialog or full-screen element while there is one: all else is shut off then.
 * What is thrown out, covered or shut off comes back, but never at once: a page that answers each coming with a
 * throwing-out would stand still. All that pages can reach is a host that draws nothing.
 */

declare global {
  interface IntersectionObserverInit {
    /** Chrome's: whether anything lies over the target is told, at most once in `delay`. */
    trackVisibility?: boolean;
    delay?: number;
  }
  interface IntersectionObserverEntry {
    readonly isVisible: boolean;
  }
}

/** The least that Chrome takes. */
const LOOK_MS = 100;

/** A page that throws it out more often than that has its way. Popup and panel ask as well. */
const MOST_RETURNS = 20;

/** What draws no children is no place for a card. */
const HOME = ":modal:not(video, iframe, img, canvas, embed, object)";

/** All that are shown. Only the last one comes back above others, or two would do so for ever. */
const shown: OnTop[] = [];

export class OnTop implements Disposable {
  readonly #host: HTMLElement;
  readonly #door = document.createElement("dialog");
  readonly #card: HTMLElement;
  readonly #shadow: ShadowRoot;
  readonly #mayBlock: boolean;
  readonly #changes = new MutationObserver(() => this.#mendSoon());
  readonly #sight: IntersectionObserver;
  readonly #listening = new AbortController();
  readonly #end: () => void;
  #mending = 0;
  #returns = 0;
  /** When the person saw it come. */
  shownMs = performance.now();

  /** `mayBlock`: the person need not use the page meanwhile. */
  constructor(parts: { name: string; style: string; card: HTMLElement; mayBlock: boolean }) {
    this.#host = document.createElement(parts.name);
    this.#card = parts.card;
    this.#mayBlock = parts.mayBlock;
    this.#card.popover = "manual";
    this.#door.append(this.#card);
    // Chrome closes it when Escape is pressed in nothing.
    this.#door.addEventListener("close", () => this.#mendSoon());
    this.#shadow = own(this.#host, parts.style);
    this.#shadow.append(this.#door);
    shown.push(this);
    this.#raise();
    this.#end = aboveOwn(() => this.#raise());
    const options = { capture: true, signal: this.#listening.signal };
    for (const type of ["toggle", "fullscreenchange"]) {
      document.addEventListener(type, () => this.#mendSoon(), options);
    }
    this.#sight = new IntersectionObserver((entries) => this.#see(entries), {
      trackVisibility: true,
      delay: LOOK_MS,
    });
    this.#sight.observe(this.#card);
  }

  get isModal(): boolean {
    return this.#door.matches(":modal");
  }

  [Symbol.dispose](): void {
    shown.splice(shown.indexOf(this), 1);
    this.#end();
    this.#listening.abort();
    this.#changes.disconnect();
    this.#sight.disconnect();
    cancelAnimationFrame(this.#mending);
    this.#door.close();
    this.#host.remove();
    const last = shown.at(-1);
    if (last) last.#mendSoon();
  }

  #see(entries: readonly IntersectionObserverEntry[]): void {
    if (entries.at(-1)?.isVisible !== false) return;
    const isVeiled = this.#host.isConnected && getComputedStyle(this.#card).opacity === "0";
    if (!isVeiled) this.#comeBack();
  }

  #mendSoon(): void {
    cancelAnimationFrame(this.#mending);
    this.#mending = requestAnimationFrame(() => {
      if (!this.#host.isConnected || this.#isShutOff()) this.#comeBack();
    });
  }

  #comeBack(): void {
    if (!this.#host.isConnected) this.#returns += 1;
    if (shown.at(-1) !== this) return;
    if (this.#returns > MOST_RETURNS) return;
    this.#raise();
    this.shownMs = performance.now();
  }

  /** Above all that is in the top layer now, with the focus where it was in it. */
  #raise(): void {
    const focused = this.#shadow.activeElement;
    const home = [...document.querySelectorAll(HOME)].at(-1) ?? document.documentElement;
    if (this.#host.parentNode !== home) {
      home.append(this.#host);
      this.#watch();
    }
    if (this.#card.matches(":popover-open")) this.#card.hidePopover();
    this.#door.close();
    this.#card.showPopover();
    if (this.#mayBlock && this.#isShutOff()) {
      this.#card.hidePopover();
      this.#door.showModal();
      this.#card.showPopover();
    }
    if (focused instanceof HTMLElement) focused.focus();
  }

  /** What it hangs in may be thrown out as well. */
  #watch(): void {
    for (let at: Node | null = this.#host; at; at = at.parentNode) {
      this.#changes.observe(at, { childList: true, attributeFilter: ["inert"] });
    }
  }

  #isShutOff(): boolean {
    const { left, top, width, height } = this.#card.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return hit !== null && hit !== this.#host;
  }
}
