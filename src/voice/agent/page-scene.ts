import type { z } from "zod";
import type { Question } from "../../protocol/question.ts";
import { browserTools } from "../../tools/catalogue.ts";
import type { Pending, Scene, SceneControl, SceneTab } from "./ears.ts";
import type { VoiceToolAnswer } from "./host-line.ts";

/** More names than a person can choose from; beyond it a page is too large to be named by voice. */
const MAX_CONTROLS = 2_000;
const MAX_CHARS = 300_000;

type Call = (tool: string, args: unknown) => Promise<VoiceToolAnswer>;

/** Role, name and ref; then what it holds, what a select offers, and whether it is checked. */
const CONTROL =
  /([\w-]+) "([^"]*)" \[ref=(\w+)\](?: value="((?:[^"\\]|\\.)*)")?(?: options="((?:[^"\\]|\\.)*)")?(?: (checked|unchecked)\b)?/g;

/** A value that is masked, or was cut. */
const NOT_WHOLE = /^•+$|…$/;

/**
 * What the person has before them, as it was when last looked at. It is looked at again when something
 * may have changed, at most once at a time.
 */
export class PageScene {
  readonly #call: Call;
  #page: Scene["page"];
  #controls: readonly SceneControl[] = [];
  #tabs: readonly SceneTab[] = [];
  #stale = true;
  #looking: Promise<void> | undefined;
  pending: Pending | undefined;
  question: Question | undefined;
  numbersShown = false;
  dictating = false;
  typed: readonly string[] = [];

  constructor(call: Call) {
    this.#call = call;
  }

  /** What is known is what is there, as far as anybody said. */
  get isCurrent(): boolean {
    return !this.#stale && this.#looking === undefined;
  }

  /** The scene as known now. */
  now(): Scene {
    return {
      page: this.#page,
      controls: this.#controls,
      tabs: this.#tabs,
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

  /** Looks again if something may have changed. Never fails: without a browser there is nothing to see. */
  async refresh(): Promise<void> {
    for (;;) {
      if (this.#looking) await this.#looking;
      if (!this.#stale) return;
      this.#looking ??= this.#look();
    }
  }

  async #look(): Promise<void> {
    this.#stale = false;
    const [outline, windows] = await Promise.all([
      this.#call("chrome_read_page", { filter: "interactive", maxChars: MAX_CHARS }),
      this.#call("get_windows_and_tabs", {}),
    ]);
    const page = parsed(browserTools.chrome_read_page.result, outline);
    const listed = parsed(browserTools.get_windows_and_tabs.result, windows);
    this.#page = page && { url: page.url, title: page.title };
    this.#controls = this.#numbered(page ? controlsOf(page.outline) : []);
    this.#tabs = (listed?.windows ?? []).flatMap(({ focused, tabs }) =>
      tabs.map(({ tabId, title, url, active }) => ({
        tabId,
        title,
        url,
        active: active && focused,
      })),
    );
    this.#looking = undefined;
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
    const [, role = "", name = "", ref = "", quoted, offered, checked] = match;
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
    });
  }
  return controls;
}

function parsed<S extends z.ZodType>(schema: S, answer: VoiceToolAnswer): z.infer<S> | undefined {
  return answer.ok ? schema.safeParse(answer.data).data : undefined;
}
