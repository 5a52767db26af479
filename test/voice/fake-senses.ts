import type { Command, Scene, Understanding } from "../../src/voice/agent/ears.ts";
import type { Senses } from "../../src/voice/agent/senses.ts";

/** Understands a handful of sentences, hears nothing and speaks silence. */
export const fakeSenses: Senses = {
  understand,
  candidatesOf: () => ({}),
  recogniser: {
    transcribe: async () => ({ text: "", score: 0, kind: "nothing" }),
    close: async () => undefined,
  },
  synthesiser: {
    speak: async () => ({ samples: new Int16Array(1_600), sampleRate: 16_000 }),
    close: async () => undefined,
  },
};

function understand(text: string, scene: Scene): Understanding {
  const [, verb = "", rest = ""] = /^(\w+) ?(.*)$/.exec(text.trim().toLowerCase()) ?? [];
  switch (verb) {
    case "open":
      return does({
        sentence: text,
        steps: [{ tool: "chrome_navigate", args: { url: `http://${rest}` } }],
        answer: () => `Opened ${rest}.`,
      });
    case "click": {
      const control = scene.controls.find(({ name }) => name.toLowerCase() === rest);
      if (!control) return { kind: "unknown" };
      return does({
        sentence: text,
        steps: [{ tool: "chrome_click_element", args: { ref: control.ref } }],
        answer: () => `Clicked ${control.name}.`,
        control,
        ...(rest === "pay" && { risk: "I am about to click Pay. Shall I?" }),
      });
    }
    case "hang":
      for (;;) text.trim();
    case "stop":
    case "yes":
    case "no":
    case "help":
    case "repeat":
    case "undo":
      return { kind: "control", word: verb };
    default:
      return { kind: "unknown" };
  }
}

function does(command: Command): Understanding {
  return { kind: "command", command, complete: true };
}
