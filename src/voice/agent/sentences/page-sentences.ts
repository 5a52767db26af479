import { z } from "zod";
import type { Scene, Understanding } from "../ears.ts";
import { does, doesOpenly, type Meaning, step } from "./meaning.ts";
import { say } from "./spoken-answers.ts";
import { addressOf } from "./spoken-text.ts";
import { siteAddress } from "./sites.ts";

/** Sentences about the page as a whole: going to one, moving in it, hearing what is on it. */

const contentSchema = z.object({ content: z.string() });
const outlineSchema = z.object({ outline: z.string() });
const valueSchema = z.object({ value: z.string() });
const totalSchema = z.object({ total: z.number() });
const matchesSchema = z.object({ matches: z.array(z.object({ ref: z.string() })) });
const titleSchema = z.object({ title: z.string() });

/** As much as is read in one go, in characters: some forty seconds of speech. */
const MAX_READ = 600;
const MAX_HEADINGS = 8;
const MAX_CLICKABLE = 8;
const LONGEST_NAME = 60;

/** "A little", in pixels: three lines or so. */
const A_LITTLE = 150;
const OPPOSITE = { up: "down", down: "up", left: "right", right: "left" } as const;

/** An address goes as far as a person says it; nobody says more than this. */
const MAX_QUERY = 300;

/** "Find me a restaurant" is no search for words on the page. */
const NOT_ON_PAGE = /^(?:me|my|a|an|us|some|someone|somebody|out|him|her|your)\b/i;

export const pageSentences = {
  site: ({ site = "" }, scene) => openingSite(site, scene),
  siteApart: ({ site = "" }, scene) => openingSite(site, scene, APART),
  address: ({ words = "" }, scene) => openingAddress(words, scene),
  addressApart: ({ words = "" }, scene) => openingAddress(words, scene, APART),
  search({ words = "" }, scene) {
    const query = words.replaceAll(/[\s.?!]+$/g, "").slice(0, MAX_QUERY);
    const url = `https://www.google.com/search?q=${encodeURIComponent(query)}`;
    return doesOpenly({
      sentence: `search for ${query}`,
      steps: [step(scene, "chrome_navigate", { url })],
      answer: say.searching(query),
      undo: [step(scene, "chrome_navigate", { url: "back" })],
    });
  },
  back: (_, scene) => going("back", "forward", say.back, scene),
  forward: (_, scene) => going("forward", "back", say.forward, scene),
  reload: (_, scene) =>
    does({
      sentence: "reload",
      steps: [step(scene, "chrome_navigate", { refresh: true })],
      answer: say.reloaded,
    }),

  scrollTop: (_, scene) => scrolling("scroll to the top", { toTop: true }, scene),
  scrollBottom: (_, scene) => scrolling("scroll to the bottom", { toBottom: true }, scene),
  scrollDown: (_, scene) => scrolling("scroll down", { direction: "down" }, scene),
  scrollUp: (_, scene) => scrolling("scroll up", { direction: "up" }, scene),
  scrollDownLittle: (_, scene) =>
    scrolling("scroll down a little", { direction: "down", amount: A_LITTLE }, scene),
  scrollUpLittle: (_, scene) =>
    scrolling("scroll up a little", { direction: "up", amount: A_LITTLE }, scene),
  scrollLeft: (_, scene) => scrolling("scroll left", { direction: "left" }, scene),
  scrollRight: (_, scene) => scrolling("scroll right", { direction: "right" }, scene),

  readPage: (_, scene) =>
    does({
      sentence: "read the page",
      steps: [step(scene, "chrome_get_web_content", { maxChars: 2_000 })],
      answer: ([result]) =>
        excerpt(contentSchema.safeParse(result).data?.content ?? "") || say.nothingToRead,
    }),
  readHeadings: (_, scene) =>
    does({
      sentence: "read the headings",
      steps: [step(scene, "chrome_read_page", {})],
      answer([result]) {
        const outline = outlineSchema.safeParse(result).data?.outline ?? "";
        const names = [...outline.matchAll(/^\s*heading \d "([^"]+)"/gm)].map(
          ([, name = ""]) => name,
        );
        return names.length === 0
          ? say.noHeadings
          : say.headings(names.slice(0, MAX_HEADINGS), names.length);
      },
    }),
  readSelection: (_, scene) =>
    does({
      sentence: "read the selection",
      steps: [step(scene, "chrome_javascript", { code: "return String(getSelection())" })],
      answer: ([result]) =>
        excerpt(textOfJson(valueSchema.safeParse(result).data?.value)) || say.nothingSelected,
    }),
  whereAmI: (_, scene) =>
    does({
      sentence: "where am I",
      steps: [],
      answer: scene.page === undefined ? (scene.unseen ?? say.noPage) : say.here(scene.page.title),
    }),
  whatToClick(_, { controls, unseen }) {
    const names = [...new Set(controls.map(({ name }) => name).filter((name) => name !== ""))];
    return does({
      sentence: "what can I click",
      steps: [],
      answer:
        names.length === 0
          ? (unseen ?? say.nothingToClick)
          : say.clickable(names.slice(0, MAX_CLICKABLE), names.length),
    });
  },
  showNumbers(_, { controls, unseen }) {
    const sentence = "show numbers";
    return controls.length === 0
      ? does({ sentence, steps: [], answer: unseen ?? say.nothingToClick })
      : does({ sentence, steps: [], numbers: "show", answer: say.numbersShown });
  },
  hideNumbers: () => does({ sentence: "hide numbers", steps: [], numbers: "hide" }),
  findHere: ({ words = "" }, scene) => finding(words, scene),
  find: ({ words = "" }, scene) => (NOT_ON_PAGE.test(words) ? undefined : finding(words, scene)),
  screenshot: (_, scene) =>
    does({
      sentence: "take a screenshot",
      // Nobody else would ever see it.
      steps: [step(scene, "chrome_screenshot", { savePng: true, name: pictureName(scene) })],
      answer: say.screenshot,
    }),
} satisfies Record<string, Meaning>;

