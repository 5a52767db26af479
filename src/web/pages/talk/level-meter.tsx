import { type LocalAudioTrack, createAudioAnalyser } from "livekit-client";
import { useEffect, useRef } from "preact/hooks";

/** Speech in a quiet room fills most of the meter with this. */
const GAIN = 2.4;

/** How loud the microphone is just now; seen only, for a number that changes always says nothing aloud. */
export function LevelMeter({ track }: { track: LocalAudioTrack | undefined }) {
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bar = meter.current;
    if (!track || !bar) return undefined;
    const analyser = createAudioAnalyser(track, { cloneTrack: false, smoothingTimeConstant: 0.6 });
    let frame = 0;
    const look = () => {
      const level = Math.min(1, analyser.calculateVolume() * GAIN);
      bar.style.setProperty("--level", level.toFixed(3));
      frame = requestAnimationFrame(look);
    };
    look();
    return () => {
      cancelAnimationFrame(frame);
      bar.style.setProperty("--level", "0");
      void analyser.cleanup();
    };
  }, [track]);
  return <div class="level" ref={meter} aria-hidden="true" />;
}
