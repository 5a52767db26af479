import type { Command, ControlWord, Scene, ToolStep, Understanding } from "../ears.ts";
import type { Filled } from "./pattern.ts";
import { say } from "./spoken-answers.ts";

/** What a sentence means in a scene; undefined when what is in its slots is not there, so that another may fit. */
export type Meaning = (filled: Filled, scene: Scene) => Understanding | undefined;

type Doing = Omit<Command, "answer"> & { answer?: string | Command["answer"] };

/** A sentence to be done, after which nothing can follow. */
export function does(doing: Doing): Understanding {
  return { kind: "command", command: command(doing), complete: true };
}

/** A sentence to be done that may still go on: its end is free. */
export function doesOpenly(doing: Doing): Understanding {
  return { kind: "command", command: command(doing), complete: false };
}

export function command({ answer = say.done, ...rest }: Doing): Command {
  return { ...rest, answer: typeof answer === "string" ? () => answer : answer };
}

export function control(word: ControlWord): Understanding {
  return { kind: "control", word };
}

/** A call on the tab that the person looks at. */
export function step(
  scene: Scene,
  tool: ToolStep["tool"],
  args: Record<string, unknown>,
): ToolStep {
  const tab = scene.tabs.find(({ active }) => active);
  return { tool, args: { ...(tab && { tabId: tab.tabId }), ...args, background: false } };
}
