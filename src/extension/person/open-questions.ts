import { z } from "zod";
import { questionKindSchema } from "../../tools/person.ts";

/** What a client wants to know from the person. */
export const openQuestionSchema = z.object({
  id: z.string(),
  client: z.string(),
  /** Where it is shown. */
  tabId: z.number(),
  /** `pick`: to point at something in the page, which is answered there alone. */
  kind: z.enum([...questionKindSchema.options, "pick"]),
  question: z.string(),
  options: z.array(z.string()).readonly(),
});
export type OpenQuestion = z.infer<typeof openQuestionSchema>;

/** What they say; undefined when they do not want to answer. */
export type PersonsAnswer = string | undefined;

type Listener = (question: OpenQuestion, isOpen: boolean) => void;

/** The questions that are open now, wherever they are answered: in the page, or elsewhere by their id. */
export class OpenQuestions {
  readonly #open = new Map<
    string,
    { question: OpenQuestion; resolve: (answer: PersonsAnswer) => void }
  >();
  readonly #listeners = new Set<Listener>();

  get all(): OpenQuestion[] {
    return [...this.#open.values()].map(({ question }) => question);
  }

  /** Open until answered or disposed. */
  open(asked: Omit<OpenQuestion, "id">) {
    const question = { ...asked, id: crypto.randomUUID() };
    const { promise: answered, resolve } = Promise.withResolvers<PersonsAnswer>();
    this.#open.set(question.id, { question, resolve });
    this.#tell(question, true);
    return { question, answered, [Symbol.dispose]: () => this.#close(question) };
  }

  /** False when the question is over. */
  answer(id: string, answer: PersonsAnswer): boolean {
    const open = this.#open.get(id);
    if (!open) return false;
    open.resolve(answer);
    this.#close(open.question);
    return true;
  }

  /** Tells of each question that is opened or closed. The returned function stops. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #close(question: OpenQuestion): void {
    if (this.#open.delete(question.id)) this.#tell(question, false);
  }

  #tell(question: OpenQuestion, isOpen: boolean): void {
    for (const listener of this.#listeners) listener(question, isOpen);
  }
}

export const openQuestions = new OpenQuestions();
