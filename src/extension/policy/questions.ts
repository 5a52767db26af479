import type { Caller } from "../../protocol/call-tool.ts";
import { z } from "zod";

/** A client wants to use a site that the person wants to be asked about. */
export const questionSchema = z.object({
  id: z.string(),
  client: z.string(),
  origin: z.string(),
  /** The tool that waits. */
  tool: z.string(),
});
export type Question = z.infer<typeof questionSchema>;

/** `once` is this call; `a_while` is this client for a quarter of an hour. */
export const verdictSchema = z.enum(["once", "a_while", "always", "no"]);
export type Verdict = z.infer<typeof verdictSchema>;

interface Open {
  question: Question;
  client: Caller;
  waiting: Set<(verdict: Verdict) => void>;
}

/** The questions that wait for the person. Calls of one client about one site wait for one answer. */
export class Questions {
  readonly #open = new Map<string, Open>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get all(): Question[] {
    return [...this.#open.values()].map(({ question }) => question);
  }

  /** The person's verdict; undefined when the signal aborted first. */
  ask(
    about: { client: Caller; origin: string; tool: string },
    signal: AbortSignal,
  ): Promise<Verdict | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    const open = this.#find(about.client, about.origin) ?? this.#add(about);
    const { promise, resolve } = Promise.withResolvers<Verdict | undefined>();
    const giveUp = () => {
      open.waiting.delete(resolve);
      resolve(undefined);
      if (open.waiting.size === 0) this.#close(open);
    };
    open.waiting.add(resolve);
    signal.addEventListener("abort", giveUp, { once: true });
    return promise.finally(() => signal.removeEventListener("abort", giveUp));
  }

  /** Answers who waits. The question as it was, unless it is over. */
  answer(id: string, verdict: Verdict): { client: Caller; origin: string } | undefined {
    const open = this.#open.get(id);
    if (!open) return undefined;
    for (const resolve of open.waiting) resolve(verdict);
    this.#close(open);
    return { client: open.client, origin: open.question.origin };
  }

  #find(client: Caller, origin: string): Open | undefined {
    return [...this.#open.values()].find(
      (open) => open.client.id === client.id && open.question.origin === origin,
    );
  }

  #add({ client, origin, tool }: { client: Caller; origin: string; tool: string }): Open {
    const question = { id: crypto.randomUUID(), client: client.name, origin, tool };
    const open = { question, client, waiting: new Set<(verdict: Verdict) => void>() };
    this.#open.set(question.id, open);
    this.#onChange();
    return open;
  }

  #close({ question }: Open): void {
    if (this.#open.delete(question.id)) this.#onChange();
  }
}
