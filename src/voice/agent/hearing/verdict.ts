import type { Heard } from "../ears.ts";
import { inWords } from "../sentences/names.ts";
import { asWritten } from "./as-written.ts";
import { likeness, soundLikeness } from "../sentences/likeness.ts";
import { openingOf } from "./opening.ts";
import type { KnownReading, Reading, Readings } from "./walk.ts";

/*
 * Which reading of an utterance is taken, and whether it may be acted on. The numbers come from some thousand
 * utterances of eleven voices, clean and in noise, commands and other sentences. What is not a command fails by at
 * least one of them: it is unlikely, it sounds like two, or it takes longer to say than the command would.
 */

/**
 * A sentence is worth the logarithm of its likelihood, in all its wordings, and more the more it is like what was freely
 * heard. What is worth less than this was not said. A single word lies in any noise, and has to be likelier.
 */
const LEAST_WORTH = -5.5;
const LEAST_WORTH_OF_WORD = -4.5;
/** "Repeat after me" goes on after "repeat". */
const LEAST_WORTH_OF_BEGINNING = -4;
const WORTH_OF_LETTERS = 4;
const WORTH_OF_SOUNDS = 6;
/** So much likelier than the next sentence of another meaning it must be. */
const LEAST_LEAD = 1.6;
/** "Check" is in "uncheck", and means the opposite: what is lost in noise is the beginning. */
const LEAST_LEAD_OF_PART = 4;
const LEAST_SCORE_OF_SHORT = -3;
/** What a client was told cannot be taken back. */
const LEAST_SCORE_OF_ANSWER = -6;
/** So many times as long as it usually takes to say. */
const LONGEST = 1.5;
/** How much likelier it makes an open sentence win over a whole one. */
const OPEN_AHEAD = 3;

/** `readings`: of one utterance, in one form or several; the first is the best. `seconds`: how long it is. */
export function judge(readings: readonly Readings[], seconds: number): Heard {
  const freely = readings.map(({ free }) => inWords(free.text));
  const known = together(readings);
  const opening = openingOf(readings);
  const sentence = likeliest(known, freely, seconds);
  const wins =
    sentence && (!opening || opening.forced || sentence.score > opening.reading.score - OPEN_AHEAD);
  if (wins) return heard("sentence", sentence);
  if (opening) return heard("opening", opening.reading);
  const [free = { text: "", score: 0 }] = readings.map((one) => one.free);
  const [heardFreely = ""] = freely;
  // A sentence of ours that is not sure enough must not come back as free words and be acted on all the same.
  const isOurs = known.some(({ text }) => inWords(text) === heardFreely);
  if (isOurs || heardFreely === "") return { kind: "nothing", text: "", score: free.score };
  return heard("free", free);
}

/** Would more readings make no difference? `heard`: what was judged of those that there are. */
export function isSettled({ kind, text }: Heard, readings: readonly Readings[]): boolean {
  if (kind === "sentence" || kind === "opening") {
    return readings.some(({ free }) => inWords(free.text) === inWords(text));
  }
  return readings.every(
    ({ free, known, open }) => free.text !== "" && known.length === 0 && open.length === 0,
  );
}

/** Each sentence with the mean of its likelihoods: what one reading is sure of weighs more than what several doubt. */
function together(readings: readonly Readings[]): KnownReading[] {
  const likelihoods = new Map<string, KnownReading & { sum: number }>();
  for (const reading of readings.flatMap(({ known }) => known)) {
    const { sum = 0 } = likelihoods.get(reading.text) ?? {};
    likelihoods.set(reading.text, { ...reading, sum: sum + Math.exp(reading.score) });
  }
  return [...likelihoods.values()]
    .map(({ text, meaning, sum }) => ({ text, meaning, score: Math.log(sum / readings.length) }))
    .toSorted((one, other) => other.score - one.score);
}

/** The sentence that was said, if one was. */
function likeliest(
  known: readonly KnownReading[],
  freely: readonly string[],
  seconds: number,
): KnownReading | undefined {
  const ranked = rank(known, freely);
  const [best] = ranked;
  if (!best) return undefined;
  const { reading, said, worth } = best;
  // The same words are one sentence, however many of ours they fit.
  const other = ranked.find((one) => one !== best && one.said !== said);
  const isExact = isWrittenDown(said, freely);
  const isPart = other?.said.endsWith(said);
  const isLikelyEnough = !isAnswer(reading) || isExact || reading.score >= LEAST_SCORE_OF_ANSWER;
  const isSure =
    isLikelyEnough &&
    worth >= leastWorth(said, freely) &&
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

/** `known`: best first, so the first of a meaning speaks for it. */
function rank(known: readonly KnownReading[], freely: readonly string[]): Ranked[] {
  const byMeaning = new Map<string, Ranked>();
  for (const reading of known) {
    if (!isHeard(reading, freely)) continue;
    const said = inWords(reading.text);
    const worth = reading.score + Math.max(...freely.map((words) => worthOfLikeness(said, words)));
    const before = byMeaning.get(reading.meaning);
    byMeaning.set(
      reading.meaning,
      before ? { ...before, worth: logOfSum(before.worth, worth) } : { reading, said, worth },
    );
  }
  return [...byMeaning.values()].toSorted((one, other) => other.worth - one.worth);
}

function worthOfLikeness(said: string, words: string): number {
  return WORTH_OF_LETTERS * likeness(said, words) + WORTH_OF_SOUNDS * soundLikeness(said, words);
}

/** Of two likelihoods that are given by their logarithms. */
function logOfSum(one: number, other: number): number {
  const more = Math.max(one, other);
  return more + Math.log(Math.exp(one - more) + Math.exp(other - more));
}

function leastWorth(said: string, freely: readonly string[]): number {
  if (freely.some((words) => words.startsWith(`${said} `))) return LEAST_WORTH_OF_BEGINNING;
  return !isWrittenDown(said, freely) && isWord(said) ? LEAST_WORTH_OF_WORD : LEAST_WORTH;
}

/** Was it heard freely, too? A single word has to be each time: in noise there is always one. */
function isWrittenDown(said: string, freely: readonly string[]): boolean {
  return isWord(said) ? freely.every((words) => words === said) : freely.includes(said);
}

function isWord(said: string): boolean {
  return !said.includes(" ");
}

/** Answers of no more letters are as hard to tell from noise as "yes". */
const SHORT_ANSWER = 6;

/** Words as short as "yes" lie in any noise: they count when they were heard as such. */
function isHeard(reading: KnownReading, freely: readonly string[]): boolean {
  const { text, meaning, score } = reading;
  const said = inWords(text);
  const isShortAnswer = isAnswer(reading) && said.length <= SHORT_ANSWER;
  if (!/^(?:yes|no) /.test(meaning) && !isShortAnswer) return true;
  const isNothingElse = freely.every((words) => words === "") && score > LEAST_SCORE_OF_SHORT;
  return isWrittenDown(said, freely) || isNothingElse;
}

function isAnswer({ meaning }: KnownReading): boolean {
  return meaning.startsWith("answer ");
}

function heard(kind: Heard["kind"], { text, score }: Reading): Heard {
  return { kind, text: asWritten(text), score };
}

const SECONDS_AROUND = 0.4;
const SECONDS_A_LETTER = 0.06;

function secondsToSay(text: string): number {
  return SECONDS_AROUND + SECONDS_A_LETTER * text.length;
}
