import { useEffect, useRef } from "preact/hooks";
import type { TalkingRoom } from "./room-view.ts";

/** How loud the microphone is just now; seen only, for a number that changes always says nothing aloud. */
export function LevelMeter({ room, live }: { room: TalkingRoom; live: boolean }) {
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bar = meter.current;
    if (!live || !bar) return undefined;
    const show = (level: number) => bar.style.setProperty("--level", level.toFixed(3));
    const stop = room.watchLevel(show);
    return () => {
      stop();
      show(0);
    };
  }, [room, live]);
  return <div class="level" ref={meter} aria-hidden="true" />;
}
