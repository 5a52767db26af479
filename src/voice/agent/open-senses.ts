import type { ThreadSettings } from "../port.ts";
import { OfflineRecogniser } from "./hearing/offline-recogniser.ts";
import { providerEars, providerVoice } from "./providers/cloud-speech.ts";
import { recogniserOf, synthesiserOf, Trust } from "./providers/with-fallback.ts";
import type { Senses } from "./senses.ts";
import { candidatesOf } from "./sentences/candidates.ts";
import { understand } from "./sentences/understand.ts";
import { FLITE_VOICES } from "./speaking/flite.ts";
import { OfflineSynthesiser } from "./speaking/offline-synthesiser.ts";

/** Is told, once, that a provider failed. */
export type Failed = (message: string) => void;

/** Ears, voice and understanding for all sessions of the thread, by the settings; warm before the first person speaks. */
export async function openSenses(settings: ThreadSettings, failed: Failed): Promise<Senses> {
  const ears = new OfflineRecogniser();
  const voice = new OfflineSynthesiser(FLITE_VOICES.find((name) => name === settings.tts.voice));
  await Promise.all([ears.warm(), voice.warm()]);
  const hears = providerEars(settings);
  const speaks = providerVoice(settings);
  const noEars = new Trust(() => failed("The provider of ears failed; hearing offline"));
  const noVoice = new Trust(() => failed("The provider of a voice failed; speaking offline"));
  return {
    understand,
    candidatesOf,
    recogniser: hears ? recogniserOf(hears, ears, noEars) : ears,
    synthesiser: speaks ? synthesiserOf(speaks, voice, noVoice) : voice,
  };
}
