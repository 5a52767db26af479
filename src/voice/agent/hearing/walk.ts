import { measure } from "./likely.ts";
import { freeFrom, onward, type Place, type SlotTrees } from "./sentence-net.ts";
import type { SentenceKind } from "../sentences/sentences.ts";
import { type Advance, END, type Heard, WORD_PIECES } from "./speech-model.ts";
import { isWithinWord, textOf } from "./word-pieces.ts";

/**
 * Walks the decoder through one utterance, with all beginnings that are still in the running side by side:
 *
 * - the free one takes the likeliest piece each time: what was said, whatever it was;
 * - the known ones follow the net of sentences, and fall out when they have become too unlikely;
 * - the open ones began like a sentence with a free part ("type …") and go on freely from there.
 *
 * Beginnings of the same pieces are one row of the decoder, so a sentence that is said clearly costs little more than
 * writing it down.
 *
 * In noise the model falls back on what people often say: "okay" is likely whatever sounds. So there it is asked at
 * each step, too, what it would take noise alone for, and a sentence is worth what the utterance adds to that.
 */

/**
 * One way in which the utterance can be read. `score`: logarithm of its likelihood as a whole; in noise less a share of
 * what it is in noise alone.
 */
export interface Reading {
  text: string;
  score: number;
}

export interface KnownReading extends Reading {
  /** The same for all ways of saying the same. */
  meaning: string;
}

export interface OpenReading extends Reading {
  /** What follows the fixed beginning. */
  rest: string;
  beginning: Beginning;
}

/** The fixed beginning of a sentence with a free part. */
interface Beginning {
  score: number;
  pieces: number;
  kinds: readonly SentenceKind[];
}

export interface Readings {
  free: Reading;
  /** Whole sentences of the net, best first. */
  known: KnownReading[];
  /** Sentences with a free part, best first. */
  open: OpenReading[];
}

/** What has become less likely than this is out. */
const FLOOR = -16;
const FLOOR_IN_NOISE = -8;
const OPEN_FLOOR = -7;
const OPEN_FLOOR_IN_NOISE = -2;
/** So much of what is likely in noise alone does not count. */
const SHARE_OF_NOISE = 0.5;
const MAX_ROWS = 12;
const MAX_KNOWN = 12;
/** People do not speak faster than the model's makers saw: 6.5 pieces a second. */
const PIECES_A_SECOND = 6.5;
const MAX_PIECES = 190;

interface Row {
  pieces: readonly number[];
  score: number;
  free: boolean;
  places: readonly Place[];
  /** Where this row is an open one. */
  beginning: Beginning | undefined;
}

/** `noise`: alone, to compare with where there is some. */
export async function walk(
  heard: Heard,
  seconds: number,
  start: readonly Place[],
  trees: SlotTrees,
  noise?: Heard,
): Promise<Readings> {
  const limit = Math.min(MAX_PIECES, Math.ceil(seconds * PIECES_A_SECOND) + 4);
  const found: Found = { free: undefined, known: [], open: [] };
  let logits: Logits = { heard: heard.first, noise: undefined };
  if (noise) {
    found.free = readingOfNothing(heard.first);
    // That something was said is known: the question is what.
    logits = { heard: withoutEnd(heard.first), noise: withoutEnd(noise.first) };
  }
  const free = found.free === undefined;
  let rows: Row[] = [{ pieces: [], score: 0, free, places: start, beginning: undefined }];
  for (let count = 0; ; count += 1) {
    const { grown, from } = grow(rows, logits, trees, found);
    if (grown.length === 0) break;
    if (count === limit) {
      finish(grown, found);
      break;
    }
    logits = { heard: await heard.advance(from), noise: await noise?.advance(from) };
    rows = grown;
  }
  return {
    free: found.free ?? { text: "", score: 0 },
    known: found.known.toSorted(byScore).slice(0, MAX_KNOWN),
    open: found.open.toSorted(byScore),
  };
}

/** What the decoder says comes next, in what was heard and in noise alone: a row for each beginning. */
interface Logits {
  heard: Float32Array;
  noise: Float32Array | undefined;
}

/** The free reading where the model hears nothing at all. */
function readingOfNothing(first: Float32Array): Reading | undefined {
  const { best, norm } = measure(first, 0);
  return best === END ? { text: "", score: (first[END] ?? 0) - norm } : undefined;
}

