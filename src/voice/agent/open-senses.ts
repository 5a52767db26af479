import type { ThreadSettings } from "../port.ts";
import type { Senses } from "./senses.ts";

/** Ears, voice and understanding for all sessions of the thread, by the settings. */
export async function openSenses(_settings: ThreadSettings): Promise<Senses> {
  return {
    understand: () => ({ kind: "unknown" }),
    candidatesOf: () => ({ sentences: [], openings: [] }),
    recogniser: {
      transcribe: async () => ({ text: "", score: 0, kind: "nothing" }),
      close: async () => undefined,
    },
    synthesiser: {
      speak: async () => ({ samples: new Int16Array(0), sampleRate: 16_000 }),
      close: async () => undefined,
    },
  };
}
