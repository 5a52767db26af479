import type { Heard } from "../ears.ts";
import { withoutBeforehand } from "../sentences/beforehand.ts";
import { inWords } from "../sentences/names.ts";
import { asWritten } from "./as-written.ts";
import { openingOf, openingWrittenDown } from "./opening.ts";
import type { KnownReading, Reading, Readings } from "./walk.ts";

/*
 * Which reading of an utterance is taken, and whether it may be acted on. What was written down freely is taken at its
 * word. Else the sentences are weighed by what the utterance adds to what is likely in noise alone, which needs readings
 * that were compared with it. The numbers come from some hundred utterances of five robots at 15 dB of white noise; what
 * is not a command stays below them, however loud or clear it is, and so do two sentences that sound alike.
 */

/** A sentence that is worth less was not said. A single word lies in any noise, and has to be worth more. */
const LEAST_WORTH = { quiet: -2, noisy: 0 };
const MORE_FOR_WORD = 1;
/** "Could you" is worth much by itself, and whatever comes after it is then soon enough. */
const MORE_FOR_BEFOREHAND = 4;
/** Written down, it is taken at its word when it was as likely as this. */
const LIKELY_WITH_BEFOREHAND = -0.5;
/** What a client was told cannot be taken back. */
const LEAST_WORTH_OF_ANSWER = 4;
/** Of what each form says word for word. */
const LEAST_WORTH_OF_WRITTEN = -2;
/** So much more than the next sentence of another meaning it must be worth. */
const LEAST_LEAD = 1;
/** In noise, where not each form says it. */
const LEAST_LEAD_OF_DISPUTED = 2.2;
/** There are many numbers, and nothing else is in a sentence that tells one from the next. */
const LEAST_LEAD_OF_NUMBER = 2.5;
/** "Check" is in "uncheck", and means the opposite: what is lost in noise is the beginning. */
const LEAST_LEAD_OF_PART = 4;

/** What was written down freely, where that is ours or surely nothing of ours. Undefined: it is worth a closer look. */
export function writtenDown(readings: Readings): Heard | undefined {
  const { free, known, open } = readings;
  const words = inWords(free.text);
  if (words === "") return undefined;
  const sentence = known.find(({ text }) => inWords(text) === words);
  if (sentence) {
    const isLikely = !hasBeforehand(words) || sentence.score >= LIKELY_WITH_BEFOREHAND;
    const isClear = isLikely && !isDoubtedPart(sentence, known);
    return isClear ? heard("sentence", sentence) : undefined;
  }
  const opening = openingWrittenDown(readings);
  if (opening) return heard("opening", opening);
  return known.length === 0 && open.length === 0 ? heard("free", free) : undefined;
}

function isDoubtedPart(sentence: KnownReading, known: readonly KnownReading[]): boolean {
  const said = withoutBeforehand(inWords(sentence.text));
  return known.some(({ text, meaning, score }) => {
    const other = withoutBeforehand(inWords(text));
    const isPart = other !== said && other.endsWith(said) && meaning !== sentence.meaning;
    return isPart && sentence.score - score < LEAST_LEAD_OF_PART;
  });
}

/** What is known of an utterance besides its words. */
export interface Circumstances {
  seconds: number;
  noisy: boolean;
}

/** `readings`: of one utterance, each compared with noise, in one form or several. */
export function judge(readings: readonly Readings[], { seconds, noisy }: Circumstances): Heard {
  const freely = readings.map(({ free }) => inWords(free.text));
  const known = together(readings).filter(({ text }) => !noisy || isHeardWhole(text, freely));
  const ranked = rank(known, freely, seconds);
  const [best] = ranked;
  const opening = openingOf(readings);
  if (opening && opening.worth > (best?.worth ?? Number.NEGATIVE_INFINITY)) {
    return heard("opening", opening.reading);
  }
  if (best) {
    const saysSo = (one: Readings): boolean => {
      const [first] = rank(one.known, [inWords(one.free.text)], seconds);
      return first?.reading.meaning === best.reading.meaning;
    };
    const disputed = noisy && !readings.every(saysSo);
    if (isSure(best, ranked, freely, { noisy, disputed })) return heard("sentence", best.reading);
  }
  return notSure(readings, known);
}

function hasBeforehand(said: string): boolean {
  return withoutBeforehand(said) !== said;
}

/** "Can you" lies in much that sounds, and turns "uncheck" into "check": it counts where it was heard as such. */
function isHeardWhole(text: string, freely: readonly string[]): boolean {
  const said = inWords(text);
  const before = said.slice(0, said.length - withoutBeforehand(said).length);
  return freely.some((words) => words.startsWith(before));
}

/** What nobody acts on. */
export function notSure(readings: readonly Readings[], known: readonly KnownReading[] = []): Heard {
  const free = readings.map((one) => one.free).find(({ text }) => text !== "");
  // A sentence of ours that is not sure enough must not come back as free words and be acted on all the same.
  const isOurs = known.some(({ text }) => inWords(text) === inWords(free?.text ?? ""));
  if (!free || isOurs) return { kind: "nothing", text: "", score: readings[0]?.free.score ?? 0 };
  return heard("free", free);
}

