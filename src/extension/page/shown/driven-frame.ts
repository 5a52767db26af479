import { OVER_PAGE } from "./over-page.ts";
import { own, showOver, veilOwn } from "./own-elements.ts";

export interface FrameRequest {
  /** Who works here. */
  text: string;
  /** It goes by itself when it is not asked for again in this time: the extension may be gone by then. */
  forMs: number;
  /** A picture of the page is being taken. */
  veiled: boolean;
}

/** Nothing of it moves, so it costs no frames. */
const STYLE = `${OVER_PAGE}:host { color-scheme: light dark !important; }
.frame {
  --accent: #2563d9; --on-accent: #ffffff;
  position: absolute;
  inset: 0;
  border: 3px solid var(--accent);
}
@media (prefers-color-scheme: dark) {
  .frame { --accent: #6ea1ff; --on-accent: #0e1626; }
}
.label {
  position: absolute;
  bottom: 0;
  left: 50%;
  transform: translateX(-50%);
  max-width: min(420px, 80%);
  box-sizing: border-box;
  padding: 2px 12px 1px;
  border-radius: 8px 8px 0 0;
  background: var(--accent);
  color: var(--on-accent);
  font: 600 12px/18px system-ui, sans-serif;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
`;

/** A line around the page and a label: somebody works here. In the top layer, so that the page cannot cover it. */
export class DrivenFrame {
  readonly #host = document.createElement("chrome-mcp-driven");
  readonly #label = document.createElement("span");
  #ending: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const frame = document.createElement("div");
    frame.className = "frame";
    this.#label.className = "label";
    frame.append(this.#label);
    this.#host.popover = "manual";
    this.#host.setAttribute("aria-hidden", "true");
    own(this.#host, STYLE).append(frame);
    // A page that is kept for going back to must not come back with it.
    window.addEventListener("pagehide", () => this.hide());
  }

  show({ text, forMs, veiled }: FrameRequest): void {
    veilOwn(veiled);
    this.#label.textContent = text;
    showOver(this.#host);
    clearTimeout(this.#ending);
    this.#ending = setTimeout(() => this.hide(), forMs);
  }

  hide(): void {
    clearTimeout(this.#ending);
    this.#host.remove();
  }
}
