import { z } from "zod";
import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { Account, Settings } from "./settings.ts";
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

const createdSchema = z.object({ id: z.string().max(128), secret: z.string().max(256) });

/**
 * The address under which this person's AI clients reach this person's browsers. It carries a `control`
 * credential, made at the first question and kept, so that the same address is given every time.
 */
export class PersonalAddress {
  readonly #settings: Settings;
  readonly #fetch: Fetch;
  readonly #label: () => string;
  /** One question at a time, or two credentials would be made. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(settings: Settings, fetch: Fetch, label: () => string) {
    this.#settings = settings;
    this.#fetch = fetch;
    this.#label = label;
  }

  get(): Promise<Outcome<string>> {
    return this.#inTurn(async (serverUrl) => {
      const { control } = this.#settings.account(serverUrl);
      return control ? succeed(addressOf(serverUrl, control)) : this.#make(serverUrl);
    });
  }

  /** Makes the old address useless, then gives a new one. */
  renew(): Promise<Outcome<string>> {
    return this.#inTurn(async (serverUrl) => {
      const { control } = this.#settings.account(serverUrl);
      if (control) {
        const path = `/api/credentials/${encodeURIComponent(control.id)}`;
        const response = await this.#ask(serverUrl, path, { method: "DELETE" });
        if (!response.ok) return response;
        const { status } = response.value;
        if (!response.value.ok && status !== 404) return refusedWith(status);
        this.#settings.updateAccount(serverUrl, { control: undefined });
      }
      return this.#make(serverUrl);
    });
  }

  #inTurn(ask: (serverUrl: string) => Promise<Outcome<string>>): Promise<Outcome<string>> {
    const answer = this.#queue.then(() => ask(this.#settings.serverUrl));
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  async #make(serverUrl: string): Promise<Outcome<string>> {
    const response = await this.#ask(serverUrl, "/api/credentials", {
      method: "POST",
      body: JSON.stringify({ scope: "control", label: this.#label() }),
    });
    if (!response.ok) return response;
    if (!response.value.ok) return refusedWith(response.value.status);
    const created = createdSchema.safeParse(await response.value.json().catch(() => undefined));
    if (!created.success) return fail("internal", TEXTS.personalAddress.strangeAnswer);
    this.#settings.updateAccount(serverUrl, { control: created.data });
    return succeed(addressOf(serverUrl, created.data));
  }

  async #ask(
    serverUrl: string,
    path: string,
    init: { method: string; body?: string },
  ): Promise<Outcome<Response>> {
    const { token } = this.#settings.account(serverUrl);
    if (token === undefined) return fail("no_browser", TEXTS.personalAddress.connectFirst);
    try {
      const response = await this.#fetch(serverUrl + path, {
        ...init,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        // The token goes to this server and nowhere it may point to.
        redirect: "error",
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return succeed(response);
    } catch {
      return fail("browser_disconnected", TEXTS.personalAddress.unreachable);
    }
  }
}

function addressOf(serverUrl: string, control: NonNullable<Account["control"]>): string {
  return `${serverUrl}/mcp/${control.secret}`;
}

function refusedWith(status: number): Outcome<never> {
  return fail("denied_by_user", TEXTS.personalAddress.refused(status));
}
