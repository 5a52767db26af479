import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";

/** What a task cost its solver. */
export interface Cost {
  calls: number;
  /** Characters of text in the answers. */
  characters: number;
  pictures: number;
}

/** A call that takes longer has failed. */
const PATIENCE_MS = 8_000;

/** A scripted client: it acts through `/mcp` alone, and knows of the page only what the answers say. */
export class Hands {
  readonly cost: Cost = { calls: 0, characters: 0, pictures: 0 };
  readonly #client: Client;
  /** Text of the last answers, newest first: what a model would still have before it. */
  #seen: string[] = [];
  /** The last picture, in base64. */
  picture = "";

  constructor(client: Client) {
    this.#client = client;
  }

  /** Calls a tool and gives the text of its answer. Throws when it fails. */
  async call(tool: string, args: Record<string, unknown> = {}): Promise<string> {
    const answer = CallToolResultSchema.parse(
      await this.#client.callTool({ name: tool, arguments: { timeoutMs: PATIENCE_MS, ...args } }),
    );
    let text = "";
    for (const part of answer.content) {
      if (part.type === "text") text += part.text;
      if (part.type !== "image") continue;
      this.cost.pictures++;
      this.picture = part.data;
    }
    this.cost.calls++;
    this.cost.characters += text.length;
    if (answer.isError === true) throw new Error(`${tool}: ${text}`);
    this.#seen.unshift(text);
    return text;
  }

  /** Text of the newest answer. */
  get last(): string {
    return this.#seen[0] ?? "";
  }

  read(args: Record<string, unknown> = {}): Promise<string> {
    return this.call("chrome_read_page", args);
  }

  click(words: RegExp, args: Record<string, unknown> = {}): Promise<string> {
    return this.call("chrome_click_element", { ref: this.ref(words), ...args });
  }

  fill(words: RegExp, value: string | number | boolean): Promise<string> {
    return this.call("chrome_fill_or_select", { ref: this.ref(words), value });
  }

  /** The ref in the line with these words, in the newest answer that has one: behind them, else before them, else before the line. */
  ref(words: RegExp): string {
    for (const text of this.#seen) {
      let above: string | undefined;
      for (const line of text.split(/\n|(?<=\}),/)) {
        const refs = [...line.matchAll(/\[ref=([^\]\s]+)\]|"ref":"([^"]+)"/g)];
        const at = words.exec(line)?.index;
        const found = refs.find(({ index }) => index >= (at ?? 0)) ?? refs.at(-1);
        const ref = found?.[1] ?? found?.[2];
        if (at !== undefined && (ref ?? above) !== undefined) return ref ?? above ?? "";
        above = line.endsWith("]") ? ref : undefined;
      }
    }
    throw new Error(`No answer names a ref with ${words}:\n${this.last}`);
  }

  /** What a group of the pattern matched in the newest answer that has it. */
  said(words: RegExp): string {
    for (const text of this.#seen) {
      const found = words.exec(text)?.[1];
      if (found !== undefined) return found;
    }
    throw new Error(`No answer says ${words}:\n${this.last}`);
  }
}

/** One page with something to do on it, and how somebody does it who sees only the tools' answers. */
export interface Task {
  name: string;
  solve: (hands: Hands) => Promise<unknown>;
}
