import { z } from "zod";
import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { ServerApi } from "./server-api.ts";
import type { Account, Settings } from "./settings.ts";
import { TEXTS } from "./texts.ts";

const createdSchema = z.object({ id: z.string().max(128), secret: z.string().max(256) });

/**
 * The address under which this person's AI clients reach this person's browsers. It carries a `control`
 * credential, made at the first question and kept, so that the same address is given every time.
 */
export class PersonalAddress {
  readonly #settings: Settings;
  readonly #api: ServerApi;
  readonly #label: () => string;
  /** One question at a time, or two credentials would be made. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(settings: Settings, api: ServerApi, label: () => string) {
    this.#settings = settings;
    this.#api = api;
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
        const response = await this.#api.ask(serverUrl, path, { method: "DELETE" });
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
    const response = await this.#api.ask(serverUrl, "/api/credentials", {
      method: "POST",
      body: JSON.stringify({ scope: "control", label: this.#label() }),
    });
    if (!response.ok) return response;
    if (!response.value.ok) return refusedWith(response.value.status);
    const created = createdSchema.safeParse(await response.value.json().catch(() => undefined));
    if (!created.success) return fail("internal", TEXTS.serverApi.strangeAnswer);
    this.#settings.updateAccount(serverUrl, { control: created.data });
    return succeed(addressOf(serverUrl, created.data));
  }
}

function addressOf(serverUrl: string, control: NonNullable<Account["control"]>): string {
  return `${serverUrl}/mcp/${control.secret}`;
}

function refusedWith(status: number): Outcome<never> {
  return fail("denied_by_user", TEXTS.serverApi.refused(status));
}
