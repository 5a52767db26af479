import { z } from "zod";
import type { DebuggerEvent } from "./debugger-session.ts";

/** How long an answer may take from its head to its end and still be waited for. */
const UNREAD_MS = 300;

/** Requests that say something about what a page is doing; the others may stay open for ever. */
const COUNTED = /^(Document|Stylesheet|Script|Fetch|XHR)$/;

const HEARD =
  /^(?:Network\.(?:requestWillBeSent|responseReceived|loadingFinished|loadingFailed)|Page\.frameNavigated|Target\.detachedFromTarget)$/;

const requestSchema = z.object({ requestId: z.string(), type: z.string().optional() });
const topFrameSchema = z.object({
  frame: z.object({ parentId: z.undefined().optional(), loaderId: z.string() }),
});
const detachedSchema = z.object({ sessionId: z.string() });

/** The requests of a tab that are on their way. Of those of a page that is gone, Chrome tells no end. */
export class RequestsUnderWay {
  /** Each with the process that it is from. */
  readonly #ids = new Map<string, string | undefined>();
  readonly #tellEnd: (requestId: string) => void;

  /** `tellEnd`: of one whose end Chrome does not tell. */
  constructor(tellEnd: (requestId: string) => void) {
    this.#tellEnd = tellEnd;
  }

  get ids(): ReadonlyMap<string, unknown> {
    return this.#ids;
  }

  hear({ method, params, sessionId }: DebuggerEvent): void {
    if (!HEARD.test(method)) return;
    if (method === "Page.frameNavigated") {
      const top = topFrameSchema.safeParse(params).data?.frame;
      // A page is asked for under the name of its loader.
      if (top) this.#forget((requestId) => requestId !== top.loaderId);
    } else if (method === "Target.detachedFromTarget") {
      const gone = detachedSchema.safeParse(params).data?.sessionId;
      this.#forget((_, process) => process !== undefined && process === gone);
    } else {
      const request = requestSchema.safeParse(params).data;
      if (request) this.#hearOf(method, request, sessionId);
    }
  }

  #hearOf(
    method: string,
    { requestId, type = "" }: z.infer<typeof requestSchema>,
    process: string | undefined,
  ): void {
    if (method === "Network.requestWillBeSent") {
      if (COUNTED.test(type)) this.#ids.set(requestId, process);
    } else if (method === "Network.responseReceived") {
      if (this.#ids.has(requestId)) this.#endSoon(requestId);
    } else {
      this.#ids.delete(requestId);
    }
  }

  /** A page that does not read an answer never finishes it. */
  #endSoon(requestId: string): void {
    setTimeout(() => this.#end(requestId), UNREAD_MS);
  }

  #forget(isGone: (requestId: string, process: string | undefined) => boolean): void {
    for (const [requestId, process] of this.#ids) {
      if (isGone(requestId, process)) this.#end(requestId);
    }
  }

  #end(requestId: string): void {
    if (this.#ids.delete(requestId)) this.#tellEnd(requestId);
  }
}
