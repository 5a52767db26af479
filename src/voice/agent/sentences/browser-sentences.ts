import type { Scene, SceneBrowser, Understanding } from "../ears.ts";
import { does, type Meaning } from "./meaning.ts";
import { named, plain, sayings } from "./names.ts";
import { placeOf } from "./numbers.ts";
import { say } from "./spoken-answers.ts";

/** Sentences about which of the person's browsers is meant. */
export const browserSentences = {
  useBrowser({ browser = "" }, scene) {
    const { browsers = [] } = scene;
    return (
      using(browsersCalled(browser, browsers), scene) ??
      does({ sentence: "which browsers are there", steps: [], answer: told(scene) })
    );
  },
  useNamed: ({ browser = "" }, scene) =>
    using(browsersCalled(browser, scene.browsers ?? []), scene),
  useOther: (_, scene) =>
    using(
      (scene.browsers ?? []).filter(({ selected }) => !selected),
      scene,
    ),
  whichBrowser: (_, scene) =>
    does({ sentence: "which browsers are there", steps: [], answer: told(scene) }),
} satisfies Record<string, Meaning>;

/** With several browsers and none of them chosen, a sentence waits for which one was meant. */
export function whichBrowser(
  choices: readonly SceneBrowser[],
  sentence?: string,
): Extract<Understanding, { kind: "which" }> {
  return {
    kind: "which",
    question: say.whichBrowser(choices.map(({ name }) => name)),
    pending: { kind: "browser", choices, ...(sentence !== undefined && { sentence }) },
  };
}

/** What an answer to that means; undefined when it is none. */
export function chosenBrowser(
  said: string,
  { choices, sentence }: { choices: readonly SceneBrowser[]; sentence?: string },
  scene: Scene,
): Understanding | undefined {
  const words = plain(said)
    .replace(/^(?:(?:use|take|my|the) )+/, "")
    .replace(/ (?:one|browser)$/, "");
  const place = placeOf(words, choices.length);
  const placed = place === undefined ? undefined : choices[place];
  const chosen = placed ? [placed] : browsersCalled(words, choices);
  const [one, another] = chosen;
  return one && !another ? selecting(one, scene, sentence) : undefined;
}

function using(found: readonly SceneBrowser[], scene: Scene): Understanding | undefined {
  const [one, another] = found;
  if (!one) return undefined;
  return another ? whichBrowser(found) : selecting(one, scene);
}

function selecting(browser: SceneBrowser, scene: Scene, waiting?: string): Understanding {
  const before = (scene.browsers ?? []).find(({ selected }) => selected);
  const select = ({ browserId }: SceneBrowser) =>
    ({ tool: "chrome_select_browser", args: { browserId } }) as const;
  return does({
    sentence: `use ${browser.name}`,
    steps: [select(browser)],
    answer: say.usingBrowser(browser.name),
    ...(before && { undo: [select(before)] }),
    ...(waiting !== undefined && { waiting }),
  });
}

/** Ways to call a browser: its name, and each word of it. */
export function browserSayings({ name }: SceneBrowser): string[] {
  return [...sayings(name), ...(name.match(/[\p{L}\p{N}]{3,}/gu) ?? [])];
}

function browsersCalled(said: string, browsers: readonly SceneBrowser[]): SceneBrowser[] {
  return named(said, browsers, ({ name }) => name);
}

function told({ browsers = [] }: Scene): string {
  const used = browsers.find(({ selected }) => selected);
  const names = browsers.map(({ name }) => name);
  return used ? say.browsersAndUsed(used.name, names) : say.browsers(names);
}
