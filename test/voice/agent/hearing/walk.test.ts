import { expect, test } from "bun:test";
import { SentenceNet } from "../../../../src/voice/agent/hearing/sentence-net.ts";
import { END, type Heard, WORD_PIECES } from "../../../../src/voice/agent/hearing/speech-model.ts";
import { type Readings, walk } from "../../../../src/voice/agent/hearing/walk.ts";
import { piecesOfSign, piecesOfWord } from "../../../../src/voice/agent/hearing/word-pieces.ts";
import { sentences } from "../../../../src/voice/agent/sentences/sentences.ts";

const LIKELY = 20;

/** A model that hears these pieces, one after the other, whatever came before. */
function hearing(pieces: readonly number[]): Heard {
  let at = 0;
  const rows = (count: number): Float32Array => {
    const logits = new Float32Array(count * WORD_PIECES);
    for (let row = 0; row < count; row += 1) {
      logits[row * WORD_PIECES + (pieces[at] ?? END)] = LIKELY;
    }
    at += 1;
    return logits;
  };
  return { first: rows(1), advance: (steps) => Promise.resolve(rows(steps.length)) };
}

function read(pieces: readonly number[]): Promise<Readings> {
  const net = new SentenceNet();
  for (const { kind, patterns } of sentences) {
    for (const { parts } of patterns) net.add(kind, parts);
  }
  return walk(hearing(pieces), 3, [net.start()], {});
}

test("a longer word that begins like an open sentence does not begin one", async () => {
  const searching = await read(["Searching", "links"].flatMap(piecesOfWord));
  expect(searching.free.text).toBe("Searching links");
  expect(searching.open).toEqual([]);
});

test("what follows the beginning of an open sentence is its free part, also after a sign", async () => {
  const { open } = await read(["Search", "links"].flatMap(piecesOfWord));
  expect(open.map(({ rest }) => rest)).toEqual(["links"]);
  const typed = await read([
    ...piecesOfWord("Type"),
    ...piecesOfSign(","),
    ...piecesOfWord("hello"),
  ]);
  expect(typed.open.map(({ rest }) => rest)).toEqual([", hello"]);
});

test("an address that runs into the beginning of its sentence is heard", async () => {
  const { open } = await read(["Openexample.com"].flatMap(piecesOfWord));
  expect(open.map(({ text, beginning }) => [text, beginning.kinds])).toEqual([
    ["Open example.com", ["address"]],
  ]);
});
