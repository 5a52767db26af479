import { expect, test } from "bun:test";
import { SentenceNet } from "../../../../src/voice/agent/hearing/sentence-net.ts";
import { END, type Heard, WORD_PIECES } from "../../../../src/voice/agent/hearing/speech-model.ts";
import { type Readings, walk } from "../../../../src/voice/agent/hearing/walk.ts";
import { piecesOfSign, piecesOfWord } from "../../../../src/voice/agent/hearing/word-pieces.ts";
import { BEFOREHAND } from "../../../../src/voice/agent/sentences/beforehand.ts";
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
  for (const words of BEFOREHAND) net.addBeforehand(words);
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

test("what is said beforehand changes nothing about the sentence, but is none itself", async () => {
  const polite = [...["Could", "you", "please"].flatMap(piecesOfWord), ...piecesOfSign(",")];
  const scrolling = ["scroll", "down"].flatMap(piecesOfWord);
  const [scroll] = (await read(["Scroll", "down"].flatMap(piecesOfWord))).known;
  const [said] = (await read([...polite, ...scrolling])).known;
  expect(said?.text).toBe("Could you please, scroll down");
  expect(said?.meaning).toBe(scroll?.meaning ?? "");
  const [typed] = (await read(["Please", "type", "hello"].flatMap(piecesOfWord))).open;
  expect(typed).toMatchObject({ rest: "hello", beginning: { kinds: ["fill", "type"] } });
  expect((await read(piecesOfWord("Please"))).known).toEqual([]);
});

/** A model that finds each of these sentences that likely, and nothing else likelier; whole ones, piece by piece. */
function finding(texts: Record<string, number>): Heard {
  const known = Object.entries(texts).map(([text, likely]) => ({
    pieces: [...text.split(" ").flatMap(piecesOfWord), END],
    likely,
  }));
  let rows: number[][] = [[]];
  const logits = (): Float32Array => {
    const all = new Float32Array(rows.length * WORD_PIECES);
    for (const [row, before] of rows.entries()) {
      for (const { pieces, likely } of known) {
        if (!before.every((piece, at) => piece === pieces[at])) continue;
        const at = row * WORD_PIECES + (pieces[before.length] ?? END);
        all[at] = Math.max(all[at] ?? 0, before.length === 0 ? likely : LIKELY);
      }
    }
    return all;
  };
  return {
    first: logits(),
    advance: (steps) => {
      rows = steps.map(({ row, piece }) => [...(rows[row] ?? []), piece]);
      return Promise.resolve(logits());
    },
  };
}

test("in noise a sentence counts by what was heard beyond what is likely in noise alone", async () => {
  const net = new SentenceNet();
  for (const text of ["Okay", "Reload"]) {
    net.add("reload", [{ type: "word", word: text }]);
  }
  const utterance = () => finding({ Okay: 16, Reload: 14 });
  const plain = await walk(utterance(), 1, [net.start()], {});
  expect(plain.known.map(({ text }) => text)).toEqual(["Okay", "Reload"]);
  const noise = finding({ Okay: 18, Reload: 8 });
  const compared = await walk(utterance(), 1, [net.start()], {}, noise);
  expect(compared.known.map(({ text }) => text)).toEqual(["Reload", "Okay"]);
  expect(compared.free.text).toBe("Okay");
});

test("where the model hears nothing in noise, it is asked what it would have been all the same", async () => {
  const net = new SentenceNet();
  net.add("reload", [{ type: "word", word: "Reload" }]);
  const faint = finding({ Reload: 14 });
  faint.first[END] = LIKELY;
  const { free, known } = await walk(faint, 1, [net.start()], {}, finding({ Reload: 4 }));
  expect(free.text).toBe("");
  expect(known.map(({ text }) => text)).toEqual(["Reload"]);
});
