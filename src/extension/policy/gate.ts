import type { Caller } from "../../protocol/call-tool.ts";
import { type Failed, type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { browserTools, isBrowserToolName } from "../../tools/catalogue.ts";
import type { Switch } from "../../tools/switches.ts";
import type { Clock } from "../clock.ts";
import { TEXTS } from "../texts.ts";
import { isSameServer, webOrigin } from "./origins.ts";
import { type Asked, Questions, type Verdict } from "./questions.ts";
import { type SiteRules, type Stance, areStrict, stanceOf, withRule } from "./site-rules.ts";

/**
 * What the person lets clients do, asked at the moment of acting.
 *
 *   origin ─┬─ of the server itself, or denied ──▶ blocked_by_policy
 *           ├─ allowed, or this call was let in ──▶ ok
 *           └─ to be asked about ──▶ a card ─┬─ once, a while, always ──▶ ok
 *                                            ├─ no ──▶ denied_by_user, for a while without asking again
 *                                            └─ no answer in the call's time ──▶ timeout
 *
 * A call is known by its signal, which is handed down to wherever something is done in Chrome.
 */

/** How long "for 15 minutes" holds. */
export const A_WHILE_MS = 15 * 60_000;

/** How long a no holds for the client that asked, so that it cannot wear the person out. */
const NO_MS = 60_000;

/** Kept from the call's time, so that the failure still gets through. */
const SPARE_MS = 250;

/** The settings that the gate reads and, for "always here", writes. */
export interface Rulebook {
  readonly serverUrl: string;
  sites: SiteRules;
  readonly switchedOff: readonly Switch[];
}

/** A call that runs, and where it was let in. */
interface Admission {
  client: Caller;
  tool: string;
  deadlineMs: number;
  /** Origins that this call may use though others are asked about. Shared by the steps of a batch. */
  letIn: Set<string>;
  /** Ends the call, which is answered so. */
  end: (why: Failed) => void;
}

export class Gate {
  readonly #rulebook: Rulebook;
  readonly #clock: Clock;
  readonly #questions: Questions;
  readonly #calls = new Map<AbortSignal, Admission>();
  /** Answers that outlast their call, by what they were about, client and origin. */
  readonly #remembered = new Map<string, { yes: boolean; fromMs: number; untilMs: number }>();

  constructor(parts: { rulebook: Rulebook; clock: Clock; onChange: () => void }) {
    this.#rulebook = parts.rulebook;
    this.#clock = parts.clock;
    this.#questions = new Questions(parts.onChange);
  }

  get questions() {
    return this.#questions.all;
  }

  /** Fails when the person switched off what the tool is under. Whoever runs a tool inside another asks again. */
  mayUse(tool: string): Outcome<undefined> {
    const name = isBrowserToolName(tool) ? browserTools[tool].switch : undefined;
    if (name === undefined || !this.#rulebook.switchedOff.includes(name)) return succeed(undefined);
    return fail("blocked_by_policy", TEXTS.policy.switchedOff(TEXTS.switches[name].name));
  }

  /** Makes a call known by its signal, until disposed. */
  begin(signal: AbortSignal, call: Admission): Disposable {
    this.#calls.set(signal, call);
    return { [Symbol.dispose]: () => this.#calls.delete(signal) };
  }

  /** There may be pages that are not simply allowed. While there are none, frames need not be looked at. */
  get isStrict(): boolean {
    return areStrict(this.#rulebook.sites);
  }

  /** Is it a page of the server that clients come through? The person talks from there. */
  isOwnServer(address: string): boolean {
    const origin = webOrigin(address);
    return origin !== undefined && isSameServer(origin, this.#rulebook.serverUrl);
  }

  /** What the rules say of an address, without asking anybody. */
  stance(address: string): Stance {
    const origin = webOrigin(address);
    if (origin === undefined) return "allow";
    if (this.isOwnServer(address)) return "deny";
    return stanceOf(this.#rulebook.sites, origin);
  }

  /** An address as clients see it: of a closed site no more than which it is. */
  shown(address: string): string {
    return this.stance(address) === "deny" ? (webOrigin(address) ?? "") : address;
  }

  /** Whether a call may go on at an address just now; nobody is asked. */
  isOpen(address: string, signal: AbortSignal): boolean {
    return this.#isOpenTo(this.#calls.get(signal), address);
  }

  /** The same for what a call begins and leaves running. It is where the call was let in, also once that is over. */
  openFor(signal: AbortSignal): (address: string) => boolean {
    const call = this.#calls.get(signal);
    return (address) => this.#isOpenTo(call, address);
  }

  /** Whether no call that runs may act at an address. */
  isShut(address: string): boolean {
    if (this.stance(address) === "allow") return false;
    return ![...this.#calls.keys()].some((signal) => this.isOpen(address, signal));
  }

  /** Lets a call in at an address, or says why not. Asks the person where they want to be asked. */
  async admit(address: string, signal: AbortSignal): Promise<Outcome<undefined>> {
    if (this.isOpen(address, signal)) return succeed(undefined);
    const origin = webOrigin(address);
    const call = this.#calls.get(signal);
    if (origin === undefined || !call || this.stance(address) === "deny")
      return this.#closed(address);
    const { client, tool, deadlineMs } = call;
    const asked = { about: "site", client, origin, tool } as const;
    if (this.#recall(asked) === false) return fail("denied_by_user", TEXTS.policy.saidNo(origin));
    const verdict = await this.#ask(asked, deadlineMs, signal);
    if (verdict === undefined) return fail("timeout", TEXTS.policy.noAnswer(origin));
    if (verdict === "no") return fail("denied_by_user", TEXTS.policy.saidNo(origin));
    call.letIn.add(origin);
    return succeed(undefined);
  }

  /** Asks the person whether the page at an address may have a file of their machine. A yes is for this once. */
  async mayGive(path: string, address: string, signal: AbortSignal): Promise<Outcome<undefined>> {
    const origin = webOrigin(address);
    const call = this.#calls.get(signal);
    if (origin === undefined || !call || this.stance(address) === "deny")
      return this.#closed(address);
    const { client, deadlineMs } = call;
    const asked = { about: "file", client, origin, path } as const;
    if (this.#recall(asked) === false) return fail("denied_by_user", TEXTS.policy.fileNo(origin));
    const verdict = await this.#ask(asked, deadlineMs, signal);
    if (verdict === undefined) return fail("timeout", TEXTS.policy.fileNoAnswer(origin));
    if (verdict === "no") return fail("denied_by_user", TEXTS.policy.fileNo(origin));
    return succeed(undefined);
  }

  /** The person answered a question. */
  answer(id: string, verdict: Verdict): void {
    const answered = this.#questions.answer(id, verdict);
    if (!answered) return;
    const isSite = answered.about === "site";
    if (verdict === "no" || (verdict === "a_while" && isSite)) {
      const ms = verdict === "no" ? NO_MS : A_WHILE_MS;
      const fromMs = this.#clock.now();
      this.#remembered.set(keyOf(answered), {
        yes: verdict !== "no",
        fromMs,
        untilMs: fromMs + ms,
      });
    }
    if (verdict === "always" && isSite) {
      this.rulesChange(withRule(this.#rulebook.sites, answered.origin, "allow"));
    }
  }

  /** New rules hold at once, also for what is being asked now; what was answered by the old ones does not. */
  rulesChange(rules: SiteRules): void {
    this.#rulebook.sites = rules;
    this.#remembered.clear();
    for (const { id, about, origin } of this.#questions.all) {
      const stance = this.stance(origin);
      if (stance === "deny") this.#questions.answer(id, "no");
      if (stance === "allow" && about === "site") this.#questions.answer(id, "once");
    }
  }

  /** What is switched off now is not done to its end either. */
  switchesChange(): void {
    for (const { tool, end } of this.#calls.values()) {
      const usable = this.mayUse(tool);
      if (!usable.ok) end(usable);
    }
  }

  #closed(address: string): Failed {
    const origin = webOrigin(address) ?? "";
    return fail(
      "blocked_by_policy",
      isSameServer(origin, this.#rulebook.serverUrl)
        ? TEXTS.policy.ownServer
        : TEXTS.policy.denied(origin),
    );
  }

  #isOpenTo(call: Admission | undefined, address: string): boolean {
    const stance = this.stance(address);
    if (stance !== "ask") return stance === "allow";
    const origin = webOrigin(address);
    if (origin === undefined || !call) return false;
    return call.letIn.has(origin) || this.#recall({ ...call, about: "site", origin }) === true;
  }

  #recall(asked: Asked): boolean | undefined {
    const key = keyOf(asked);
    const answer = this.#remembered.get(key);
    const nowMs = this.#clock.now();
    // A clock that was set back must not make a yes last longer.
    if (answer && answer.fromMs <= nowMs && nowMs < answer.untilMs) return answer.yes;
    this.#remembered.delete(key);
    return undefined;
  }

  async #ask(asked: Asked, deadlineMs: number, signal: AbortSignal): Promise<Verdict | undefined> {
    const waiting = new AbortController();
    const stop = () => waiting.abort();
    const leftMs = Math.max(0, deadlineMs - this.#clock.now() - SPARE_MS);
    const cancel = this.#clock.after(leftMs, stop);
    signal.addEventListener("abort", stop, { once: true });
    // Nobody is asked for a call that is over.
    if (signal.aborted) stop();
    return this.#questions.ask(asked, waiting.signal).finally(() => {
      cancel();
      signal.removeEventListener("abort", stop);
    });
  }
}

/** Whatever the file is: another path is no way round a no. */
function keyOf({ about, client, origin }: Asked): string {
  return `${about} ${client.id} ${origin}`;
}

let present: Gate | undefined;

/** Puts up the worker's one gate, before any call runs. */
export function setGate(installed: Gate): void {
  present = installed;
}

/** The worker's one gate: what handlers and what is below them ask. */
export function gate(): Gate {
  if (!present) throw new Error("Nothing may be done in Chrome before the gate is there.");
  return present;
}
