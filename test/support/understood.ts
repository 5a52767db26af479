import type { Command, Scene, Understanding } from "../../src/voice/agent/ears.ts";
import { understand } from "../../src/voice/agent/sentences/understand.ts";
import { shopScene } from "./shop-scene.ts";

/** What a sentence means in a scene, without what its wording leaves on it. */
export function meaningOf(text: string, scene: Scene): unknown {
  return bare(understand(text, scene));
}

function bare(understood: Understanding): unknown {
  if (understood.kind === "which") return { which: understood.question };
  if (understood.kind !== "command") return understood;
  const { steps, numbers, dictation, sentence } = understood.command;
  return steps.length > 0 ? steps : { numbers, dictation, sentence };
}

/** The command that a sentence is, on the page of the shop. */
export function commandOf(text: string, now: Scene = shopScene()): Command {
  const understood = understand(text, now);
  if (understood.kind === "command") return understood.command;
  throw new Error(`"${text}" is no command but ${understood.kind}.`);
}
