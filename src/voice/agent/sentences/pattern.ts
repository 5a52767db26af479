/**
 * The notation of sentences: words, `(this|that)`, `[perhaps|maybe]`, and `{slot}` for what a person fills in.
 * One pattern serves for matching text and for listening: what can be said and what can be typed is the same.
 */

export const SLOTS = [
  /** Something on the page, by its name. */
  "control",
  /** A field on the page, by its name. */
  "field",
  /** An option of a select, or a radio or checkbox, by its name. */
  "option",
  /** A tab, by a word of its title or address. */
  "tab",
  /** One of several browsers, by its name. */
  "browser",
  /** A site that is known by name. */
  "site",
  "number",
  /** A number, while numbers stand on the page. */
  "label",
  "ordinal",
  /** What kind of thing is counted: link, button. */
  "kind",
  "keys",
  /** What a client's question can be answered with. */
  "answer",
  /** Anything at all. */
  "words",
] as const;
export type Slot = (typeof SLOTS)[number];

export type Part =
  | { type: "word"; word: string }
  | { type: "slot"; slot: Slot }
  | { type: "choice"; choices: readonly Part[][]; optional: boolean };

const CLOSING: Record<string, string> = { "(": ")", "[": "]" };

export function parsePattern(pattern: string): Part[] {
  const tokens = pattern.match(/[()[\]|]|\{\w+\}|[^\s()[\]|{}]+/g) ?? [];
  let at = 0;
  const sequence = (): Part[] => {
    const parts: Part[] = [];
    for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
      if (token === "|" || token === ")" || token === "]") break;
      at += 1;
      const closing = CLOSING[token];
      if (closing !== undefined) parts.push(choice(closing));
      else parts.push(token.startsWith("{") ? slotPart(token.slice(1, -1)) : wordPart(token));
    }
    return parts;
  };
  const choice = (closing: string): Part => {
    const choices = [sequence()];
    while (tokens[at] === "|") {
      at += 1;
      choices.push(sequence());
    }
    if (tokens[at] !== closing) throw new Error(`Unbalanced pattern: ${pattern}`);
    at += 1;
    return { type: "choice", choices, optional: closing === "]" };
  };
  const parts = sequence();
  if (at < tokens.length) throw new Error(`Unbalanced pattern: ${pattern}`);
  return parts;
}

export type Filled = Partial<Record<Slot, string>>;

/** Between words people and recognisers put commas and such. */
const GAP = String.raw`[\s,;:.!?…-]+`;

/** What is in the slots if the text reads as the pattern; undefined otherwise. Upper and lower case are the same. */
export function matcherOf(parts: readonly Part[]): (text: string) => Filled | undefined {
  const slots: Slot[] = [];
  const source = sourceOf(parts, slots);
  const expression = new RegExp(`^${source}$`, "iu");
  return (text) => {
    const match = expression.exec(text);
    if (!match) return undefined;
    const filled: Filled = {};
    for (const [index, slot] of slots.entries()) {
      const value = match[index + 1]?.trim();
      if (value !== undefined && value !== "") filled[slot] = value;
    }
    return filled;
  };
}

/** Each part brings the gap after it; what is left at the end is cut off by whoever matches. */
function sourceOf(parts: readonly Part[], slots: Slot[]): string {
  return parts
    .map((part) => {
      switch (part.type) {
        case "word":
          return `${RegExp.escape(part.word)}(?:${GAP}|$)`;
        case "slot":
          slots.push(part.slot);
          return part.slot === "words" ? `(.+?)(?:\\s+|$)` : `(.+?)(?:${GAP}|$)`;
        case "choice": {
          const choices = part.choices.map((choice) => sourceOf(choice, slots)).join("|");
          return `(?:${choices})${part.optional ? "?" : ""}`;
        }
      }
    })
    .join("");
}

function wordPart(word: string): Part {
  return { type: "word", word };
}

function slotPart(name: string): Part {
  const slot = SLOTS.find((known) => known === name);
  if (!slot) throw new Error(`Unknown slot: ${name}`);
  return { type: "slot", slot };
}
