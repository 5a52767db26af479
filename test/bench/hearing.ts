import type { Scene } from "../../src/voice/agent/ears.ts";
import type { HearingTimes } from "../../src/voice/agent/hearing/hearing.ts";
import { OfflineRecogniser } from "../../src/voice/agent/hearing/offline-recogniser.ts";
import { candidatesOf } from "../../src/voice/agent/sentences/candidates.ts";
import { understand } from "../../src/voice/agent/sentences/understand.ts";
import { FLITE_VOICES } from "../../src/voice/agent/speaking/flite.ts";
import { shopScene } from "../support/shop-scene.ts";
import { meaningOf } from "../support/understood.ts";
import { noisy, RECORDINGS, recording, robots, withSilence } from "../support/utterances.ts";
import type { Figure, FigureGroup } from "./figure.ts";
import { COMMANDS, NUMBERED_COMMANDS, OTHER_SENTENCES } from "./spoken-sentences.ts";
import { quantile } from "./timing.ts";

/** Commands by voice on a page with 150 names: how many are right, how many are done that were not said, and how fast. */
export const hearing: FigureGroup = { name: "hearing", measure };

const NOISE_DB = 15;
const plain = shopScene();
const numbered = shopScene({ numbersShown: true });

interface Utterance {
  said: string;
  scene: Scene;
  audio: Float32Array;
}

/** What became of the utterances of one kind. */
interface Tally {
  commands: number;
  right: number;
  wrong: number;
  others: number;
  othersActedOn: number;
  words: number;
  wrongWords: number;
  takenMs: number[];
}

async function measure(): Promise<Figure[]> {
  const beforeBytes = process.memoryUsage.rss();
  const times: HearingTimes[] = [];
  const ears = new OfflineRecogniser((taken) => times.push(taken));
  await ears.warm();
  const clear = await tally(ears, await recordings());
  const memoryMb = (process.memoryUsage.rss() - beforeBytes) / 1_000_000;

  const say = await robots();
  const said = FLITE_VOICES.flatMap((voice) =>
    [
      ...[...COMMANDS, ...OTHER_SENTENCES].map((text) => ({ said: text, scene: plain })),
      ...NUMBERED_COMMANDS.map((text) => ({ said: text, scene: numbered })),
    ].map((utterance) => ({ ...utterance, audio: say(utterance.said, voice) })),
  );
  const clean = await tally(ears, said);
  const noise = await tally(
    ears,
    said.map((utterance, seed) => ({
      ...utterance,
      audio: noisy(utterance.audio, NOISE_DB, seed),
    })),
  );
  await ears.close();
  return [
    ...rightAndWrong("clear voices", clear, 97, 0),
    ...rightAndWrong("four robots", clean, 97, 0),
    ...rightAndWrong(`four robots, ${NOISE_DB} dB of white noise`, noise, 82, 1),
    {
      what: "other sentences acted on",
      unit: "",
      ours: clear.othersActedOn + clean.othersActedOn + noise.othersActedOn,
      goal: { kind: "at_most", value: 0 },
      note: `of ${clear.others + clean.others + noise.others}`,
    },
    {
      what: "words of free text wrong, clear voices, %",
      unit: "",
      ours: percent(clear.wrongWords, clear.words),
      goal: { kind: "at_most", value: 10 },
      note: `of ${clear.words} words; robots ${percent(clean.wrongWords, clean.words).toFixed(1)} %`,
    },
    {
      what: "from a command's end to its text, p50",
      unit: "ms",
      ours: quantile(clear.takenMs, 0.5),
      goal: { kind: "at_most", value: 150 },
      note: `p95 ${quantile(clear.takenMs, 0.95).toFixed(0)}; encoder ${quantile(
        times.map(({ encodeMs }) => encodeMs),
        0.5,
      ).toFixed(0)}, decoder ${quantile(
        times.map(({ decodeMs }) => decodeMs),
        0.5,
      ).toFixed(0)}`,
    },
    {
      what: "memory of the recogniser, for all sessions",
      unit: "MB",
      ours: memoryMb,
      goal: { kind: "at_most", value: 220 },
    },
  ];
}

function rightAndWrong(who: string, result: Tally, right: number, wrong: number): Figure[] {
  return [
    {
      what: `commands right, ${who}, %`,
      unit: "",
      ours: percent(result.right, result.commands),
      goal: { kind: "at_least", value: right },
      note: `of ${result.commands}`,
    },
    {
      what: `commands that did something else, ${who}, %`,
      unit: "",
      ours: percent(result.wrong, result.commands),
      goal: { kind: "at_most", value: wrong },
    },
  ];
}

async function recordings(): Promise<Utterance[]> {
  return Promise.all(
    Object.entries(RECORDINGS).map(async ([name, said]) => ({
      said,
      scene: name.startsWith("click_twelve") ? numbered : plain,
      audio: withSilence(await recording(name), 0.3, 0.4),
    })),
  );
}

async function tally(ears: OfflineRecogniser, utterances: readonly Utterance[]): Promise<Tally> {
  const result: Tally = {
    commands: 0,
    right: 0,
    wrong: 0,
    others: 0,
    othersActedOn: 0,
    words: 0,
    wrongWords: 0,
    takenMs: [],
  };
  for (const { said, scene, audio } of utterances) {
    const startMs = performance.now();
    const { kind, text } = await ears.transcribe(audio, candidatesOf(scene));
    const takenMs = performance.now() - startMs;
    const typed = said.replace(/\.$/, "");
    const wanted = understand(typed, scene);
    const understood = kind === "nothing" ? undefined : understand(text, scene);
    const acts = understood !== undefined && !["unknown", "unfinished"].includes(understood.kind);
    if (wanted.kind === "unknown") {
      result.others += 1;
      if (acts) result.othersActedOn += 1;
      continue;
    }
    result.commands += 1;
    result.takenMs.push(takenMs);
    if (isFreeText(wanted) && understood?.kind === "command" && isFreeText(understood)) {
      // Whether it is the right command is one question, each of its words another.
      const sameTool = wanted.command.steps[0]?.tool === understood.command.steps[0]?.tool;
      result[sameTool ? "right" : "wrong"] += 1;
      result.words += wordsOf(typed).length;
      result.wrongWords += wordErrors(wordsOf(typed), wordsOf(text));
    } else if (Bun.deepEquals(meaningOf(text, scene), meaningOf(typed, scene))) {
      result.right += 1;
    } else if (acts) {
      result.wrong += 1;
    }
  }
  return result;
}

/** Open commands hold what was said freely. */
function isFreeText(
  understood: ReturnType<typeof understand>,
): understood is Extract<ReturnType<typeof understand>, { kind: "command" }> {
  return understood.kind === "command" && !understood.complete;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}'.@]+/gu) ?? [];
}

/** Words to replace, add or leave out to make one text of the other. */
function wordErrors(wanted: readonly string[], heard: readonly string[]): number {
  let above = Array.from({ length: heard.length + 1 }, (_, at) => at);
  for (const [row, word] of wanted.entries()) {
    const here = [row + 1];
    for (const [at, other] of heard.entries()) {
      const replaced = (above[at] ?? 0) + (word === other ? 0 : 1);
      here.push(Math.min(replaced, (above[at + 1] ?? 0) + 1, (here[at] ?? 0) + 1));
    }
    above = here;
  }
  return above[heard.length] ?? 0;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
