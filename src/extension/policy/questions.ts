import { z } from "zod";
import type { Caller } from "../../protocol/call-tool.ts";

const common = { id: z.string(), client: z.string(), origin: z.string() };

/** What a client wants that the person wants to be asked about. */
export const questionSchema = z.discriminatedUnion("about", [
  /** To use a site. `tool` is what waits. */
  z.object({ ...common, about: z.literal("site"), tool: z.string() }),
  /** To give a site what is in a file of the person's machine. */
  z.object({ ...common, about: z.literal("file"), path: z.string() }),
]);
export type Question = z.infer<typeof questionSchema>;

/** `once` is this call; `a_while` is this client for a quarter of an hour. A file is given once or not. */
export const verdictSchema = z.enum(["once", "a_while", "always", "no"]);
export type Verdict = z.infer<typeof verdictSchema>;

/** What is asked, and by which client. */
export type Asked = { client: Caller; origin: string } & (
  | { about: "site"; tool: string }
  | { about: "file"; path: string }
);

interface Open {
  question: Question;
  asked: Asked;
  waiting: Set<(verdict: Verdict) => void>;
}

/** The questions that wait for the person. Calls of one client about the same thing wait for one answer. */
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
  ask(asked: Asked, signal: AbortSignal): Promise<Verdict | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    const open = this.#find(asked) ?? this.#add(asked);
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

  /** Answers who waits. What was asked, unless it is over. */
  answer(id: string, verdict: Verdict): Asked | undefined {
    const open = this.#open.get(id);
    if (!open) return undefined;
    for (const resolve of open.waiting) resolve(verdict);
    this.#close(open);
    return open.asked;
  }

  #find(asked: Asked): Open | undefined {
    return [...this.#open.values()].find((open) => isSame(open.asked, asked));
  }

  #add(asked: Asked): Open {
    const question = { ...asked, id: crypto.randomUUID(), client: asked.client.name };
    const open = { question, asked, waiting: new Set<(verdict: Verdict) => void>() };
    this.#open.set(question.id, open);
    this.#onChange();
    return open;
  }

  #close({ question }: Open): void {
    if (this.#open.delete(question.id)) this.#onChange();
  }
}

function isSame(one: Asked, other: Asked): boolean {
  if (one.client.id !== other.client.id || one.origin !== other.origin) return false;
  if (one.about === "site") return other.about === "site";
  return other.about === "file" && one.path === other.path;
}
