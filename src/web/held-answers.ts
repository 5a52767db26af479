import type { Clock } from "../core/ports.ts";

/** Well within the server's idle timeout. */
const MAX_WAIT_S = 30;

const WAIT = /(?:^|[,;\s])wait=(\d{1,4})(?![^,;\s])/;

export interface HeldAnswersParts {
  clock: Pick<Clock, "after">;
  /** Calls `changed` whenever an answer may have become another one. */
  onChange: (changed: () => void) => void;
}

/**
 * Long polling: an answer that the asker has already (`If-None-Match`, RFC 9110) is held back until there is another
 * one, for as many seconds as they want to wait (`Prefer: wait=…`, RFC 7240). Then they are told that it is the same.
 */
export class HeldAnswers {
  readonly #clock: Pick<Clock, "after">;
  #change = Promise.withResolvers<"changed">();

  constructor({ clock, onChange }: HeldAnswersParts) {
    this.#clock = clock;
    onChange(() => {
      this.#change.resolve("changed");
      this.#change = Promise.withResolvers();
    });
  }

  /** `make` is asked again after each change, also whether the asker may still ask. */
  async answer(request: Request, make: () => Promise<Response>): Promise<Response> {
    const had = request.headers.get("if-none-match");
    if (had === null) return make();
    const over = Promise.withResolvers<"over">();
    const stopWaiting = this.#clock.after(waitMs(request), () => over.resolve("over"));
    request.signal.addEventListener("abort", () => over.resolve("over"), { once: true });
    try {
      for (;;) {
        // Taken before the answer is made, so that no change is missed.
        const change = this.#change.promise;
        const response = await make();
        if (response.headers.get("etag") !== had) return response;
        const next = await Promise.race([change, over.promise]);
        if (next === "over") return new Response(null, { status: 304, headers: { ETag: had } });
      }
    } finally {
      stopWaiting();
    }
  }
}

function waitMs({ headers }: Request): number {
  const [, wished = "0"] = WAIT.exec(headers.get("prefer") ?? "") ?? [];
  return Math.min(Number(wished), MAX_WAIT_S) * 1_000;
}