function withoutEnd(first: Float32Array): Float32Array {
  const logits = first.slice();
  logits[END] = Number.NEGATIVE_INFINITY;
  return logits;
}

interface Found {
  free: Reading | undefined;
  known: KnownReading[];
  open: OpenReading[];
}

function byScore(one: Reading, other: Reading): number {
  return other.score - one.score;
}

/** All rows one piece longer. What has come to its end is `found` and grows no further. */
function grow(
  rows: readonly Row[],
  logits: Logits,
  trees: SlotTrees,
  found: Found,
): { grown: Row[]; from: Advance[] } {
  const next = new Map<number, { row: Row; from: Advance }>();
  const [floor, openFloor] = logits.noise
    ? [FLOOR_IN_NOISE, OPEN_FLOOR_IN_NOISE]
    : [FLOOR, OPEN_FLOOR];
  for (const [index, row] of rows.entries()) {
    const { best, gainOf } = likelihoodsIn(logits, index);
    const scoreOf = (piece: number): number => row.score + gainOf(piece);
    const to = (piece: number): Row => {
      const key = index * WORD_PIECES + piece;
      const known = next.get(key);
      if (known) return known.row;
      const made: Row = {
        pieces: [...row.pieces, piece],
        score: scoreOf(piece),
        free: false,
        places: [],
        beginning: undefined,
      };
      next.set(key, { row: made, from: { row: index, piece } });
      return made;
    };
    const beginning = row.beginning ?? (row.score < openFloor ? undefined : beginningOf(row, best));
    if (row.free || beginning) {
      if (best === END) {
        if (row.free) found.free = readingOf(row, scoreOf(END));
        if (beginning) found.open.push(openReadingOf(row, scoreOf(END), beginning));
      } else {
        const grown = to(best);
        grown.free ||= row.free;
        grown.beginning = beginning;
      }
    }
    for (const place of row.places) {
      for (const [piece, onto] of onward(place, trees)) {
        const score = scoreOf(piece);
        if (score < floor) continue;
        if (piece === END) {
          found.known.push({ ...readingOf(row, score), meaning: onto.meaning ?? "" });
        } else {
          const grown = to(piece);
          grown.places = [...grown.places, onto];
        }
      }
    }
  }
  const kept = [...next.values()]
    .toSorted((one, other) => weight(other.row) - weight(one.row))
    .slice(0, MAX_ROWS);
  return { grown: kept.map(({ row }) => row), from: kept.map(({ from }) => from) };
}

/** The likeliest piece of a row, and what each adds to its score. */
function likelihoodsIn(
  { heard, noise }: Logits,
  row: number,
): { best: number; gainOf: (piece: number) => number } {
  const start = row * WORD_PIECES;
  const { best, norm } = measure(heard, row);
  if (!noise) return { best, gainOf: (piece) => (heard[start + piece] ?? 0) - norm };
  const { norm: noiseNorm } = measure(noise, row);
  const gainOf = (piece: number): number => {
    const inNoise = (noise[start + piece] ?? 0) - noiseNorm;
    return (heard[start + piece] ?? 0) - norm - SHARE_OF_NOISE * inNoise;
  };
  return { best, gainOf };
}

/** The free row always stays; others by what they are worth. */
function weight(row: Row): number {
  return row.free ? Number.POSITIVE_INFINITY : row.score;
}

/**
 * `next`: what goes on from here. "Searching" is a word of its own, not "search" and something to search for; only an
 * address may run into it, "Openexample.com", for it has to be one.
 */
function beginningOf({ score, places, pieces }: Row, next: number): Beginning | undefined {
  const kinds = places
    .flatMap((place) => [...freeFrom(place)])
    .filter((kind) => kind === "address" || !isWithinWord(next));
  return kinds.length === 0 ? undefined : { score, pieces: pieces.length, kinds };
}

function finish(rows: readonly Row[], found: Found): void {
  for (const row of rows) {
    if (row.free) found.free = readingOf(row, row.score);
    if (row.beginning) found.open.push(openReadingOf(row, row.score, row.beginning));
  }
}

function openReadingOf(row: Row, score: number, beginning: Beginning): OpenReading {
  const fixed = textOf(row.pieces.slice(0, beginning.pieces));
  const rest = textOf(row.pieces.slice(beginning.pieces));
  return { text: `${fixed} ${rest}`, score, rest, beginning };
}

function readingOf(row: Row, score: number): Reading {
  return { text: textOf(row.pieces), score };
}
