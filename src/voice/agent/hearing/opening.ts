import { inWords } from "../sentences/names.ts";
import { addressOf } from "../sentences/spoken-text.ts";
import { asWritten } from "./as-written.ts";
import type { OpenReading, Reading, Readings } from "./walk.ts";

/*
 * Whether an utterance began like a sentence with a free part: "type …", "search for …".
 */

/** What a sentence with a free end may be behind the free reading, and how likely its beginning must be. */
const LIMITS = { behind: 2.5, beginning: -4 };
const LIMITS_OF_NAMED = { behind: 5.5, beginning: -6.5 };

/** `forced`: nobody heard these words freely. That is weaker than a whole sentence. */
export interface Opening {
  reading: OpenReading;
  forced: boolean;
}

/** One that was written down freely; else one that most readings of the utterance allow. */
export function openingOf(readings: readonly Readings[]): Opening | undefined {
  const openings = readings.flatMap(({ free, open }) => {
    const reading = open.find((one) => isPlausible(one, free));
    if (!reading) return [];
    return [{ reading, forced: inWords(reading.text) !== inWords(free.text) }];
  });
  return (
    openings.find(({ forced }) => !forced) ??
    openings.find(({ reading }) => {
      const agreeing = openings.filter((other) => areAlike(other.reading, reading));
      return agreeing.length > readings.length / 2;
    })
  );
}

function areAlike({ beginning }: OpenReading, other: OpenReading): boolean {
  return beginning.kinds.some((kind) => other.beginning.kinds.includes(kind));
}

function isPlausible({ score, rest, beginning, text }: OpenReading, free: Reading): boolean {
  if (rest === "") return false;
  return beginning.kinds.some((kind) => {
    // The name of a field in it makes a beginning long and hard to mistake for anything else.
    const limits = kind === "fill" && /\b(?:with|to)\b/.test(text) ? LIMITS_OF_NAMED : LIMITS;
    if (score < free.score - limits.behind || beginning.score < limits.beginning) return false;
    // "Go to the mail table" begins like a sentence with an address, but that is no address.
    if (kind === "address") return addressOf(asWritten(rest)) !== undefined;
    return kind !== "fill" || limits === LIMITS_OF_NAMED || /\bin(?:to)?\b/i.test(rest);
  });
}
