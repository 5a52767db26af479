import { z } from "zod";
import type { Outcome } from "../../protocol/failure.ts";
import type { CallId } from "../../protocol/ids.ts";
import type { ToolOutput } from "../../protocol/tool-result.ts";
import type { Clock } from "../clock.ts";

/**
 * Which tabs show the person that clients work in them.
 *
 *   quiet ── a call works there ──▶ about to show ── SHOW_MS ──▶ shown ── no call for LINGER_MS ──▶ quiet
 *                                         ▲───── another document ────┘
 *
 * A tab that the person takes over, Stop, Pause and a lost socket are quiet at once.
 */

/** What is over sooner, or refused, is not shown; the frame is in nobody's way meanwhile. */
const SHOW_MS = 200;

/** Clients think between two calls. */
export const LINGER_MS = 5_000;

/** How often a page is told that it is still so. */
const RENEW_MS = 15_000;

/** How long a page that hears nothing more shows it. */
const LAST_MS = 2 * RENEW_MS;

/** How pages show it. Nobody waits for them. */
export interface Frames {
  show(tabId: number, clients: readonly string[], forMs: number): void;
  hide(tabId: number): void;
}

const madeSchema = z.object({ tabId: z.number() });

interface Driven {
  calls: Set<CallId>;
  clients: Set<string>;
  shown: boolean;
  /** Whether any call did something there. */
  worked: boolean;
  cancelShow: (() => void) | undefined;
  cancelEnd: (() => void) | undefined;
}

export class DrivenTabs {
  readonly #frames: Frames;
  readonly #clock: Clock;
  readonly #isOff: (tabId: number) => boolean;
  readonly #tabs = new Map<number, Driven>();
  /** Clients whose calls have no tab yet. */
  readonly #homeless = new Map<CallId, string>();

  /** `isOff`: what may not be shown now. */
  constructor(parts: { frames: Frames; clock: Clock; isOff: (tabId: number) => boolean }) {
    this.#frames = parts.frames;
    this.#clock = parts.clock;
    this.#isOff = parts.isOff;
  }

  /** A call of this client has these tabs; none, when it makes one. */
  begin(id: CallId, client: string, tabIds: readonly number[]): void {
    if (tabIds.length === 0) this.#homeless.set(id, client);
    for (const tabId of tabIds) this.#join(tabId, client)?.calls.add(id);
  }

  end(id: CallId, outcome: Outcome<ToolOutput>): void {
    const client = this.#homeless.get(id);
    this.#homeless.delete(id);
    const made =
      client !== undefined && outcome.ok ? madeSchema.safeParse(outcome.value.data) : undefined;
    if (client !== undefined && made?.data) this.#join(made.data.tabId, client)?.calls.add(id);
    for (const [tabId, driven] of this.#tabs) {
      if (!driven.calls.delete(id)) continue;
      driven.worked ||= outcome.ok;
      if (driven.calls.size > 0) continue;
      const lingers = driven.worked || driven.shown;
      if (lingers) driven.cancelEnd = this.#clock.after(LINGER_MS, () => this.drop(tabId));
      else this.drop(tabId);
    }
  }

  /** The tab has another document, or came to the front. */
  arrived(tabId: number): void {
    const driven = this.#tabs.get(tabId);
    if (driven?.shown) this.#showIn(SHOW_MS, tabId, driven);
  }

  drop(tabId: number): void {
    const driven = this.#tabs.get(tabId);
    if (!driven) return;
    this.#tabs.delete(tabId);
    driven.cancelShow?.();
    driven.cancelEnd?.();
    if (driven.shown) this.#frames.hide(tabId);
  }

  clear(): void {
    this.#homeless.clear();
    for (const tabId of this.#tabs.keys()) this.drop(tabId);
  }

  #join(tabId: number, client: string): Driven | undefined {
    if (this.#isOff(tabId)) return undefined;
    const driven = this.#tabs.get(tabId) ?? newDriven();
    this.#tabs.set(tabId, driven);
    driven.cancelEnd?.();
    const isNew = !driven.clients.has(client);
    driven.clients.add(client);
    if (isNew) this.#showIn(SHOW_MS, tabId, driven);
    return driven;
  }

  #showIn(ms: number, tabId: number, driven: Driven): void {
    driven.cancelShow?.();
    driven.cancelShow = this.#clock.after(ms, () => {
      driven.shown = true;
      this.#frames.show(tabId, [...driven.clients], LAST_MS);
      this.#showIn(RENEW_MS, tabId, driven);
    });
  }
}

function newDriven(): Driven {
  return {
    calls: new Set(),
    clients: new Set(),
    shown: false,
    worked: false,
    cancelShow: undefined,
    cancelEnd: undefined,
  };
}
