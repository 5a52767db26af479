import type { Part, Slot } from "../sentences/pattern.ts";
import { END } from "./speech-model.ts";
import { piecesOfSign, piecesOfWord } from "./word-pieces.ts";

/**
 * All sentences that can be said, as a net of word pieces. Places where a person fills something in lead into the tree
 * of what fits there (the names on a page, numbers), and from its ends back into the sentence. So the net of sentences is
 * made once, and only the small trees when a page changes.
 */

/** What may be said in one place: the names on a page, say. */
export interface NameNode {
  next: Map<number, NameNode>;
  end: boolean;
}

interface SentenceNode {
  next: Map<number, SentenceNode>;
  slots: Map<Slot, SentenceNode>;
  /** A sentence may end here. */
  end: boolean;
  /** From here on anything may be said. */
  free: boolean;
}

export type SlotTrees = Partial<Record<Slot, NameNode>>;

/** Where in the net someone is: in a sentence, or in a name that leads back into it. `closed`: nothing but the end. */
export type Place =
  | { node: SentenceNode; name?: NameNode | undefined; closed?: false }
  | { closed: true };

const SENTENCE_SIGNS = [".", "!", "?"].flatMap(piecesOfSign);
const CLOSED: Place = { closed: true };

export class SentenceNet {
  readonly #root: SentenceNode = sentenceNode();

  add(parts: readonly Part[]): void {
    for (const node of this.#lay([this.#root], parts)) node.end = true;
  }

  start(): Place {
    return { node: this.#root };
  }

  #lay(from: SentenceNode[], parts: readonly Part[]): SentenceNode[] {
    let nodes = from;
    for (const part of parts) {
      nodes = [...new Set(nodes.flatMap((node) => this.#layPart(node, part)))];
    }
    return nodes;
  }

  #layPart(node: SentenceNode, part: Part): SentenceNode[] {
    switch (part.type) {
      case "word":
        return [layWord(node, node === this.#root ? capitalised(part.word) : part.word)];
      case "slot":
        if (part.slot === "words") {
          node.free = true;
          return [];
        }
        return [getOrMake(node.slots, part.slot, sentenceNode)];
      case "choice":
        return [
          ...(part.optional ? [node] : []),
          ...part.choices.flatMap((choice) => this.#lay([node], choice)),
        ];
    }
  }
}

/** The pieces that may come next, and where each leads. */
export function onward(place: Place, trees: SlotTrees): [piece: number, place: Place][] {
  if (place.closed) return [[END, CLOSED]];
  const { node, name } = place;
  const ways: [number, Place][] = [];
  if (name) for (const [piece, next] of name.next) ways.push([piece, { node, name: next }]);
  if (name && !name.end) return ways;
  for (const [piece, next] of node.next) ways.push([piece, { node: next }]);
  for (const [slot, after] of node.slots) {
    for (const [piece, next] of trees[slot]?.next ?? [])
      ways.push([piece, { node: after, name: next }]);
  }
  if (node.end) {
    ways.push([END, CLOSED]);
    for (const sign of SENTENCE_SIGNS) ways.push([sign, CLOSED]);
  }
  return ways;
}

export function isFree(place: Place): boolean {
  return !place.closed && place.node.free && (!place.name || place.name.end);
}

/** A tree of names, each as people may say it and the model may write it. */
export function nameTree(names: Iterable<string>): NameNode {
  const root = nameNode();
  for (const name of names) {
    for (const variant of variants(name)) {
      let node = root;
      for (const piece of variant.split(" ").flatMap(piecesOfWord)) {
        node = getOrMake(node.next, piece, nameNode);
      }
      node.end = true;
    }
  }
  return root;
}

function variants(name: string): Set<string> {
  const lower = name.toLowerCase();
  return new Set([name, lower, capitalised(lower), lower.replaceAll(/(?<= |^)\p{L}/gu, upper)]);
}

function layWord(node: SentenceNode, word: string): SentenceNode {
  let at = node;
  for (const piece of piecesOfWord(word)) at = getOrMake(at.next, piece, sentenceNode);
  return at;
}

function sentenceNode(): SentenceNode {
  return { next: new Map(), slots: new Map(), end: false, free: false };
}

function nameNode(): NameNode {
  return { next: new Map(), end: false };
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function upper(letter: string): string {
  return letter.toUpperCase();
}
