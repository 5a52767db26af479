import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { Settings } from "./settings.ts";
import { TEXTS } from "./texts.ts";

/** The part of `fetch` that is used. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string } & Pick<
    RequestInit,
    "redirect" | "credentials" | "cache" | "signal"
  >,
) => Promise<Response>;

const ANSWER_MS = 10_000;

/** The server's JSON API, asked as this browser. */
export class ServerApi {
  readonly #settings: Settings;
  readonly #fetch: Fetch;

  constructor(settings: Settings, fetch: Fetch) {
    this.#settings = settings;
    this.#fetch = fetch;
  }

  async ask(
    serverUrl: string,
    path: string,
    { method, body, answerMs = ANSWER_MS }: { method: string; body?: string; answerMs?: number },
  ): Promise<Outcome<Response>> {
    const { token } = this.#settings.account(serverUrl);
    if (token === undefined) return fail("no_browser", TEXTS.serverApi.connectFirst);
    try {
      const response = await this.#fetch(serverUrl + path, {
        method,
        ...(body !== undefined && { body }),
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        // The token goes to this server and nowhere it may point to.
        redirect: "error",
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(answerMs),
      });
      return succeed(response);
    } catch {
      return fail("browser_disconnected", TEXTS.serverApi.unreachable);
    }
  }
}
