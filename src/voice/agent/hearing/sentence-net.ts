import type { Part, Slot } from "../sentences/pattern.ts";
import type { SentenceKind } from "../sentences/sentences.ts";
import { inWords } from "../sentences/names.ts";
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
  /** The name that may end here, the same for all ways of saying it. */
  end: string | undefined;
}

interface SentenceNode {
  next: Map<number, SentenceNode>;
  slots: Map<Slot, SentenceNode>;
  /** The sentence that may end here. */
  end: SentenceKind | undefined;
  /** Sentences in which from here on anything may be said. */
  free: Set<SentenceKind>;
  /** After what people say beforehand: what may follow besides, any whole sentence. */
  whole: SentenceNode | undefined;
}

export type SlotTrees = Partial<Record<Slot, NameNode>>;

/** Where in the net someone is: in a sentence, or in a name that leads back into it; or after all of it. */
export type Place =
  | { node: SentenceNode; name?: NameNode; filled: string; meaning?: undefined }
  /** `meaning`: the same for all ways of saying the same. */
  | { meaning: string };

/** Nobody says "can you yes". */
const ANSWERS = new Set<SentenceKind>(["yes", "no", "answer"]);

const COMMA = piecesOfSign(",");
const SENTENCE_SIGNS = [".", "!", "?"].flatMap(piecesOfSign);

export class SentenceNet {
  readonly #root: SentenceNode = sentenceNode();
  /** The same sentences, in small letters. */
  readonly #after: SentenceNode = sentenceNode();

  add(kind: SentenceKind, parts: readonly Part[]): void {
    const starts = ANSWERS.has(kind) ? [this.#root] : [this.#root, this.#after];
    for (const node of this.#lay(kind, starts, parts)) node.end ??= kind;
  }

  /** Words such as "please", after which any sentence may come. */
  addBeforehand(words: string): void {
    let node = this.#root;
    for (const word of words.split(" ")) node = this.#layNext(node, word);
    node.whole = this.#after;
    for (const comma of COMMA) getOrMake(node.next, comma, sentenceNode).whole = this.#after;
  }

  start(): Place {
    return { node: this.#root, filled: "" };
  }

  #layNext(node: SentenceNode, word: string): SentenceNode {
    return layWord(node, node === this.#root ? capitalised(word) : word);
  }

  #lay(kind: SentenceKind, from: SentenceNode[], parts: readonly Part[]): SentenceNode[] {
    let nodes = from;
    for (const part of parts) {
      nodes = [...new Set(nodes.flatMap((node) => this.#layPart(kind, node, part)))];
    }
    return nodes;
  }

  #layPart(kind: SentenceKind, node: SentenceNode, part: Part): SentenceNode[] {
    switch (part.type) {
      case "word":
        return [this.#layNext(node, part.word)];
      case "slot":
        if (part.slot === "words") {
          node.free.add(kind);
          return [];
        }
        return [getOrMake(node.slots, part.slot, sentenceNode)];
      case "choice":
        return [
          ...(part.optional ? [node] : []),
          ...part.choices.flatMap((choice) => this.#lay(kind, [node], choice)),
        ];
    }
  }
}

/** The pieces that may come next, and where each leads. */
export function onward(place: Place, trees: SlotTrees): [piece: number, place: Place][] {
  if (place.meaning !== undefined) return [[END, place]];
  const { node, name, filled } = place;
  const ways: [number, Place][] = [];
  if (name) for (const [piece, next] of name.next) ways.push([piece, { node, name: next, filled }]);
  if (name && name.end === undefined) return ways;
  const now = filledSoFar(place);
  for (const from of node.whole ? [node, node.whole] : [node]) {
    for (const [piece, next] of from.next) ways.push([piece, { node: next, filled: now }]);
    for (const [slot, after] of from.slots) {
      for (const [piece, next] of trees[slot]?.next ?? []) {
        ways.push([piece, { node: after, name: next, filled: now }]);
      }
    }
  }
  if (node.end) {
    const end: Place = { meaning: `${node.end} ${now}` };
    ways.push([END, end]);
    for (const sign of SENTENCE_SIGNS) ways.push([sign, end]);
  }
  return ways;
}

/** The sentences that go on freely from here. */
export function freeFrom(place: Place): Iterable<SentenceKind> {
  if (place.meaning !== undefined || (place.name && place.name.end === undefined)) return [];
  return place.node.free;
}

function filledSoFar({ name, filled }: { name?: NameNode; filled: string }): string {
  return name?.end === undefined ? filled : `${filled} ${name.end}`;
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
      node.end ??= inWords(name);
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
  return { next: new Map(), slots: new Map(), end: undefined, free: new Set(), whole: undefined };
}

function nameNode(): NameNode {
  return { next: new Map(), end: undefined };
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
