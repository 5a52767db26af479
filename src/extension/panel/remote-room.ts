import { useEffect, useState } from "preact/hooks";
import type { RoomView, TalkingRoom } from "../../talk/room-view.ts";
import { TalkChannel } from "../talk/talk-channel.ts";
import { LEVEL_CHANNEL, type TalkMessage } from "../talk/talk-messages.ts";

/** The person's room as the panel has it: the room itself lives in the page without a window. */
class RemoteRoom implements TalkingRoom {
  readonly #channel: TalkChannel;

  constructor(onView: (view: RoomView) => void) {
    this.#channel = new TalkChannel((message) => {
      if (message.say === "view") onView(message.view);
    });
    this.#say({ say: "who_talks" });
  }

  write(text: string): void {
    this.#say({ say: "write", text });
  }

  mute(): void {
    this.#say({ say: "mute" });
  }

  unmute(): void {
    this.#say({ say: "unmute" });
  }

  choose(deviceId: string): void {
    this.#say({ say: "choose", deviceId });
  }

  leave(): void {
    this.#say({ say: "leave" });
  }

  watchLevel(onLevel: (level: number) => void): () => void {
    const levels = new BroadcastChannel(LEVEL_CHANNEL);
    levels.addEventListener("message", ({ data }: MessageEvent<unknown>) => onLevel(Number(data)));
    this.#say({ say: "watch_level" });
    const end = () => {
      window.removeEventListener("pagehide", end);
      levels.close();
      this.#say({ say: "forget_level" });
    };
    // Nothing else is told when the panel closes.
    window.addEventListener("pagehide", end);
    return end;
  }

  close(): void {
    this.#channel.close();
  }

  #say(message: TalkMessage): void {
    this.#channel.say(message);
  }
}

/** The room, and how it stands; no view as long as nobody talks. */
export function useRoom(): { room: TalkingRoom | undefined; view: RoomView | undefined } {
  const [room, setRoom] = useState<TalkingRoom>();
  const [view, setView] = useState<RoomView>();
  useEffect(() => {
    const remote = new RemoteRoom(setView);
    setRoom(remote);
    return () => remote.close();
  }, []);
  return { room, view };
}
