import { z } from "zod";

/** How long an answer may take from its head to its end and still be waited for. */
const UNREAD_MS = 300;

/** Requests that say something about what a page is doing; the others may stay open for ever. */
const COUNTED = /^(Document|Stylesheet|Script|Fetch|XHR)$/;

const HEARD = /^Network\.(?:requestWillBeSent|responseReceived|loadingFinished|loadingFailed)$/;

const requestSchema = z.object({ requestId: z.string(), type: z.string().optional() });

/** The requests of a tab that are on their way. */
export class RequestsUnderWay {
  readonly #ids = new Set<string>();
  readonly #tellEnd: (requestId: string) => void;

  /** `tellEnd`: of one whose end Chrome does not tell. */
  constructor(tellEnd: (requestId: string) => void) {
    this.#tellEnd = tellEnd;
  }

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  hear(method: string, params: unknown): void {
    const request = HEARD.test(method) ? requestSchema.safeParse(params).data : undefined;
    if (!request) return;
    const { requestId, type = "" } = request;
    if (method === "Network.requestWillBeSent") {
      if (COUNTED.test(type)) this.#ids.add(requestId);
    } else if (method === "Network.responseReceived") {
      if (this.#ids.has(requestId)) this.#endSoon(requestId);
    } else {
      this.#ids.delete(requestId);
    }
  }

  /** A page that does not read an answer never finishes it. */
  #endSoon(requestId: string): void {
    setTimeout(() => {
      if (this.#ids.delete(requestId)) this.#tellEnd(requestId);
    }, UNREAD_MS);
  }
}
