import { guessedName, textBeside } from "../elements/names.ts";
import { shorten } from "../elements/seen-text.ts";
import { isSeen } from "../elements/visibility.ts";
import { named } from "../outline/outline-item.ts";

/**
 * What only changed its looks: a tile that is chosen is often told from the others by a class alone. Worth telling where
 * nothing else changed.
 */

const TOLD = ["class", "style"] as const;
type Told = (typeof TOLD)[number];

const MOST = 3;
const MAX_CHARS = 60;

export class LookChanges {
  /** How each was before its first change. */
  readonly #before = new Map<Element, Map<Told, string>>();

  /** `records`: with the old values of attributes. */
  note(records: readonly MutationRecord[]): void {
    for (const { target, attributeName, oldValue } of records) {
      const told = TOLD.find((name) => name === attributeName);
      if (!told || !(target instanceof Element)) continue;
      const before = this.#before.get(target) ?? new Map<Told, string>();
      if (!before.has(told)) before.set(told, oldValue ?? "");
      this.#before.set(target, before);
    }
  }

  /** What was drawn anew may be the same in another class. */
  noteRedrawn(pairs: readonly (readonly [before: Element, now: Element])[]): void {
    for (const [from, to] of pairs) {
      const before = TOLD.map((name) => [name, from.getAttribute(name) ?? ""] as const);
      this.#before.set(to, new Map(before));
    }
  }

  /** Whether something looks otherwise that is still there and in none of these. */
  areOutside(parts: readonly Element[]): boolean {
    return [...this.#before].some(
      ([element, before]) =>
        element.isConnected &&
        !parts.some((part) => part.contains(element)) &&
        [...before].some(([told, old]) => differenceOf(element, told, old).length > 0),
    );
  }

  /** `lineOf`: how the element is called; undefined for what nobody sees. */
  lines(lineOf: (element: Element) => string | undefined): string[] {
    const lines: string[] = [];
    for (const [element, before] of this.#before) {
      const line = lineOf(element) ?? patchOf(element);
      const changes = [...before].flatMap(([told, old]) => differenceOf(element, told, old));
      if (line !== undefined && changes.length > 0) lines.push(`~ ${line} ${changes.join(" ")}`);
      if (lines.length === MOST) break;
    }
    return lines;
  }
}

/** What is only looked at, such as a patch of colour or the bar of a meter. */
function patchOf(element: Element): string | undefined {
  if (element.firstChild !== null || !isSeen(element)) return undefined;
  return `${element.localName}${named(guessedName(element) || textBeside(element))}`;
}

function differenceOf(element: Element, told: Told, old: string): string[] {
  const partsOf = told === "class" ? classesOf : declarationsOf;
  const [before, now] = [partsOf(old), partsOf(element.getAttribute(told) ?? "")];
  const changes = [
    ...now.filter((part) => !before.includes(part)).map((part) => `+${part}`),
    ...before.filter((part) => !now.includes(part)).map((part) => `-${part}`),
  ];
  return changes.length === 0 ? [] : [`(${told} ${shorten(changes.join(" "), MAX_CHARS)})`];
}

function classesOf(text: string): string[] {
  return text.split(/\s+/).filter((part) => part !== "");
}

function declarationsOf(text: string): string[] {
  return text.split(";").flatMap((part) => {
    const [name = "", ...value] = part.split(":");
    return name.trim() === "" ? [] : [`${name.trim()}: ${value.join(":").trim()}`];
  });
}
