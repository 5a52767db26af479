import type { ControlWord, Scene, Understanding } from "../ears.ts";
import { chosen, controlSentences } from "./control-sentences.ts";
import { does, type Meaning } from "./meaning.ts";
import { pageSentences } from "./page-sentences.ts";
import { type SentenceKind, sentences } from "./sentences.ts";
import { isBeginning } from "./beginnings.ts";
import { tabSentences } from "./tab-sentences.ts";
import { typing, typingSentences } from "./typing-sentences.ts";
import { viewingSentences } from "./viewing-sentences.ts";
import { dictated } from "./spoken-text.ts";

const MEANINGS: Record<SentenceKind, Meaning> = {
  stop: () => control("stop"),
  yes: () => control("yes"),
  no: () => control("no"),
  help: () => control("help"),
  undo: () => control("undo"),
  repeat: () => control("repeat"),
  ...pageSentences,
  ...controlSentences,
  ...tabSentences,
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

/** What people say around a command. */
const BEFORE =
  /^(?:(?:please|okay|ok|hey|can you|could you|would you|will you|i want to|let's)[\s,]+)+/i;
const AFTER = /[\s,]+(?:please|now|thanks|thank you|for me)[\s.!?]*$/i;

/** What a sentence means, spoken or typed. Nothing is guessed: what fits no sentence is unknown. */
export function understand(text: string, scene: Scene): Understanding {
  const said = text.trim();
  if (said === "") return { kind: "unknown" };
  const { pending } = scene;
  if (pending?.kind === "which") {
    const choice = chosen(said, pending.choices);
    if (choice) return does(pending.choose(choice));
  }
  const polite = said.replace(BEFORE, "").replace(AFTER, "");
  if (isBeginning(polite)) return { kind: "unfinished" };
  const found = meaningOf(said, scene) ?? (polite === said ? undefined : meaningOf(polite, scene));
  if (found) return found;
  return scene.dictating ? typing("type", dictated(said), scene) : { kind: "unknown" };
}

function meaningOf(said: string, scene: Scene): Understanding | undefined {
  for (const { kind, patterns } of sentences) {
    if (scene.dictating && !WHILE_DICTATING.has(kind)) continue;
    for (const { match } of patterns) {
      const filled = match(said);
      const meaning = filled && MEANINGS[kind](filled, scene);
      if (meaning) return meaning;
    }
  }
  return undefined;
}

function control(word: ControlWord): Understanding {
  return { kind: "control", word };
}
