import type { RoomView } from "../../talk/room-view.ts";
import { closeOffscreenPage, inOffscreenPage } from "../offscreen-page.ts";
import { TalkChannel } from "./talk-channel.ts";
import type { Door } from "./talk-messages.ts";

/** The worker's eye on the room, which outlives it: what it shows of it, and the end. */
export class TalkWatch {
  readonly #channel: TalkChannel;
  readonly #onChange: () => void;
  #hears = false;
  #isOver = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#channel = new TalkChannel((message) => {
      if (message.say === "view") this.#see(message.view);
    });
    this.#channel.say({ say: "who_talks" });
  }

  /** The person's microphone is open. */
  get hears(): boolean {
    return this.#hears;
  }

  async join(door: Door): Promise<void> {
    // The end of the last conversation must not close the page of this one.
    this.#isOver = false;
    await inOffscreenPage({ talk: door }, { stays: true });
  }

  leave(): void {
    this.#channel.say({ say: "leave" });
  }

  #see({ state, microphone }: RoomView): void {
    const hears = state !== "ended" && microphone.state === "live";
    if (hears !== this.#hears) {
      this.#hears = hears;
      this.#onChange();
    }
    this.#isOver = state === "ended";
    if (this.#isOver) void closeOffscreenPage(() => this.#isOver);
  }
}
