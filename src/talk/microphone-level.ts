import { type LocalAudioTrack, TrackEvent, createAudioAnalyser } from "livekit-client";

/** A meter that moves this often looks smooth. */
const EVERY_MS = 50;

/** A quiet room, and somebody who speaks up close to the microphone. */
const QUIET_DB = -55;
const LOUD_DB = -10;

/** Tells how loud a track is, from 0 to 1, until the answered function is called. */
export function watchTrack(track: LocalAudioTrack, onLevel: (level: number) => void): () => void {
  let listening = createAudioAnalyser(track);
  const samples = new Float32Array(listening.analyser.fftSize);
  const look = () => {
    listening.analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  };
  // Another microphone was chosen.
  const renew = () => {
    void listening.cleanup();
    listening = createAudioAnalyser(track);
  };
  track.on(TrackEvent.Restarted, renew);
  // Not by animation frames: a page without a window has none.
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    track.off(TrackEvent.Restarted, renew);
    void listening.cleanup();
  };
}

function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power);
  return Math.min(1, Math.max(0, (decibels - QUIET_DB) / (LOUD_DB - QUIET_DB)));
}
