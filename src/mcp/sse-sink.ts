/** A reader that lets this much pile up is cut off; whatever it missed waits in the ring. */
const MAX_UNREAD_BYTES = 2 * 1024 * 1024;

const encoder = new TextEncoder();

/** The sending end of one HTTP answer of type text/event-stream. */
export class SseSink {
  readonly body: ReadableStream<Uint8Array>;
  readonly #allOpen: Set<SseSink>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  /** `first` goes out at once: the head of the answer waits for it. The sink is in `allOpen` until either side ends it. */
  constructor(first: string, allOpen: Set<SseSink>) {
    this.#allOpen = allOpen;
    allOpen.add(this);
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          controller.enqueue(encoder.encode(first));
        },
        cancel: () => this.#close(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_UNREAD_BYTES }),
    );
  }

  get open(): boolean {
    return this.#controller !== undefined;
  }

  /** `frame` is a whole event or comment with its empty line. */
  write(frame: string): void {
    if (!this.#controller) return;
    if ((this.#controller.desiredSize ?? 0) <= 0) this.end();
    else this.#controller.enqueue(encoder.encode(frame));
  }

  end(): void {
    this.#controller?.close();
    this.#close();
  }

  #close(): void {
    this.#controller = undefined;
    this.#allOpen.delete(this);
  }
}

/** One event. JSON holds no line breaks of its own, so it is one line of data. */
export function eventFrame(id: string | undefined, json: string): string {
  return id === undefined ? `data: ${json}\n\n` : `id: ${id}\ndata: ${json}\n\n`;
}
