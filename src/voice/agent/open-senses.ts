import type { ThreadSettings } from "../port.ts";
import { OfflineRecogniser } from "./hearing/offline-recogniser.ts";
import type { Senses } from "./senses.ts";
import { candidatesOf } from "./sentences/candidates.ts";
import { understand } from "./sentences/understand.ts";
import { FLITE_VOICES } from "./speaking/flite.ts";
import { OfflineSynthesiser } from "./speaking/offline-synthesiser.ts";

/** Ears, voice and understanding for all sessions of the thread, by the settings; warm before the first person speaks. */
export async function openSenses({ tts }: ThreadSettings): Promise<Senses> {
  const recogniser = new OfflineRecogniser();
  const synthesiser = new OfflineSynthesiser(FLITE_VOICES.find((voice) => voice === tts.voice));
  await Promise.all([recogniser.warm(), synthesiser.warm()]);
  return { understand, candidatesOf, recogniser, synthesiser };
}
