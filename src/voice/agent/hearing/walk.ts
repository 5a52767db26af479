import { measure } from "./likely.ts";
import { isFree, onward, type Place, type SlotTrees } from "./sentence-net.ts";
import { type Advance, END, type Heard, WORD_PIECES } from "./speech-model.ts";
import { textOf } from "./word-pieces.ts";

/**
 * Walks the decoder through one utterance, with all beginnings that are still in the running side by side:
 *
 * - the free one takes the likeliest piece each time: what was said, whatever it was;
 * - the known ones follow the net of sentences, and fall out when they have become too unlikely;
 * - the open ones began like a sentence with a free part ("type …") and go on freely from there.
 *
 * Beginnings of the same pieces are one row of the decoder, so a sentence that is said clearly costs little more than
 * writing it down.
 */

/** One way in which the utterance can be read. `score`: logarithm of its likelihood as a whole. */
export interface Reading {
  text: string;
  score: number;
  pieces: number;
}

export interface OpenReading extends Reading {
  /** Logarithm of the likelihood of its fixed beginning. */
  beginning: number;
}

export interface Readings {
  free: Reading;
  /** Whole sentences of the net, best first. */
  known: Reading[];
  /** Sentences with a free part, best first. */
  open: OpenReading[];
}

/** What has become less likely than this is out. */
const FLOOR = -16;
const OPEN_FLOOR = -5;
const MAX_ROWS = 12;
const MAX_KNOWN = 4;
/** People do not speak faster than the model's makers saw: 6.5 pieces a second. */
const PIECES_A_SECOND = 6.5;
const MAX_PIECES = 190;

interface Row {
  pieces: readonly number[];
  score: number;
  free: boolean;
  places: readonly Place[];
  /** Likelihood of the beginning, where this row is an open one. */
  beginning: number | undefined;
}

export async function walk(
  heard: Heard,
  seconds: number,
  start: readonly Place[],
  trees: SlotTrees,
): Promise<Readings> {
  const limit = Math.min(MAX_PIECES, Math.ceil(seconds * PIECES_A_SECOND) + 4);
  const found: Found = { free: undefined, known: [], open: [] };
  let rows: Row[] = [{ pieces: [], score: 0, free: true, places: start, beginning: undefined }];
  let logits = heard.first;
  for (let count = 0; ; count += 1) {
    const { grown, from } = grow(rows, logits, trees, found);
    if (grown.length === 0) break;
    if (count === limit) {
      finish(grown, found);
      break;
    }
    logits = await heard.advance(from);
    rows = grown;
  }
  return {
    free: found.free ?? { text: "", score: 0, pieces: 0 },
    known: found.known.toSorted(byScore).slice(0, MAX_KNOWN),
    open: found.open.toSorted(byScore),
  };
}

interface Found {
  free: Reading | undefined;
  known: Reading[];
  open: OpenReading[];
}

function byScore(one: Reading, other: Reading): number {
  return other.score - one.score;
}

/** All rows one piece longer. What has come to its end is `found` and grows no further. */
function grow(
  rows: readonly Row[],
  logits: Float32Array,
  trees: SlotTrees,
  found: Found,
): { grown: Row[]; from: Advance[] } {
  const next = new Map<number, { row: Row; from: Advance }>();
  for (const [index, row] of rows.entries()) {
    const { best, norm } = measure(logits, index);
    const scoreOf = (piece: number): number =>
      row.score + (logits[index * WORD_PIECES + piece] ?? 0) - norm;
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
    const beginning = row.beginning ?? beginningOf(row);
    if (row.free || beginning !== undefined) {
      if (best === END) {
        const reading = readingOf(row, scoreOf(END));
        if (row.free) found.free = reading;
        if (beginning !== undefined) found.open.push({ ...reading, beginning });
      } else {
        const grown = to(best);
        grown.free ||= row.free;
        grown.beginning = beginning;
      }
    }
    for (const place of row.places) {
      for (const [piece, onto] of onward(place, trees)) {
        const score = scoreOf(piece);
        if (score < FLOOR) continue;
        if (piece === END) {
          found.known.push(readingOf(row, score));
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

/** The free row always stays; others by what they are worth. */
function weight(row: Row): number {
  return row.free ? 1 : row.score;
}

function beginningOf(row: Row): number | undefined {
  return row.score >= OPEN_FLOOR && row.places.some(isFree) ? row.score : undefined;
}

function finish(rows: readonly Row[], found: Found): void {
  for (const row of rows) {
    const reading = readingOf(row, row.score);
    if (row.free) found.free = reading;
    if (row.beginning !== undefined) found.open.push({ ...reading, beginning: row.beginning });
  }
}

function readingOf(row: Row, score: number): Reading {
  return { text: textOf(row.pieces), score, pieces: row.pieces.length };
}
