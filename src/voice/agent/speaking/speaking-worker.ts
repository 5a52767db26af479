import { letServerGoFirst } from "../thread-priority.ts";
import { loadFlite, withoutLeadIn } from "./flite.ts";
import { type FromSpeaking, toSpeakingSchema } from "./speaking-messages.ts";

/** A worker that speaks for all sessions. It says `ready` once flite is loaded. */

declare const self: Worker;

letServerGoFirst();
const speak = await loadFlite();

self.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  const { id, text, voice } = toSpeakingSchema.parse(data);
  try {
    answer({ type: "spoken", id, samples: withoutLeadIn(speak(text, voice)) });
  } catch (cause) {
    answer({ type: "failed", id, message: String(cause) });
  }
});
answer({ type: "ready" });

function answer(message: FromSpeaking): void {
  self.postMessage(message, message.type === "spoken" ? [message.samples.buffer] : []);
}
