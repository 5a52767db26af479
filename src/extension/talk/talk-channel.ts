import { TALK_CHANNEL, type TalkMessage, talkMessageSchema } from "./talk-messages.ts";

/** One end of the channel on which the room and those who look at it speak. Nobody hears themselves. */
export class TalkChannel {
  readonly #channel = new BroadcastChannel(TALK_CHANNEL);

  constructor(onMessage: (message: TalkMessage) => void) {
    this.#channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      onMessage(talkMessageSchema.parse(data));
    });
  }

  say(message: TalkMessage): void {
    this.#channel.postMessage(message);
  }

  close(): void {
    this.#channel.close();
  }
}
