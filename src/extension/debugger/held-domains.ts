import { type Outcome, succeed } from "../../protocol/failure.ts";
import type { DebuggerSession } from "./debugger-session.ts";
import { attachFrames } from "./frame-network.ts";

/**
 * Domains of DevTools that cost a page something while they are on: each is on for as long as somebody
 * holds it. Several tools share one session, so its domains are turned on and off in turn.
 */

type Domain = "Log" | "Runtime";

class HeldDomains {
  readonly #session: DebuggerSession;
  readonly #holders = new Map<string, number>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(session: DebuggerSession) {
    this.#session = session;
  }

  /** Turns a domain on, in the tab's process or in that of a frame. */
  hold(domain: Domain, process?: string): Promise<Outcome<unknown>> {
    return this.#inTurn(async () => {
      const holders = this.#holdersOf(domain, process);
      this.#holders.set(keyOf(domain, process), holders + 1);
      return holders === 0
        ? this.#session.send(`${domain}.enable`, undefined, process)
        : succeed(undefined);
    });
  }

  release(domain: Domain, process?: string): Promise<Outcome<unknown>> {
    return this.#inTurn(async () => {
      const holders = this.#holdersOf(domain, process);
      this.#holders.set(keyOf(domain, process), Math.max(0, holders - 1));
      return holders === 1
        ? this.#session.send(`${domain}.disable`, undefined, process)
        : succeed(undefined);
    });
  }

  /** Has Chrome tell once more what it tells when the domain is turned on. All is told when this settles. */
  retell(domain: Domain, process?: string): Promise<Outcome<unknown>> {
    return this.#inTurn(async () => {
      const isHeld = this.#holdersOf(domain, process) > 0;
      if (isHeld) await this.#session.send(`${domain}.disable`, undefined, process);
      const told = await this.#session.send(`${domain}.enable`, undefined, process);
      // Commands are taken in their order: nobody has to wait for this one.
      if (!isHeld) void this.#session.send(`${domain}.disable`, undefined, process);
      return told;
    });
  }

  #holdersOf(domain: Domain, process: string | undefined): number {
    return this.#holders.get(keyOf(domain, process)) ?? 0;
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#last.then(step);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function keyOf(domain: Domain, process = ""): string {
  return `${domain} ${process}`;
}

const known = new WeakMap<DebuggerSession, HeldDomains>();

export function domainsOf(session: DebuggerSession): HeldDomains {
  const domains = known.get(session) ?? new HeldDomains(session);
  known.set(session, domains);
  return domains;
}

/** Visits the process of the tab and those of its frames, which are attached one level at a time. */
export async function eachProcess(
  session: DebuggerSession,
  visit: (process: string | undefined) => Promise<unknown>,
): Promise<void> {
  const visited = new Set<string | undefined>();
  for (let next: (string | undefined)[] = [undefined]; next.length > 0;) {
    for (const process of next) {
      visited.add(process);
      await attachFrames(session, process);
      await visit(process);
    }
    next = [...session.children].filter((process) => !visited.has(process));
  }
}
