import { TabKeep } from "../../tab-keep.ts";
import { partOf } from "../reading/page.ts";

/** The long answer that a page got last in each tab: what is left of it is given without asking for it again. */

interface Body {
  body: string;
  base64Encoded: boolean;
  /** There was more than was read. */
  truncated: boolean;
}

type Part<A extends Body> = A & { cursor?: string };

class LongAnswer<A extends Body> implements Disposable {
  readonly id: string;
  readonly #answer: A;

  constructor(id: string, answer: A) {
    this.id = id;
    this.#answer = answer;
  }

  part(start: number, maxChars: number): Part<A> {
    const { base64Encoded, body, truncated } = this.#answer;
    // Of base64 whole groups, so that each part can be read by itself.
    const most = base64Encoded ? maxChars - (maxChars % 4) : maxChars;
    const part = partOf(body, start, most);
    return {
      ...this.#answer,
      body: part.content,
      truncated: truncated || part.truncated,
      ...(part.cursor !== undefined && { cursor: `${this.id}${part.cursor}` }),
    };
  }

  [Symbol.dispose](): void {}
}

export class LongAnswers<A extends Body> {
  readonly #kept = new TabKeep<LongAnswer<A>>();
  #count = 0;

  firstPart(tabId: number, answer: A, maxChars: number): Part<A> {
    const long = new LongAnswer(`a${++this.#count}`, answer);
    if (answer.body.length > maxChars) this.#kept.put(tabId, long);
    return long.part(0, maxChars);
  }

  /** Undefined when that answer is not kept any more. */
  nextPart(tabId: number, cursor: string, maxChars: number): Part<A> | undefined {
    const [, id, start] = /^(a\d+)c(\d{1,9})$/.exec(cursor) ?? [];
    const long = this.#kept.get(tabId);
    return long && long.id === id ? long.part(Number(start), maxChars) : undefined;
  }
}
