import { inWords } from "../sentences/names.ts";
import { addressOf } from "../sentences/spoken-text.ts";
import { asWritten } from "./as-written.ts";
import type { OpenReading, Reading, Readings } from "./walk.ts";

/*
 * Whether an utterance began like a sentence with a free part: "type …", "search for …". What follows may be anything,
 * so the beginning alone is weighed.
 */

/** What a beginning must be worth in the mean, heard freely in one of the forms or in none. */
const LEAST_WORTH = { written: 0, forced: 1.5 };
/** What it is worth in a form that does not have it. */
const MISSING = -4;
/** How likely the beginning must be, where it is not compared with noise. */
const LEAST_LIKELY = -4;

export interface Opening {
  reading: OpenReading;
  worth: number;
}

/** One that was written down freely. */
export function openingWrittenDown({ free, open }: Readings): OpenReading | undefined {
  return open.find(
    (reading) =>
      isWritten(reading, free) && reading.beginning.score >= LEAST_LIKELY && isPlausible(reading),
  );
}

/** `readings`: compared with noise. */
export function openingOf(readings: readonly Readings[]): Opening | undefined {
  const forms = readings.map(({ free, open }) =>
    open
      .filter(isPlausible)
      .toSorted((one, other) => other.beginning.score - one.beginning.score)
      .map((reading) => ({ reading, written: isWritten(reading, free) })),
  );
  return forms
    .flatMap((form) => form.slice(0, 1))
    .map(({ reading, written }) => {
      const worths = forms.map(
        (form) => form.find((other) => areAlike(other.reading, reading))?.reading.beginning.score,
      );
      const sum = worths.reduce<number>((before, worth) => before + (worth ?? MISSING), 0);
      return { reading, written, worth: sum / forms.length };
    })
    .filter(({ worth, written }) => worth >= LEAST_WORTH[written ? "written" : "forced"])
    .toSorted((one, other) => Number(other.written) - Number(one.written))[0];
}

function areAlike({ beginning }: OpenReading, other: OpenReading): boolean {
  return beginning.kinds.some((kind) => other.beginning.kinds.includes(kind));
}

function isWritten({ text }: OpenReading, free: Reading): boolean {
  return inWords(text) === inWords(free.text);
}

function isPlausible({ rest, beginning, text }: OpenReading): boolean {
  if (rest === "") return false;
  return beginning.kinds.some((kind) => {
    // "Go to the mail table" begins like a sentence with an address, but that is no address.
    if (kind === "address") return isAddress(rest);
    if (kind === "addressApart") return isAddress(rest.replace(/ in a new tab\W*$/i, ""));
    if (kind === "findHere") return /\bpage\b/i.test(text);
    return kind !== "fill" || /\b(?:with|to|in(?:to)?|as|for)\b/i.test(text);
  });
}

function isAddress(text: string): boolean {
  return addressOf(asWritten(text)) !== undefined;
}