/** Each sentence with the mean of its likelihoods: what one reading is sure of weighs more than what several doubt. */
function together(readings: readonly Readings[]): KnownReading[] {
  const likelihoods = new Map<string, KnownReading & { sum: number }>();
  for (const reading of readings.flatMap(({ known }) => known)) {
    const { sum = 0 } = likelihoods.get(reading.text) ?? {};
    likelihoods.set(reading.text, { ...reading, sum: sum + Math.exp(reading.score) });
  }
  return [...likelihoods.values()].map(({ text, meaning, sum }) => ({
    text,
    meaning,
    score: Math.log(sum / readings.length),
  }));
}

/** A sentence in the likeliest of its wordings, and what all of them are worth. */
interface Ranked {
  reading: KnownReading;
  said: string;
  /** Of the wording. */
  share: number;
  worth: number;
}

function rank(
  known: readonly KnownReading[],
  freely: readonly string[],
  seconds: number,
): Ranked[] {
  const byMeaning = new Map<string, Ranked>();
  for (const reading of known) {
    const said = inWords(reading.text);
    if (isAsked(reading, said) && !freely.every((words) => words === said)) continue;
    const share = reading.score - haste(said, seconds);
    const before = byMeaning.get(reading.meaning);
    const likelier = before && before.share >= share ? before : { reading, said, share };
    const worth = before ? logOfSum(before.worth, share) : share;
    byMeaning.set(reading.meaning, { ...likelier, worth });
  }
  return [...byMeaning.values()].toSorted((one, other) => other.worth - one.worth);
}

/** Answers of no more letters are as hard to tell from noise as "yes". */
const SHORT_ANSWER = 6;

/** Words as short as "yes", which decide something: they count when they were heard as such. */
function isAsked({ meaning }: KnownReading, said: string): boolean {
  return /^(?:yes|no) /.test(meaning) || (isAnswer(meaning) && said.length <= SHORT_ANSWER);
}

function isAnswer(meaning: string): boolean {
  return meaning.startsWith("answer ");
}

/** `disputed`: not each form of the utterance says it. */
function isSure(
  best: Ranked,
  ranked: readonly Ranked[],
  freely: readonly string[],
  { noisy, disputed }: { noisy: boolean; disputed: boolean },
): boolean {
  const { reading, said, worth } = best;
  if (freely.every((words) => words === said)) return worth >= LEAST_WORTH_OF_WRITTEN;
  // "And check newsletter" was "uncheck newsletter".
  const part = withoutBeforehand(said);
  const saysMore = (words: string) =>
    words.endsWith(` ${part}`) && withoutBeforehand(words) !== part;
  if (freely.some(saysMore)) return false;
  // The same words are one sentence, however many of ours they fit.
  const other = ranked.find((one) => one !== best && one.said !== said);
  const lead = worth - (other?.worth ?? Number.NEGATIVE_INFINITY);
  return (
    worth >= leastWorth(reading, said, noisy) &&
    lead >= leastLead(reading, said, other) &&
    (!disputed || lead >= LEAST_LEAD_OF_DISPUTED)
  );
}

function leastWorth({ meaning }: KnownReading, said: string, noisy: boolean): number {
  if (isAnswer(meaning)) return LEAST_WORTH_OF_ANSWER;
  const more = hasBeforehand(said) ? MORE_FOR_BEFOREHAND : said.includes(" ") ? 0 : MORE_FOR_WORD;
  return LEAST_WORTH[noisy ? "noisy" : "quiet"] + more;
}

function leastLead({ meaning }: KnownReading, said: string, other: Ranked | undefined): number {
  if (other?.said.endsWith(withoutBeforehand(said))) return LEAST_LEAD_OF_PART;
  return meaning.startsWith("clickNumber ") ? LEAST_LEAD_OF_NUMBER : LEAST_LEAD;
}

/** Of two likelihoods that are given by their logarithms. */
function logOfSum(one: number, other: number): number {
  const more = Math.max(one, other);
  return more + Math.log(Math.exp(one - more) + Math.exp(other - more));
}

function heard(kind: Heard["kind"], { text, score }: Reading): Heard {
  return { kind, text: asWritten(text), score };
}

const SECONDS_AROUND = 0.25;
const SECONDS_A_LETTER = 0.055;
/** How differently fast people speak: most of them between three quarters and four thirds of that. */
const SPREAD = 0.3;

/** What a sentence loses by being said much faster or more slowly than people speak. */
function haste(said: string, seconds: number): number {
  const factor = seconds / (SECONDS_AROUND + SECONDS_A_LETTER * said.length);
  return (Math.log(factor) / SPREAD) ** 2 / 2;
}