/** As the file is called: by what is in the picture. */
function pictureName({ page }: Scene): string {
  return page?.title.slice(0, LONGEST_NAME) || "screenshot";
}

/** In a tab of its own. */
const APART = { newTab: true } as const;

type Apart = Partial<typeof APART>;

function openingSite(site: string, scene: Scene, apart: Apart = {}): Understanding | undefined {
  const url = siteAddress(site);
  return url === undefined ? undefined : does(opening(url, site, scene, apart));
}

function openingAddress(words: string, scene: Scene, apart: Apart = {}): Understanding | undefined {
  const url = addressOf(words);
  if (url === undefined) return undefined;
  return doesOpenly(opening(url, new URL(url).hostname, scene, apart));
}

function opening(url: string, site: string, scene: Scene, { newTab }: Apart) {
  return {
    sentence: newTab ? `open ${site} in a new tab` : `open ${site}`,
    steps: [step(scene, "chrome_navigate", { url, ...(newTab && { newTab }) })],
    answer: say.opening(site),
    ...(!newTab && { undo: [step(scene, "chrome_navigate", { url: "back" })] }),
  };
}

const QUOTES = /^["'\u201c\u2018]|["'\u201d\u2019]$/g;

function finding(words: string, scene: Scene): Understanding {
  const text = words.replaceAll(/[\s.?!]+$/g, "").replaceAll(QUOTES, "");
  return doesOpenly({
    sentence: `find ${text}`,
    steps: [step(scene, "chrome_find", { text })],
    following([result]) {
      const [first] = matchesSchema.safeParse(result).data?.matches ?? [];
      return first
        ? [step(scene, "chrome_scroll", { ref: first.ref, includeSnapshot: "none" })]
        : [];
    },
    answer: ([result]) => say.found(totalSchema.safeParse(result).data?.total ?? 0),
  });
}

function going(
  direction: "back" | "forward",
  opposite: "back" | "forward",
  answer: string,
  scene: Scene,
): Understanding {
  return does({
    sentence: `go ${direction}`,
    steps: [step(scene, "chrome_navigate", { url: direction })],
    answer: ([result]) => {
      const title = titleSchema.safeParse(result).data?.title ?? "";
      return title === "" ? answer : say.here(title);
    },
    undo: [step(scene, "chrome_navigate", { url: opposite })],
  });
}

interface Scrolling {
  direction?: keyof typeof OPPOSITE;
  amount?: number;
  toTop?: true;
  toBottom?: true;
}

function scrolling(
  sentence: string,
  { direction, ...args }: Scrolling,
  scene: Scene,
): Understanding {
  const toward = (way: Scrolling["direction"]) =>
    step(scene, "chrome_scroll", {
      ...args,
      ...(way && { direction: way }),
      includeSnapshot: "none",
    });
  return does({
    sentence,
    steps: [toward(direction)],
    // It is seen; to say it would only hold up the next.
    answer: "",
    ...(direction && { undo: [toward(OPPOSITE[direction])] }),
  });
}

/** The beginning of a text, up to the end of a sentence. */
function excerpt(text: string): string {
  const collapsed = text.replaceAll(/\s+/g, " ").trim();
  if (collapsed.length <= MAX_READ) return collapsed;
  const cut = collapsed.slice(0, MAX_READ);
  const end = Math.max(cut.lastIndexOf(". "), cut.lastIndexOf("! "), cut.lastIndexOf("? "));
  return end > 0 ? cut.slice(0, end + 1) : cut.slice(0, cut.lastIndexOf(" "));
}

function textOfJson(value: string | undefined): string {
  return value === undefined
    ? ""
    : value
        .replaceAll(/^"|"$/g, "")
        .replaceAll(/\\[nrt]/g, " ")
        .replaceAll(/\\(.)/g, "$1");
}
