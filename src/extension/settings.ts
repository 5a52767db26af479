import { z } from "zod";
import { type InstallId, installIdSchema } from "../protocol/ids.ts";
import { DEFAULT_SERVER_URL, parseServerUrl } from "./server-url.ts";
import { NO_RULES, type SiteRules, siteRulesSchema } from "./policy/site-rules.ts";
import { SWITCHES, type Switch } from "../tools/switches.ts";
import { stopSchema, type Stop } from "./connection-state.ts";

/** The part of `chrome.storage.StorageArea` that is used. */
export interface StorageArea {
  get(keys: null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(key: string): Promise<void>;
}

/** What this browser keeps about one server. No other server is ever told any of it. */
const accountSchema = z.object({
  installId: installIdSchema,
  /** The `browser` credential of this server. */
  token: z.string().optional(),
  /** The `control` credential behind the personal MCP address. */
  control: z.object({ id: z.string(), secret: z.string() }).optional(),
});
export type Account = z.infer<typeof accountSchema>;

const profileSchema = z.object({
  serverUrl: z.string().optional().catch(undefined),
  label: z.string().max(80).optional().catch(undefined),
  paused: z.boolean().default(false).catch(false),
  off: z.boolean().default(false).catch(false),
  /** Whether tabs that clients work in get a frame. */
  framesTabs: z.boolean().default(true).catch(true),
  /** Rules that cannot be read any more may have forbidden anything: then everything is asked about. */
  sites: siteRulesSchema.default(NO_RULES).catch({ otherwise: "ask", sites: [] }),
  switchedOff: z
    .array(z.enum(SWITCHES))
    .default([])
    .catch([...SWITCHES]),
});

/** What whoever put the extension there knows better than Chrome. */
const defaultsSchema = z.object({
  serverUrl: z.string().default("").catch(""),
  profile: z.string().max(40).optional().catch(undefined),
  machine: z.string().max(60).optional().catch(undefined),
  /** Whether a person is there who wants to read the first-run page. */
  welcome: z.boolean().default(true).catch(true),
});

/**
 * What the extension remembers. Read once when the worker starts, so that everything after that is
 * at hand without waiting; every change is written through.
 */
export class Settings {
  readonly #local: StorageArea;
  readonly #session: StorageArea;
  readonly #defaultServerUrl: string;
  /** What is known of the profile that this is in, and of the computer. */
  readonly place: { profile: string | undefined; machine: string | undefined };
  readonly welcomes: boolean;
  #profile: z.infer<typeof profileSchema>;
  #stop: Stop | undefined;
  readonly #accounts = new Map<string, Account>();

  private constructor(
    areas: { local: StorageArea; session: StorageArea },
    stored: Record<string, unknown>,
    stop: unknown,
    defaults: unknown,
  ) {
    this.#local = areas.local;
    this.#session = areas.session;
    this.#profile = profileSchema.parse(stored);
    this.#stop = stopSchema.safeParse(stop).data;
    const known = defaultsSchema.parse(defaults ?? {});
    this.place = { profile: known.profile, machine: known.machine };
    this.welcomes = known.welcome;
    const url = parseServerUrl(known.serverUrl);
    this.#defaultServerUrl = url.ok ? url.value : DEFAULT_SERVER_URL;
    for (const [key, value] of Object.entries(stored)) {
      const account = accountSchema.safeParse(value);
      if (key.startsWith(ACCOUNT) && account.success) {
        this.#accounts.set(key.slice(ACCOUNT.length), account.data);
      }
    }
  }

  /** `readDefaults` reads `defaults.json` beside the extension, or undefined where there is none. */
  static async open(
    areas: { local: StorageArea; session: StorageArea },
    readDefaults: () => Promise<unknown>,
  ): Promise<Settings> {
    const [stored, session, defaults] = await Promise.all([
      areas.local.get(null),
      areas.session.get(null),
      readDefaults(),
    ]);
    return new Settings(areas, stored, session["stop"], defaults);
  }

  get serverUrl(): string {
    return this.#profile.serverUrl ?? this.#defaultServerUrl;
  }

  set serverUrl(serverUrl: string) {
    this.#profile.serverUrl = serverUrl;
    keep(this.#local.set({ serverUrl }));
  }

  /** What the person calls this browser. */
  get label(): string | undefined {
    return this.#profile.label;
  }

  set label(label: string) {
    this.#profile.label = label;
    keep(this.#local.set({ label }));
  }

  get paused(): boolean {
    return this.#profile.paused;
  }

  set paused(paused: boolean) {
    this.#profile.paused = paused;
    keep(this.#local.set({ paused }));
  }

  /** The person pressed Disconnect. */
  get off(): boolean {
    return this.#profile.off;
  }

  set off(off: boolean) {
    this.#profile.off = off;
    keep(this.#local.set({ off }));
  }

  get framesTabs(): boolean {
    return this.#profile.framesTabs;
  }

  set framesTabs(framesTabs: boolean) {
    this.#profile.framesTabs = framesTabs;
    keep(this.#local.set({ framesTabs }));
  }

  get sites(): SiteRules {
    return this.#profile.sites;
  }

  set sites(sites: SiteRules) {
    this.#profile.sites = sites;
    keep(this.#local.set({ sites }));
  }

  get switchedOff(): readonly Switch[] {
    return this.#profile.switchedOff;
  }

  switch(name: Switch, on: boolean): void {
    const others = this.#profile.switchedOff.filter((one) => one !== name);
    const switchedOff = on ? others : [...others, name];
    this.#profile.switchedOff = switchedOff;
    keep(this.#local.set({ switchedOff }));
  }

  /** Why the server told this browser to stay away. Forgotten when Chrome or the extension starts afresh. */
  get stop(): Stop | undefined {
    return this.#stop;
  }

  set stop(stop: Stop | undefined) {
    this.#stop = stop;
    keep(stop ? this.#session.set({ stop }) : this.#session.remove("stop"));
  }

  /** Makes an account, with an install id of its own, at the first question. */
  account(serverUrl: string): Account {
    return this.#accounts.get(serverUrl) ?? this.updateAccount(serverUrl, {});
  }

  /** A field given as undefined is forgotten. */
  updateAccount(
    serverUrl: string,
    change: { token?: string | undefined; control?: Account["control"] },
  ): Account {
    const before = this.#accounts.get(serverUrl) ?? { installId: newInstallId() };
    const account: Account = { ...before, ...change };
    this.#accounts.set(serverUrl, account);
    keep(this.#local.set({ [ACCOUNT + serverUrl]: account }));
    return account;
  }

  forgetAccount(serverUrl: string): void {
    this.#accounts.delete(serverUrl);
    keep(this.#local.remove(ACCOUNT + serverUrl));
  }
}

/** Storage keys of accounts: this, then the origin of the server. */
const ACCOUNT = "account ";

function newInstallId(): InstallId {
  return installIdSchema.parse(crypto.randomUUID());
}

/** A full disk must not stop the extension: what cannot be kept holds until the worker ends. */
function keep(written: Promise<void>): void {
  written.catch((cause: unknown) => console.error("A setting could not be kept.", cause));
}
