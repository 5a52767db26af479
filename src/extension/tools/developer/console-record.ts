import { type ConsoleLine, consoleLineOf } from "../../debugger/console-line.ts";
import type { DebuggerEvent, DebuggerSession } from "../../debugger/debugger-session.ts";
import { withObjects } from "../../debugger/console-objects.ts";
import { gate } from "../../policy/gate.ts";
import { domainsOf, eachProcess } from "../../debugger/held-domains.ts";

/** As many as Chrome itself keeps of a page. */
const MOST_LINES = 1_000;

const DOMAINS = ["Runtime", "Log"] as const;

/** What a tab said in its console since the record began, in every frame and over navigations. */
export class ConsoleRecord implements Disposable {
  readonly session: DebuggerSession;
  readonly lines: ConsoleLine[] = [];
  dropped = 0;
  #latest = 0;
  /** Frames that come later tell what they said before, too; so does Chrome when it is asked again. */
  readonly #seen = new Set<string>();
  readonly #held = new Set<string | undefined>();
  readonly #isOpen: IsOpen;
  readonly #lease: Disposable;
  readonly #stopListening: () => void;
  #ended = false;

  constructor(session: DebuggerSession, isOpen: IsOpen) {
    this.session = session;
    this.#isOpen = isOpen;
    this.#lease = session.lease();
    this.#stopListening = session.listen((event) => this.#receive(event));
  }

  get isOver(): boolean {
    return this.#ended;
  }

  /** What Chrome knows of the page already is told first. */
  start(): Promise<void> {
    return eachProcess(this.session, (process) => this.#hold(process));
  }

  clear(): void {
    this.lines.length = 0;
    this.dropped = 0;
  }

  async #hold(process: string | undefined): Promise<void> {
    if (this.#held.has(process) || this.#ended) return;
    this.#held.add(process);
    for (const domain of DOMAINS) await domainsOf(this.session).hold(domain, process);
  }

  #receive(event: DebuggerEvent): void {
    if (event.method === "detached") this[Symbol.dispose]();
    else if (event.method === "Target.attachedToTarget") {
      for (const process of this.session.children) void this.#hold(process);
    }
    const line = consoleLineOf(event);
    if (line && isHeard(line, this.session, this.#isOpen)) this.#add(line);
  }

  #add(line: ConsoleLine): void {
    const { timestamp, text } = line;
    const key = `${timestamp} ${text.slice(0, 40)}`;
    if (timestamp <= this.#latest && this.#seen.has(key)) return;
    this.#latest = Math.max(this.#latest, timestamp);
    this.#seen.add(key);
    this.lines.push(line);
    if (this.lines.length > MOST_LINES) {
      this.lines.shift();
      this.dropped++;
    }
    const [oldest] = this.#seen;
    if (oldest !== undefined && this.#seen.size > 2 * MOST_LINES) this.#seen.delete(oldest);
  }

  [Symbol.dispose](): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopListening();
    for (const process of this.#held) {
      for (const domain of DOMAINS) void domainsOf(this.session).release(domain, process);
    }
    this.#lease[Symbol.dispose]();
  }
}

/** Whether the page at an address may be listened to. */
export type IsOpen = (address: string) => boolean;

/** Scripts of a page come from many sites: only what those say that the person denied is left out. */
function isHeard({ url }: ConsoleLine, { address }: DebuggerSession, isOpen: IsOpen): boolean {
  return isOpen(address) && gate().stance(url ?? address) !== "deny";
}

/** What Chrome still knows of what a page and its frames said. */
export async function consoleSnapshot(
  session: DebuggerSession,
  isOpen: IsOpen,
): Promise<ConsoleLine[]> {
  const lines: ConsoleLine[] = [];
  await eachProcess(session, async (process) => {
    const domains = domainsOf(session);
    // What is told can be looked into for as long as the domain is on.
    await domains.hold("Runtime", process);
    const events: DebuggerEvent[] = [];
    const stopListening = session.listen((event) => {
      if (event.sessionId === process && consoleLineOf(event)) events.push(event);
    });
    for (const domain of DOMAINS) await domains.retell(domain, process);
    stopListening();
    const full = await withObjects(session, events);
    await domains.release("Runtime", process);
    for (const event of full) {
      const line = consoleLineOf(event);
      if (line && isHeard(line, session, isOpen)) lines.push(line);
    }
  });
  return lines.toSorted((a, b) => a.timestamp - b.timestamp);
}
