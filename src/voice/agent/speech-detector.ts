import { type VAD, type VADEvent, inference } from "@livekit/agents";
import type { ThreadSettings } from "../port.ts";

/** It listens in pieces of this length. */
export const PIECE_MS = 32;
/** Speech that goes on may be this much less likely than speech that begins. */
const HYSTERESIS = 0.15;
const LEAST_LIKELY = 0.01;

/** Tells speech from other sound, for one room. */
export interface SpeechDetector {
  vad: VAD;
  /** Was the latest piece speech? The detector's own counts lag one piece behind. */
  isSpeech: (event: VADEvent) => boolean;
}

export function speechDetector(settings: ThreadSettings["vad"]): SpeechDetector {
  const { activationThreshold, minSilenceMs } = settings;
  const deactivationThreshold = Math.max(activationThreshold - HYSTERESIS, LEAST_LIKELY);
  return {
    vad: new inference.VAD({
      activationThreshold,
      deactivationThreshold,
      minSilenceDuration: minSilenceMs,
      // The listener keeps the sound itself: a minute of it once more would be 2 MB for each room.
      maxBufferedSpeech: PIECE_MS,
      prefixPaddingDuration: 0,
    }),
    isSpeech: ({ probability, speaking }) =>
      probability >= activationThreshold || (speaking && probability > deactivationThreshold),
  };
}
