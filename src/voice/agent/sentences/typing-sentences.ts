import type { Command, Scene, ToolStep, Understanding } from "../ears.ts";
import { does, doesOpenly, type Meaning, step } from "./meaning.ts";
import { riskOfKeys, riskOfLineBreak } from "./risk.ts";
import { say } from "./spoken-answers.ts";
import { keysOf, spelled, typedText } from "./spoken-text.ts";

/** Sentences that type, where the focus is. */

/** Enter alone sends what is written in many editors. */
const LINE_BREAK = "Shift+Enter";

export const typingSentences = {
  type({ words = "" }, scene) {
    return typing("type", typedText(words), scene);
  },
  spell({ words = "" }, scene) {
    return typing("spell", spelled(words), scene);
  },
  newLine: (_, scene) => typing("new line", "\n", scene, does),
  newParagraph: (_, scene) => typing("new paragraph", "\n\n", scene, does),
  deleteThat(_, { typed = [], ...scene }) {
    const keys = erasing(typed.at(-1) ?? "");
    return pressing("delete that", keys, scene, { untypes: true });
  },
  deleteWord: (_, scene) => pressing("delete the last word", "Ctrl+Backspace", scene),
  selectAll: (_, scene) => pressing("select all", "Ctrl+A", scene),
  press({ keys = "" }, scene) {
    const pressed = keysOf(keys);
    if (pressed === undefined) return undefined;
    const risk = riskOfKeys(pressed, scene);
    const understanding = pressing(`press ${pressed}`, pressed, scene);
    if (risk === undefined || understanding.kind !== "command") return understanding;
    return { ...understanding, command: { ...understanding.command, risk } };
  },
  startDictation: () =>
    does({ sentence: "start dictation", steps: [], dictation: "start", answer: say.dictating }),
  stopDictation: () =>
    does({ sentence: "stop dictation", steps: [], dictation: "stop", answer: say.dictated }),
} satisfies Record<string, Meaning>;

/** Types it as text, whatever key it may also be the name of. */
export function typing(
  verb: string,
  text: string,
  scene: Scene,
  doing: typeof does = doesOpenly,
): Understanding {
  if (text === "") return { kind: "unfinished" };
  const risk = text.includes("\n") ? riskOfLineBreak(scene) : undefined;
  return doing({
    sentence: `${verb} ${text}`.trim(),
    steps: text
      .split(/(\n+)/)
      .filter((part) => part !== "")
      .map((part) => stepOf(part, scene)),
    answer: "",
    typed: text,
    undo: [step(scene, "chrome_keyboard", { keys: erasing(text) })],
    ...(risk !== undefined && { risk }),
  });
}

/** Types one line, or breaks it so many times. */
function stepOf(part: string, scene: Scene): ToolStep {
  return part.startsWith("\n")
    ? step(scene, "chrome_keyboard", { keys: Array.from(part, () => LINE_BREAK).join(" ") })
    : step(scene, "chrome_computer", { action: "type", text: part });
}

/** Nothing takes it back, for the page may have gone on. */
export function pressingEnterAfter(
  { sentence, steps, answer, control }: Command,
  scene: Scene,
): Understanding {
  const risk = riskOfKeys("Enter", scene);
  return does({
    sentence: `${sentence} and press Enter`,
    steps: [...steps, step(scene, "chrome_keyboard", { keys: "Enter" })],
    answer,
    ...(control && { control }),
    ...(risk !== undefined && { risk }),
  });
}

function pressing(
  sentence: string,
  keys: string,
  scene: Scene,
  also: { untypes?: true } = {},
): Understanding {
  const steps = [step(scene, "chrome_keyboard", { keys })];
  return does({ sentence, steps, answer: "", ...also });
}

/** Longer texts are left to the undo of the browser, which takes all that was typed in one go. */
const MOST_ERASED = 1_000;

const signs = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Keys that take this text away from before the caret, and no other. */
function erasing(text: string): string {
  const count = [...signs.segment(text)].length;
  if (count === 0 || count > MOST_ERASED) return "Ctrl+Z";
  return Array.from({ length: count }, () => "Backspace").join(" ");
}
