import type { Scene, SceneTab, Understanding } from "../ears.ts";
import { does, type Meaning, step } from "./meaning.ts";
import { named } from "./names.ts";
import { numberOf, placeOf } from "./numbers.ts";
import type { Filled } from "./pattern.ts";
import { say } from "./spoken-answers.ts";

/** Sentences about tabs. */
export const tabSentences = {
  newTab: (_, scene) =>
    does({
      sentence: "new tab",
      steps: [step(scene, "chrome_navigate", { url: "about:blank", newTab: true })],
      answer: say.newTab,
    }),
  closeTab: (_, scene) => closing(activeTab(scene), scene),
  closeNamedTab: ({ tab = "" }, scene) => closing(tabNamed(tab, scene), scene),
  nextTab: (_, scene) => neighbour(1, scene),
  previousTab: (_, scene) => neighbour(-1, scene),
  numberedTab: (filled, scene) => switching(tabCounted(filled, scene), scene),
  closeNumberedTab: (filled, scene) => closing(tabCounted(filled, scene), scene),
  namedTab: ({ tab = "" }, scene) => switching(tabNamed(tab, scene), scene),
} satisfies Record<string, Meaning>;

/** Words of a title by which a tab may be called: each of them, and the beginning. */
export function tabSayings({ title, url }: SceneTab): string[] {
  const words = title.match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  return [...words, words.slice(0, 2).join(" "), words.slice(0, 3).join(" "), siteName(url)].filter(
    (said) => said !== "",
  );
}

function tabCounted({ number = "", ordinal }: Filled, { tabs }: Scene): SceneTab | undefined {
  const place = ordinal === undefined ? (numberOf(number) ?? 0) - 1 : placeOf(ordinal, tabs.length);
  return place === undefined ? undefined : tabs[place];
}

function tabNamed(said: string, { tabs }: Scene): SceneTab | undefined {
  const byTitle = named(said, tabs, ({ title }) => title);
  const [first = byPart(said, tabs)] = byTitle;
  return first;
}

/** "Mail" is "Gmail" too, and what is at mail.example.com. */
function byPart(said: string, tabs: readonly SceneTab[]): SceneTab | undefined {
  const part = said.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  if (part.length < 3) return undefined;
  return (
    tabs.find(({ title }) => title.toLowerCase().includes(part)) ??
    tabs.find(({ url }) => URL.canParse(url) && new URL(url).hostname.includes(part))
  );
}

/** example for https://www.example.com/ */
function siteName(url: string): string {
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
  return host.split(".").slice(0, -1).join(" ");
}

function activeTab({ tabs }: Scene): SceneTab | undefined {
  return tabs.find(({ active }) => active);
}

function closing(tab: SceneTab | undefined, scene: Scene): Understanding | undefined {
  if (!tab) return undefined;
  return does({
    sentence: `close ${tab.title}`,
    steps: [{ tool: "chrome_close_tabs", args: { tabIds: [tab.tabId] } }],
    answer: say.closedTab,
    ...(/^https?:/.test(tab.url) && {
      undo: [step(scene, "chrome_navigate", { url: tab.url, newTab: true })],
    }),
  });
}

function switching(tab: SceneTab | undefined, scene: Scene): Understanding | undefined {
  if (!tab) return undefined;
  const before = activeTab(scene);
  return does({
    sentence: `go to the tab ${tab.title}`,
    steps: [{ tool: "chrome_switch_tab", args: { tabId: tab.tabId } }],
    answer: say.onTab(tab.title),
    ...(before && { undo: [{ tool: "chrome_switch_tab", args: { tabId: before.tabId } }] }),
  });
}

function neighbour(by: 1 | -1, scene: Scene): Understanding {
  const { tabs } = scene;
  const at = tabs.findIndex(({ active }) => active);
  const tab = tabs[(at + by + tabs.length) % tabs.length];
  const isOther = tab !== undefined && !tab.active;
  return (
    (isOther ? switching(tab, scene) : undefined) ??
    does({ sentence: by === 1 ? "next tab" : "previous tab", steps: [], answer: say.onlyTab })
  );
}
