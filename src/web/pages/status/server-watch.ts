import * as z from "zod/mini";
import {
  type Browser,
  type Loads,
  type ServerStats,
  type VoiceState,
  browsersSchema,
  ownStatsSchema,
  refusalSchema,
  serverStatsSchema,
} from "./answers.ts";

/**
 * What the page knows about the server.
 *
 *   starting ──▶ open ◀──▶ closed          closed: the server wants a credential, or another one
 *      └──────────▶ gone ◀── any           gone: nobody answers; what was known stays, for reading
 *
 * It asks every two seconds while the page is visible and at once when the page is seen again, also when
 * nobody answers, so that it recovers by itself. In closed it waits for a credential.
 */
export type ServerView =
  | { state: "starting" }
  | { state: "open"; known: Known }
  | { state: "closed"; message: string; credentialRefused: boolean }
  | { state: "gone"; known: Known | undefined };

export interface Known {
  browsers: Browser[];
  /** What each of the browsers carries, as far as the server tells. */
  loads: Loads;
  /** Undefined while the server does not tell. */
  voice: VoiceState | undefined;
  /** Undefined for those who may not see the whole server. */
  server: ServerStats | undefined;
}

export const EVERY_MS = 2_000;
const ANSWER_MS = 5_000;

export interface ServerWatchParts {
  fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** Runs `next` once after `ms`; the returned function takes that back. */
  after: (ms: number, next: () => void) => () => void;
  onView: (view: ServerView) => void;
}

type Answer<T> = { ok: true; value: T } | { ok: false; status: number; message: string };

export class ServerWatch {
  readonly #parts: ServerWatchParts;
  #credential: string | undefined;
  #known: Known | undefined;
  #cancelNext: () => void = () => undefined;
  #watching = false;
  /** Only the answer to the latest question counts. */
  #question = 0;

  constructor(parts: ServerWatchParts, credential: string | undefined) {
    this.#parts = parts;
    this.#credential = credential;
  }

  /** Another credential, or none: what the old one was shown is forgotten at once. */
  useCredential(credential: string | undefined): void {
    this.#credential = credential;
    if (this.#known) this.#parts.onView({ state: "starting" });
    this.#known = undefined;
    if (this.#watching) this.start();
  }

  start(): void {
    this.#watching = true;
    this.#cancelNext();
    void this.#ask();
  }

  stop(): void {
    this.#watching = false;
    this.#question += 1;
    this.#cancelNext();
  }

  async #ask(): Promise<void> {
    const question = ++this.#question;
    const view = await this.#look();
    if (question !== this.#question) return;
    this.#known = view.state === "closed" ? undefined : "known" in view ? view.known : undefined;
    this.#parts.onView(view);
    // The same question without another credential would get the same answer.
    if (view.state === "closed") return;
    this.#cancelNext = this.#parts.after(EVERY_MS, () => void this.#ask());
  }

  async #look(): Promise<ServerView> {
    const [browsers, stats] = await Promise.all([
      this.#get("/api/browsers", browsersSchema),
      this.#get("/api/stats", z.unknown()),
    ]);
    if (browsers.ok) {
      const told = stats.ok ? stats.value : undefined;
      const own = ownStatsSchema.safeParse(told).data;
      const known = {
        browsers: browsers.value.browsers,
        loads: own?.routing.sessions ?? {},
        voice: own?.voice,
        server: serverStatsSchema.safeParse(told).data,
      };
      return { state: "open", known };
    }
    if (browsers.status === 401 || browsers.status === 403) {
      const credentialRefused = this.#credential !== undefined;
      return { state: "closed", message: browsers.message, credentialRefused };
    }
    return { state: "gone", known: this.#known };
  }

  async #get<S extends z.ZodMiniType>(path: string, schema: S): Promise<Answer<z.infer<S>>> {
    const credential = this.#credential;
    try {
      const response = await this.#parts.fetch(path, {
        headers: credential === undefined ? {} : { authorization: `Bearer ${credential}` },
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const { status } = response;
      const body: unknown = await response.json();
      if (response.ok) {
        const parsed = schema.safeParse(body);
        return parsed.success
          ? { ok: true, value: parsed.data }
          : { ok: false, status: 0, message: "" };
      }
      const message = refusalSchema.safeParse(body).data?.error.message ?? "";
      return { ok: false, status, message };
    } catch {
      return { ok: false, status: 0, message: "" };
    }
  }
}
