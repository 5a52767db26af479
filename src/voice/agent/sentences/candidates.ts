import type { Candidates, Scene } from "../ears.ts";
import { answersTo } from "./answer-sentences.ts";
import { browserSayings } from "./browser-sentences.ts";
import { checksOf, fieldsOf, KIND_NAMES } from "./control-sentences.ts";
import { sayings } from "./names.ts";
import { numberWords, ORDINAL_WORDS } from "./numbers.ts";
import { SITE_NAMES } from "./sites.ts";
import { KEY_NAMES } from "./spoken-text.ts";
import { tabSayings } from "./tab-sentences.ts";

/** Names beyond these are not listened for; they can still be typed, and clicked by number. */
const MAX_NAMES = 2_000;

const ALWAYS = { site: SITE_NAMES, keys: KEY_NAMES, ordinal: ORDINAL_WORDS, kind: KIND_NAMES };

/** The latest of each page, so that a scene that did not change is prepared for once. */
const latest = new WeakMap<Scene["controls"], { scene: Scene; candidates: Candidates }>();

/** What fits into the slots of the sentences in this scene. */
export function candidatesOf(scene: Scene): Candidates {
  const known = latest.get(scene.controls);
  if (known && isSame(known.scene, scene)) return known.candidates;
  const candidates = made(scene);
  latest.set(scene.controls, { scene, candidates });
  return candidates;
}

function isSame(one: Scene, other: Scene): boolean {
  return (
    one.tabs === other.tabs &&
    one.browsers === other.browsers &&
    one.question === other.question &&
    one.numbersShown === other.numbersShown &&
    one.pending?.kind === other.pending?.kind
  );
}

function made(scene: Scene): Candidates {
  const controls = scene.controls.slice(0, MAX_NAMES);
  const options = controls.flatMap((control) => control.options ?? []);
  const numbers = controls.flatMap(({ number }) => [String(number), numberWords(number)]);
  const { browsers = [] } = scene;
  const asksForNumber = scene.numbersShown || scene.pending?.kind === "which";
  return {
    ...ALWAYS,
    control: said(controls.map(({ name }) => name)),
    field: said(fieldsOf(scene).map(({ name }) => name)),
    option: said([...options, ...checksOf(scene).map(({ name }) => name)]),
    tab: [...new Set(scene.tabs.flatMap(tabSayings))],
    browser: browsers.length > 1 ? [...new Set(browsers.flatMap(browserSayings))] : [],
    number: numbers,
    answer: answersIn(scene),
    label: asksForNumber ? numbers : [],
  };
}

function answersIn({ pending, question }: Scene): string[] {
  if (pending?.kind !== "browser") return question ? answersTo(question) : [];
  return [...new Set([...pending.choices.flatMap(browserSayings), ...ORDINAL_WORDS])];
}

function said(names: readonly string[]): string[] {
  return [...new Set(names.flatMap(sayings))];
}
