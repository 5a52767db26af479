import type { Scene, Understanding } from "../ears.ts";
import { answerSentences, openly } from "./answer-sentences.ts";
import { browserSentences, chosenBrowser } from "./browser-sentences.ts";
import { chosen, controlSentences } from "./control-sentences.ts";
import { control, does, type Meaning } from "./meaning.ts";
import { pageSentences } from "./page-sentences.ts";
import { type SentenceKind, sentences } from "./sentences.ts";
import { withoutBeforehand } from "./beforehand.ts";
import { isBeginning } from "./beginnings.ts";
import { tabSentences } from "./tab-sentences.ts";
import { pressingEnterAfter, typing, typingSentences } from "./typing-sentences.ts";
import { viewingSentences } from "./viewing-sentences.ts";
import { dictated } from "./spoken-text.ts";

const MEANINGS: Record<SentenceKind, Meaning> = {
  stop: () => control("stop"),
  help: () => control("help"),
  undo: () => control("undo"),
  sayAgain: () => control("sayAgain"),
  repeat: () => control("repeat"),
  ...answerSentences,
  ...pageSentences,
  ...controlSentences,
  ...tabSentences,
  ...browserSentences,
  ...typingSentences,
  ...viewingSentences,
};

/** While someone dictates, only these are commands; all else is typed. */
const WHILE_DICTATING = new Set<SentenceKind>([
  "stop",
  "undo",
  "newLine",
  "newParagraph",
  "deleteThat",
  "deleteWord",
  "press",
  "stopDictation",
]);

/** And these, while a client waits for an answer. */
const ANSWERS = new Set<SentenceKind>(["yes", "no", "cancel", "answer", "answerFreely"]);

/** Sentences that may be no more than what is filled in. */
const OF_ANYTHING = new Set<SentenceKind>(["answer", "clickNumber"]);

/** What people say after a command. */
const AFTER = /[\s,]+(?:please|now|thanks|thank you|for me)[\s.!?]*$/i;

/** More signs and spaces in a row than anybody means: patterns would take seconds for thousands of them. */
const LONG_GAP = /([\s,;:.!?…-]{64})[\s,;:.!?…-]+/g;

/** What a sentence means, spoken or typed. Nothing is guessed: what fits no sentence is unknown. */
export function understand(text: string, scene: Scene): Understanding {
  const said = text.trim().replaceAll(LONG_GAP, "$1");
  if (said === "") return { kind: "unknown" };
  const { pending } = scene;
  if (pending?.kind === "which") {
    const choice = chosen(said, pending.choices);
    if (choice) return does(pending.choose(choice));
  }
  if (pending?.kind === "browser") {
    const choice = chosenBrowser(said, pending, scene);
    if (choice) return choice;
  }
  const polite = withoutBeforehand(said).replace(AFTER, "");
  if (isBeginning(polite)) return { kind: "unfinished" };
  const found =
    thenEnter(polite, scene) ??
    meaningOf(said, scene) ??
    (polite === said ? undefined : meaningOf(polite, scene));
  if (found) return found;
  if (scene.dictating) return typing("type", dictated(said), scene);
  const { question, unseen } = scene;
  // Rather not what a client is to be told.
  if (question?.kind === "text" && isLikeCommand(polite)) return { kind: "heard", text: said };
  const answer = question && openly(question, said);
  if (answer) return answer;
  return unseen !== undefined && isLikeCommand(polite)
    ? does({ sentence: said, steps: [], answer: unseen })
    : { kind: "unknown" };
}

const THEN_ENTER =
  /[\s,.]+(?:and|then|and then)[\s,]+(?:press|hit) (?:the )?(?:enter|return)(?: key)?[\s.!]*$/i;

/** "Type hello and press enter": what is typed or filled in, and then the key. */
function thenEnter(said: string, scene: Scene): Understanding | undefined {
  if (scene.dictating || !THEN_ENTER.test(said)) return undefined;
  const meaning = meaningOf(said.replace(THEN_ENTER, ""), scene);
  const isWriting =
    meaning?.kind === "command" && /^(?:type|spell|fill) /.test(meaning.command.sentence);
  return isWriting ? pressingEnterAfter(meaning.command, scene) : undefined;
}

function meaningOf(said: string, scene: Scene): Understanding | undefined {
  for (const { kind, patterns } of sentences) {
    if (scene.dictating && !isHeardWhileDictating(kind, scene)) continue;
    for (const { match } of patterns) {
      const filled = match(said);
      const meaning = filled && MEANINGS[kind](filled, scene);
      if (meaning) return meaning;
    }
  }
  return undefined;
}

/** It reads like one, though nothing on this page is called so. */
function isLikeCommand(said: string): boolean {
  return sentences.some(
    ({ kind, patterns }) => !OF_ANYTHING.has(kind) && patterns.some(({ match }) => match(said)),
  );
}

function isHeardWhileDictating(kind: SentenceKind, { question }: Scene): boolean {
  return WHILE_DICTATING.has(kind) || (question !== undefined && ANSWERS.has(kind));
}
