import { type LocalAudioTrack, createAudioAnalyser } from "livekit-client";

/** Speech in a quiet room fills most of a meter with this. */
const GAIN = 2.4;

/** A meter that moves this often looks smooth. */
const EVERY_MS = 50;

/** Tells how loud a track is, from 0 to 1, until the answered function is called. */
export function watchTrack(track: LocalAudioTrack, onLevel: (level: number) => void): () => void {
  const analyser = createAudioAnalyser(track, { cloneTrack: false, smoothingTimeConstant: 0.6 });
  // Not by animation frames: a page without a window has none.
  const timer = setInterval(
    () => onLevel(Math.min(1, analyser.calculateVolume() * GAIN)),
    EVERY_MS,
  );
  return () => {
    clearInterval(timer);
    void analyser.cleanup();
  };
}
