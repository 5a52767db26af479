import { ReadableStream, type ReadableStreamDefaultController } from "node:stream/web";
import { type AudioFrame, AudioStream, type RemoteTrack } from "@livekit/rtc-node";
import { RATE } from "./listener.ts";
import { PIECE_MS } from "./speech-detector.ts";

/**
 * The microphone of a room's owner, whichever track it is now. The framework's own way to it copies all sound for a
 * detector of speech; where there is none, the copies are kept for as long as the session lasts.
 */
export class Microphone {
  #listener: ReadableStreamDefaultController<AudioFrame> | undefined;
  #leave: (() => void) | undefined;

  /** The sound from now on. Whoever listened before hears no more. */
  listen(): ReadableStream<AudioFrame> {
    this.#listener?.close();
    return new ReadableStream<AudioFrame>({
      start: (controller) => {
        this.#listener = controller;
      },
      cancel: () => {
        this.#listener = undefined;
      },
    });
  }

  /** Takes the sound of this track, until it ends or another comes. */
  async take(track: RemoteTrack): Promise<void> {
    this.#leave?.();
    const sound = new AudioStream(track, {
      sampleRate: RATE,
      numChannels: 1,
      frameSizeMs: PIECE_MS,
    }).getReader();
    this.#leave = () => void sound.cancel();
    for (;;) {
      const { done, value } = await sound.read();
      if (done) return;
      this.#listener?.enqueue(value);
    }
  }

  close(): void {
    this.#leave?.();
    this.#listener?.close();
    this.#listener = undefined;
  }
}
