import type { z } from "zod";
import type { Question } from "../../protocol/question.ts";
import { catalogue } from "../../tools/catalogue.ts";
import type { Pending, Scene, SceneBrowser, SceneControl, SceneTab } from "./ears.ts";
import type { VoiceToolAnswer } from "./host-line.ts";
import { spokenFailure } from "./sentences/spoken-failures.ts";

/** More names than a person can choose from; beyond it a page is too large to be named by voice. */
const MAX_CONTROLS = 2_000;
const MAX_CHARS = 300_000;
/** Pages change of themselves, and nobody is told: what was seen longer ago is looked at again. */
const FRESH_MS = 1_000;

type Call = (tool: string, args: unknown) => Promise<VoiceToolAnswer>;

const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`;
const STATES =
  "checked|unchecked|mixed|pressed|expanded|collapsed|selected|current|disabled|required|readonly|invalid|draggable|focused";

/** Role, name and ref; then what it holds, what a select offers, and its states. */
const CONTROL = new RegExp(
  String.raw`([\w-]+) "([^"]*)" \[ref=(\w+)\](?: value=${QUOTED})?(?: options=${QUOTED}(?: \+\d+ more)?)?((?: (?:${STATES})\b)*)`,
  "g",
);

const CHECKED = new Set(["checked", "unchecked"]);

/** A value that is masked, or was cut. */
const NOT_WHOLE = /^•+$|…$/;

/**
 * What the person has before them, as it was when last looked at. It is looked at again when something has changed, or
 * may have; at most once at a time. The tabs are known soon, whatever the page does.
 */
export class PageScene {
  readonly #call: Call;
  readonly #nowMs: () => number;
  #page: Scene["page"];
  #controls: readonly SceneControl[] = [];
  #tabs: readonly SceneTab[] = [];
  #browsers: readonly SceneBrowser[] = [];
  #outline: string | undefined;
  #unseen: string | undefined;
  #stale = true;
  #seenMs = Number.NEGATIVE_INFINITY;
  #looking: { page: Promise<void>; tabs: Promise<void> } | undefined;
  pending: Pending | undefined;
  question: Question | undefined;
  numbersShown = false;
  dictating = false;
  typed: readonly string[] = [];

  constructor(call: Call, nowMs = () => performance.now()) {
    this.#call = call;
    this.#nowMs = nowMs;
  }

  /** The scene as known now. */
  now(): Scene {
    return {
      page: this.#page,
      unseen: this.#unseen,
      controls: this.#controls,
      tabs: this.#tabs,
      browsers: this.#browsers,
      pending: this.pending,
      question: this.question,
      numbersShown: this.numbersShown,
      dictating: this.dictating,
      typed: this.typed,
    };
  }

  changed(): void {
    this.#stale = true;
  }

  /** Looks again if something may have changed until now. Never fails: without a browser there is nothing to see. */
  async refresh(): Promise<void> {
    await this.#looking?.page;
    // A look that begins now shows it. What changes meanwhile is for the next who asks: a page may never rest.
    if (this.#looking || !this.#isFresh) await (this.#looking ??= this.#look()).page;
  }

  /** The same for the tabs alone, if something was said to have changed. */
  async refreshTabs(): Promise<void> {
    const looking = this.#looking;
    if (!this.#stale) return looking?.tabs;
    // What is looked at since before the change need not show it.
    return looking ? this.#lookAtTabs() : (this.#looking = this.#look()).tabs;
  }

  get #isFresh(): boolean {
    return !this.#stale && this.#nowMs() - this.#seenMs < FRESH_MS;
  }

  #look(): { page: Promise<void>; tabs: Promise<void> } {
    this.#stale = false;
    const tabs = this.#lookAtTabs();
    return { tabs, page: tabs.then(() => this.#lookAtPage()) };
  }

  async #lookAtPage(): Promise<void> {
    // Without it, it would be the tab that was last spoken about.
    const front = this.#tabs.find(({ active }) => active);
    const outline = await this.#call("chrome_read_page", {
      ...(front && { tabId: front.tabId }),
      filter: "interactive",
      maxChars: MAX_CHARS,
    });
    const page = parsed(catalogue.chrome_read_page.result, outline);
    this.#page = page && { url: page.url, title: page.title };
    // What is the same stays the same object: ears that have prepared for it need not do so again.
    if (page?.outline !== this.#outline) {
      this.#outline = page?.outline;
      this.#controls = this.#numbered(page ? controlsOf(page.outline) : []);
    }
    this.#unseen = outline.ok ? undefined : spokenFailure(outline.failure);
    this.#seenMs = this.#nowMs();
    this.#looking = undefined;
  }

  async #lookAtTabs(): Promise<void> {
    const [windows, browsers] = await Promise.all([
      this.#call("get_windows_and_tabs", {}),
      this.#call("chrome_list_browsers", {}),
    ]);
    const listed = parsed(catalogue.get_windows_and_tabs.result, windows);
    const all = listed?.windows ?? [];
    const tabs = all.flatMap(({ focused, tabs: inWindow }) =>
      inWindow.map(({ tabId, title, url, active }) => ({
        tabId,
        title,
        url,
        // The only window is meant as well while another program is in front of it.
        active: active && (focused || all.length === 1),
      })),
    );
    const present = (parsed(catalogue.chrome_list_browsers.result, browsers)?.browsers ?? [])
      .filter(({ state }) => state !== "detached")
      .map(({ browserId, name, selected }) => ({ browserId, name, selected }));
    if (!Bun.deepEquals(tabs, this.#tabs)) this.#tabs = tabs;
    if (!Bun.deepEquals(present, this.#browsers)) this.#browsers = present;
  }

  /** A number that stands on the page goes on to mean the same. Another page has none of them. */
  #numbered(controls: readonly SceneControl[]): readonly SceneControl[] {
    if (!this.numbersShown) return controls;
    const shown = new Map(this.#controls.map(({ ref, number }) => [ref, number]));
    if (!controls.some(({ ref }) => shown.has(ref))) {
      this.numbersShown = false;
      return controls;
    }
    let last = this.#controls.reduce((most, { number }) => Math.max(most, number), 0);
    return controls.map((control) => ({
      ...control,
      number: shown.get(control.ref) ?? (last += 1),
    }));
  }
}

/** What can be named in an outline, numbered from 1 in the order of the page. */
export function controlsOf(outline: string): SceneControl[] {
  const controls: SceneControl[] = [];
  for (const match of outline.matchAll(CONTROL)) {
    if (controls.length >= MAX_CONTROLS) break;
    const [, role = "", name = "", ref = "", quoted, offered, said = ""] = match;
    const states = said.trim().split(" ");
    const checked = states.find((state) => CHECKED.has(state));
    const options = offered?.split(" | ");
    const value = quoted?.replaceAll(/\\(["\\])/g, "$1");
    controls.push({
      role,
      name,
      ref,
      number: controls.length + 1,
      ...(options && { options }),
      ...(value !== undefined && (NOT_WHOLE.test(value) ? { untold: true } : { value })),
      ...(checked !== undefined && { checked: checked === "checked" }),
      ...(states.includes("focused") && { focused: true }),
    });
  }
  return controls;
}

function parsed<S extends z.ZodType>(schema: S, answer: VoiceToolAnswer): z.infer<S> | undefined {
  return answer.ok ? schema.safeParse(answer.data).data : undefined;
}
