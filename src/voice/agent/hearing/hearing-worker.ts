import { letServerGoFirst } from "../thread-priority.ts";
import { Hearing, treesOf } from "./hearing.ts";
import { type FromHearing, type ToHearing, toHearingSchema } from "./hearing-messages.ts";
import type { SlotTrees } from "./sentence-net.ts";

/** A worker that hears for all sessions, one utterance after the other. It says `ready` once the model is loaded. */

declare const self: Worker;

/** Scenes whose trees are kept. A tree of 2,000 names takes 10 ms to make and 2 MB to keep. */
const MAX_SCENES = 64;

letServerGoFirst();
const scenes = new Map<number, SlotTrees>();
const hearing = await Hearing.load();

let last: Promise<void> = Promise.resolve();
self.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  const message = toHearingSchema.parse(data);
  if (message.type === "expect") remember(message.scene, treesOf(message.candidates));
  else last = last.then(() => hear(message));
});
answer({ type: "ready" });

async function hear({ id, scene, audio }: Extract<ToHearing, { type: "hear" }>): Promise<void> {
  try {
    const { heard, times } = await hearing.hear(audio, scenes.get(scene) ?? {});
    answer({ type: "heard", id, heard, ...times });
  } catch (cause) {
    answer({ type: "failed", id, message: String(cause) });
  }
  // What the model computed lies outside the heap, where the collector does not feel its weight.
  Bun.gc(true);
}

function remember(scene: number, trees: SlotTrees): void {
  const [oldest] = scenes.keys();
  if (scenes.size >= MAX_SCENES && oldest !== undefined) scenes.delete(oldest);
  scenes.set(scene, trees);
}

function answer(message: FromHearing): void {
  self.postMessage(message, []);
}
