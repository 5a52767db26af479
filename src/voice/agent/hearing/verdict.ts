import type { Heard } from "../ears.ts";
import { inWords } from "../sentences/names.ts";
import { likeness, soundLikeness } from "./likeness.ts";
import { addressOf } from "../sentences/spoken-text.ts";
import type { KnownReading, OpenReading, Reading, Readings } from "./walk.ts";

/*
 * Which reading of an utterance is taken, and whether it may be acted on. The numbers come from some thousand
 * utterances of eight voices, clean and in noise, commands and other sentences. What is not a command fails by at
 * least one of them: it is unlikely, it sounds like two, or it takes longer to say than the command would.
 */

/**
 * A sentence is worth the logarithm of its likelihood, in all its wordings, and more the more it is like what was freely
 * heard. What is worth less than this was not said. A single word lies in any noise, and has to be likelier.
 */
const LEAST_WORTH = -7;
const LEAST_WORTH_OF_WORD = -4.5;
/** "Repeat after me" goes on after "repeat". */
const LEAST_WORTH_OF_BEGINNING = -4;
const WORTH_OF_LETTERS = 3;
const WORTH_OF_SOUNDS = 4;
/** So much likelier than the next sentence of another meaning it must be. */
const LEAST_LEAD = 1.6;
/** "Check" is in "uncheck", and means the opposite: what is lost in noise is the beginning. */
const LEAST_LEAD_OF_PART = 4;
const LEAST_SCORE_OF_SHORT = -3;
/** What a client was told cannot be taken back. */
const LEAST_SCORE_OF_ANSWER = -6;
/** So many times as long as it usually takes to say. */
const LONGEST = 1.5;

/** What a sentence with a free end may be behind the free reading, and how likely its beginning must be. */
const OPENING = { behind: 2.5, beginning: -4 };
const NAMED_OPENING = { behind: 5.5, beginning: -6.5 };
/** How much likelier it makes an open sentence win over a whole one. */
const OPEN_AHEAD = 3;

export function judge({ free, known, open }: Readings, seconds: number): Heard {
  const heardFreely = inWords(free.text);
  const opening = open.find((reading) => isPlausible(reading, free));
  const sentence = likeliest(known, heardFreely, seconds);
  // An opening that nobody heard in the free words is weaker than a whole sentence.
  const isForced = opening && inWords(opening.text) !== heardFreely;
  if (sentence && (!opening || isForced || sentence.score > opening.score - OPEN_AHEAD)) {
    return heard("sentence", sentence);
  }
  if (opening) return heard("opening", opening);
  // A sentence of ours that is not sure enough must not come back as free words and be acted on all the same.
  const isOurs = known.some(({ text }) => inWords(text) === heardFreely);
  if (isOurs || heardFreely === "") return { kind: "nothing", text: "", score: free.score };
  return heard("free", free);
}

/** The sentence that was said, if one was. */
function likeliest(
  known: readonly KnownReading[],
  heardFreely: string,
  seconds: number,
): KnownReading | undefined {
  const ranked = rank(known, heardFreely);
  const [best] = ranked;
  if (!best) return undefined;
  const { reading, said, worth } = best;
  // The same words are one sentence, however many of ours they fit.
  const other = ranked.find((one) => one !== best && one.said !== said);
  const isExact = said === heardFreely;
  const isPart = !isExact && other?.said.endsWith(said);
  const isLikelyEnough = !isAnswer(reading) || isExact || reading.score >= LEAST_SCORE_OF_ANSWER;
  const isSure =
    isLikelyEnough &&
    worth >= leastWorth(said, heardFreely) &&
    worth - (other?.worth ?? Number.NEGATIVE_INFINITY) >=
      (isPart ? LEAST_LEAD_OF_PART : LEAST_LEAD) &&
    (isExact || seconds <= LONGEST * secondsToSay(said));
  return isSure ? reading : undefined;
}

/** A sentence in the likeliest of its wordings, and what all of them are worth. */
interface Ranked {
  reading: KnownReading;
  said: string;
  worth: number;
}

function rank(known: readonly KnownReading[], heardFreely: string): Ranked[] {
  const byMeaning = new Map<string, Ranked>();
  for (const reading of known) {
    if (!isHeard(reading, heardFreely)) continue;
    const said = inWords(reading.text);
    const worth =
      reading.score +
      WORTH_OF_LETTERS * likeness(said, heardFreely) +
      WORTH_OF_SOUNDS * soundLikeness(said, heardFreely);
    const before = byMeaning.get(reading.meaning);
    byMeaning.set(reading.meaning, before ? together(before, worth) : { reading, said, worth });
  }
  return [...byMeaning.values()].toSorted((one, other) => other.worth - one.worth);
}

/** Readings come best first, so the first of a meaning speaks for it. */
function together(ranked: Ranked, worth: number): Ranked {
  const more = Math.max(ranked.worth, worth);
  const sum = Math.exp(ranked.worth - more) + Math.exp(worth - more);
  return { ...ranked, worth: more + Math.log(sum) };
}

function leastWorth(said: string, heardFreely: string): number {
  if (heardFreely.startsWith(`${said} `)) return LEAST_WORTH_OF_BEGINNING;
  return said !== heardFreely && !said.includes(" ") ? LEAST_WORTH_OF_WORD : LEAST_WORTH;
}

/** Answers of no more letters are as hard to tell from noise as "yes". */
const SHORT_ANSWER = 6;

/** Words as short as "yes" lie in any noise: they count when they were heard as such. */
function isHeard(reading: KnownReading, heardFreely: string): boolean {
  const { text, meaning, score } = reading;
  const isShortAnswer = isAnswer(reading) && inWords(text).length <= SHORT_ANSWER;
  if (!/^(?:yes|no) /.test(meaning) && !isShortAnswer) return true;
  return inWords(text) === heardFreely || (heardFreely === "" && score > LEAST_SCORE_OF_SHORT);
}

function isAnswer({ meaning }: KnownReading): boolean {
  return meaning.startsWith("answer ");
}

function isPlausible({ score, rest, beginning, text }: OpenReading, free: Reading): boolean {
  if (rest === "") return false;
  return beginning.kinds.some((kind) => {
    // The name of a field in it makes a beginning long and hard to mistake for anything else.
    const limits = kind === "fill" && /\b(?:with|to)\b/.test(text) ? NAMED_OPENING : OPENING;
    if (score < free.score - limits.behind || beginning.score < limits.beginning) return false;
    // "Go to the mail table" begins like a sentence with an address, but that is no address.
    if (kind === "address") return addressOf(asWritten(rest)) !== undefined;
    return kind !== "fill" || limits === NAMED_OPENING || /\bin(?:to)?\b/i.test(rest);
  });
}

function heard(kind: Heard["kind"], { text, score }: Reading): Heard {
  return { kind, text: asWritten(text), score };
}

/** The full stop is the model's; and it spells as people did a hundred years ago. */
function asWritten(text: string): string {
  return text.replace(/[.,]+$/, "").replaceAll(/\b(to)-(day|morrow|night)\b/gi, "$1$2");
}

const SECONDS_AROUND = 0.4;
const SECONDS_A_LETTER = 0.06;

function secondsToSay(text: string): number {
  return SECONDS_AROUND + SECONDS_A_LETTER * text.length;
}
